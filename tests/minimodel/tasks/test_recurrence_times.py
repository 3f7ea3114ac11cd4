"""The run times that the page on the recurrence today shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from minimodel.tasks import recurrence_times
from minimodel.tasks.recurrence_times import (
    LENGTHS,
    WIDTHS,
    Times,
    attend,
    measure,
    measured_times,
    ways,
    write_times,
)


def test_the_page_shows_every_way_at_every_length() -> None:
    times = measured_times()
    assert list(times.seconds) == list(ways(2, np.random.default_rng(0)))
    assert {len(seconds) for seconds in times.seconds.values()} == {len(LENGTHS)}
    assert len(times.loop_over_scan) == len(WIDTHS)
    assert times.ratio("gru", "gru", 512) == 1


def test_what_is_written_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(recurrence_times, "TIMES", tmp_path / "times.toml")
    times = Times(3, [2.0, 1.0, 0.5], {"gru": [0.25, 0.5], "attention": [0.125, 0.75]})
    write_times(times)
    assert measured_times() == times


def test_a_measurement_times_each_way() -> None:
    times = measure(1, lengths=(8, 16))
    assert all(len(seconds) == 2 and min(seconds) > 0 for seconds in times.seconds.values())
    assert all(ratio > 0 for ratio in times.loop_over_scan)


def test_the_ways_of_the_scan_compute_the_same() -> None:
    timed = ways(37, np.random.default_rng(1))
    slow = timed["stepwise"]()
    for way in ("doubling", "pairing"):
        np.testing.assert_allclose(timed[way](), slow, atol=1e-5)


def test_attention_looks_at_nothing_that_comes_later() -> None:
    Q, K, V = np.random.default_rng(0).normal(size=(3, 6, 4))
    whole = attend(Q, K, V)
    np.testing.assert_allclose(whole[0], V[0])
    np.testing.assert_allclose(attend(Q[:4], K[:4], V[:4]), whole[:4])
