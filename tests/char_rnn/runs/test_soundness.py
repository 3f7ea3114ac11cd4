"""What is wrong with the arrays of a file, said in a few words."""

import numpy as np
import pytest
from char_rnn.runs.soundness import SHAPES, fault
from char_rnn.training.saving import CURVES

SHAPES_OF_A_FILE = {"step": "n", "matrix": "nHT", "more": "m"}
SOUND = {"step": np.arange(4), "matrix": np.ones((4, 3, 5)), "more": np.zeros(0)}


def found(sizes=None, lang="en", **changed):
    return fault(SOUND | changed, SHAPES_OF_A_FILE, {"H": 3} if sizes is None else sizes, lang)


def test_sound_arrays_have_no_fault():
    assert found() == ""
    assert found(more=np.zeros(9)) == ""


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"matrix": np.ones((4, 2, 5))}, "matrix has shape 4×2×5"),
        ({"matrix": np.ones((3, 3, 5))}, "matrix has shape 3×3×5"),
        ({"matrix": np.ones((4, 3))}, "matrix has shape 4×3"),
        ({"step": np.arange(0), "matrix": np.ones((0, 3, 5))}, "step has shape 0"),
        ({"step": np.array([1, 2, 2, 3])}, "step does not increase from entry to entry"),
        ({"matrix": np.full((4, 3, 5), np.nan)}, "matrix holds a number that is not finite"),
        ({"more": np.array(["a"])}, "more does not hold numbers"),
    ],
)
def test_each_fault_is_named(changed, says):
    assert found(**changed) == says


def test_it_is_said_in_the_readers_language():
    assert found(lang="es", step=np.array([1, 2, 2, 3])) == "step no crece de una entrada a otra"


def test_only_a_validation_may_be_infinite():
    curves = {name: np.arange(1.0, 4.0) for name in SHAPES[CURVES]}
    assert fault(curves | {"val_loss": np.full(3, np.inf)}, SHAPES[CURVES], {}) == ""
    assert "loss holds" in fault(curves | {"loss": np.full(3, np.inf)}, SHAPES[CURVES], {})
