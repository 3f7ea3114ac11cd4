"""A corpus and a configuration that the tests of training share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from char_rnn.generate_corpus import generate_corpus, join
from char_rnn.train import TrainConfig


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
