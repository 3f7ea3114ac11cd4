"""A corpus and a configuration that the tests of training share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from char_rnn.generate_corpus import generate_corpus, join
from char_rnn.measures.analysis import Analysis, analyze
from char_rnn.runs.results import Results, load_results
from char_rnn.train import TrainConfig, train


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus that `generate_corpus.py` writes by default."""
    path = tmp_path_factory.mktemp("corpus") / "corpus.txt"
    path.write_text(join(generate_corpus(600, seed=42)[0]), encoding="utf-8")
    return path


@pytest.fixture
def small(corpus: Path) -> Callable[..., TrainConfig]:
    """Makes the configuration of a run that takes some hundredths of a second."""

    def make(**options: Any) -> TrainConfig:
        quick = {
            "corpus": str(corpus),
            "output_dir": None,
            "steps": 120,
            "hidden_size": 12,
            "seq_len": 10,
            "record_interval": 40,
            "dense_steps": 3,
            "jacobian_interval": 50,
            "val_interval": 60,
            "generate_length": 20,
        }
        return TrainConfig(**(quick | options))

    return make


@pytest.fixture(scope="session")
def run_folder(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a network that has begun to spell."""
    folder = tmp_path_factory.mktemp("run") / "output"
    options = {"record_interval": 300, "dense_steps": 3, "jacobian_interval": 1000}
    train(TrainConfig(str(corpus), str(folder), steps=3000, **options))  # type: ignore[arg-type]
    return folder


@pytest.fixture(scope="session")
def results(run_folder: Path) -> Results:
    """The same in memory."""
    return load_results(run_folder)


@pytest.fixture(scope="session")
def analysis(results: Results, corpus: Path) -> Analysis:
    """All that is measured of it."""
    return analyze(results, corpus.read_text(encoding="utf-8"))
