"""Arrays as short texts: what comes back, how exactly, and in how many bytes."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from minimodel.texts.compact import DIGITS, compact, expand

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("levels", [31, 63, 64, 256, 4095])
@pytest.mark.parametrize("scale", ["linear", "log", "root"])
def test_an_array_comes_back_up_to_the_rounding(scale: str, levels: int) -> None:
    values = RNG.normal(size=(5, 3, 4))
    if scale == "log":
        values = np.exp(3 * values)
    packed = compact(values, scale, levels)  # type: ignore[arg-type]
    assert set(packed.text) <= set(DIGITS)
    assert len(packed.text) == values.size * packed.digits
    back = expand(packed)
    assert back.shape == values.shape
    if scale == "log":
        step = (packed.high / packed.low) ** (0.5 / (levels - 1)) * (1 + 1e-9)
        assert (np.maximum(back / values, values / back) <= step).all()
    else:
        # Near its ends the root's steps are twice as wide as those of a linear scale.
        step = (packed.high - packed.low) / (levels - 1) * (0.5 if scale == "linear" else 1)
        assert np.abs(back - values).max() <= step * (1 + 1e-9)


def test_extremes_are_kept_and_so_is_zero() -> None:
    values = np.array([[-0.3, 0.0], [0.9, 0.001]])
    back = expand(compact(values, "root", 31))
    assert back[0, 1] == 0
    assert back[1, 0] == pytest.approx(0.9)
    back = expand(compact(values, "linear", 31))
    assert (back.min(), back.max()) == pytest.approx((-0.3, 0.9))


def test_what_does_not_change_costs_next_to_nothing() -> None:
    still = np.repeat(RNG.normal(size=(1, 4096)), 64, axis=0)
    assert len(gzip.compress(compact(still, "root", 31).text.encode())) < 5000


def test_an_array_of_one_value_comes_back() -> None:
    np.testing.assert_array_equal(expand(compact(np.full((3, 2), 7.0))), 7)


@pytest.mark.parametrize(
    ("values", "scale", "levels", "message"),
    [
        ([[1.0]], "linear", 1, "levels: 1"),
        ([[1.0]], "linear", 4096, "levels: 4096"),
        ([[np.nan]], "linear", 31, "values"),
        ([[0.0, 1.0]], "log", 31, "scale 'log'"),
    ],
)
def test_what_cannot_be_written_is_refused(
    values: list[list[float]], scale: str, levels: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        compact(np.array(values), scale, levels)  # type: ignore[arg-type]
