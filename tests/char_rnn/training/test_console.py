"""What a training run prints."""

from __future__ import annotations

import re

import numpy as np
import pytest
from char_rnn.train import train


def test_the_console_prints_the_mean_of_the_last_steps(small, capsys):
    from char_rnn.training.console import Console

    run = train(small(steps=1200, record_interval=0), Console())
    out = capsys.readouterr().out
    line = re.search(r"step +1,000  loss ([\d.]+) .* rho ([\d.]+)", out)
    assert float(line[1]) == pytest.approx(np.mean(run.losses[:1000]), abs=1e-4)
    done = re.search(r"loss +([\d.]+) nats per character in", out)
    assert float(done[1]) == pytest.approx(np.mean(run.losses[-1000:]), abs=1e-4)
    at = train(small(steps=1000, record_interval=0))
    assert float(line[2]) == pytest.approx(np.abs(np.linalg.eigvals(at.model.W_hh)).max(), abs=1e-3)


def test_a_run_that_replaces_another_says_so(small, capsys, tmp_path):
    from char_rnn.training.console import Console

    folder = tmp_path / "output"
    config = small(output_dir=str(folder), steps=5)
    for replaces in (False, True):
        train(config, Console())
        lines = capsys.readouterr().out.splitlines()
        assert any(line.startswith("replaces ") for line in lines) is replaces
