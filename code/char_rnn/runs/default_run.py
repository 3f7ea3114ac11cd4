"""The course's recorded run: 600 sentences, 30,000 steps, every flag of train.py at its default."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from minimodel.running.long_computations import long_computation

from char_rnn.generate_corpus import generate_corpus, join
from char_rnn.runs.results import Results
from char_rnn.train import CharRNN, Run, TrainConfig, init_parameters, start_run, train
from char_rnn.training import saving

NUM_SENTENCES: Final = 600
CORPUS_SEED: Final = 42


def default_corpus() -> str:
    """Return the text that the run learns from."""
    return join(generate_corpus(NUM_SENTENCES, CORPUS_SEED)[0])


def train_on(text: str, **flags: object) -> Run:
    """Train on a text, with the flags of train.py, and write nothing.

    Raises
    ------
    BadInput, Diverged
        As `train` does.
    """
    return _on(text, train, flags)


def start_on(text: str, **flags: object) -> Run:
    """Return the run that `train_on` would train, before its first step."""
    return _on(text, start_run, flags)


def _on(text: str, what: Callable[[TrainConfig], Run], flags: dict[str, Any]) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.txt"
        corpus.write_text(text, encoding="utf-8")
        return what(TrainConfig(corpus=str(corpus), output_dir=None, **flags))


def as_results(run: Run) -> Results:
    """Return a run in memory as `results.load_results` returns one from its folder."""
    grown = saving.history(run)
    return Results(
        run.config,
        run.model,
        run.step,
        run.char2idx,
        run.idx2char,
        run.corpus_digest,
        curves=grown[saving.CURVES],
        records=grown[saving.RECORDS],
        jacobians=grown[saving.JACOBIANS],
    )


@long_computation("training the character RNN")
def default_run(*, steps: int = 30_000, seed: int = 42) -> Results:
    """Train and record the course's network.

    Parameters
    ----------
    steps, seed
        As for train.py; the corpus is always the same.
    """
    results = as_results(train_on(default_corpus(), steps=steps, seed=seed))
    # The text stood in a folder that is gone, and whose name no two runs share.
    config = dataclasses.replace(results.config, corpus=Path(results.config.corpus).name)
    return dataclasses.replace(results, config=config)


def untrained(results: Results) -> CharRNN:
    """Return the network of a run as it was before the first step."""
    width = results.model.E.shape[1] if results.model.has_embedding else None
    vocab_size, hidden_size = results.model.W_hy.shape
    model = CharRNN(vocab_size, hidden_size, width)
    init_parameters(model, results.config.init, results.config.seed)
    return model


def recorded_model(results: Results, index: int) -> CharRNN:
    """Return the network of one record, before that step's update, in double precision.

    Parameters
    ----------
    index
        Of the record, from 0; see `training_curves.record_at`.
    """
    model = untrained(results)
    for name, parameter in model.parameters().items():
        parameter[...] = results.records[name][index]
    return model
