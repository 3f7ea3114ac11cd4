"""Several generators as one: each draws what it would draw alone."""

import numpy as np
import pytest
from minimodel.mathematics.generators import Generators

SEEDS = (3, 0, 7)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("normal", (0, 1, (4, 2))),
        ("uniform", (-1, 1, 5)),
        ("random", ((2, 3), np.float32)),
        ("integers", (0, 10, 6)),
        ("permuted", (np.arange(5),)),
    ],
)
def test_draws_are_those_of_each_alone(name, arguments):
    together = Generators(SEEDS)
    alone = [np.random.default_rng(seed) for seed in SEEDS]
    for _ in range(2):  # the second draw goes on from the first
        drawn = getattr(together, name)(*arguments)
        for one, rng in zip(drawn, alone, strict=True):
            np.testing.assert_array_equal(one, getattr(rng, name)(*arguments))


def test_it_passes_for_a_generator():
    together = Generators(SEEDS)
    assert np.random.default_rng(together) is together
    np.testing.assert_array_equal(together.stacked(np.eye(2)), np.stack([np.eye(2)] * 3))
