"""Chance can't be predicted: whoever pays less than ln 8 has read the answer."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.tasks.reading_ahead import LETTERS, STEPS, train_on_chance


@pytest.mark.parametrize("seed", [0, 1])
def test_forward_pays_the_floor_and_both_ways_pays_it_only_at_the_last_place(seed: int) -> None:
    floor = np.log(LETTERS)
    ahead = train_on_chance(both_ways=False, seed=seed)
    both = train_on_chance(both_ways=True, seed=seed)
    assert len(ahead.by_place) == len(both.by_place) == STEPS
    np.testing.assert_allclose(ahead.by_place, floor, atol=0.02)
    assert max(both.by_place[:-1]) < 0.05
    assert both.by_place[-1] == pytest.approx(floor, abs=0.1)
