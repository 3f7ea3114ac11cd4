"""Reads the output folder of a training run back, with the trained network in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from char_rnn import storage
from char_rnn.options import BadInput
from char_rnn.storage import Arrays
from char_rnn.train import EMBEDDING_SIZE, CharRNN, TrainConfig


@dataclass(frozen=True)
class Results:
    """An output folder in memory; each mapping holds the arrays of one file by their names.

    Attributes
    ----------
    config
        The flags of the run.
    model
        The network after the checkpoint's last update.
    step
        Steps done.
    char2idx, idx2char
        The vocabulary.
    curves, records, gradient_flow, jacobians, pca
        What the files of these names hold; empty where the run kept nothing.
    """

    config: TrainConfig
    model: CharRNN
    step: int
    char2idx: dict[str, int]
    idx2char: dict[int, str]
    curves: Arrays
    records: Arrays
    gradient_flow: Arrays
    jacobians: Arrays
    pca: Arrays


def load_results(folder: str | Path) -> Results:
    """Read an output folder.

    Raises
    ------
    BadInput
        If the folder has no complete run, or a file that cannot be read; one line says which.
    """
    folder = Path(folder)
    checkpoint = _arrays(folder, storage.CHECKPOINT)
    try:
        saved = json.loads(str(checkpoint["config"]))
        config = TrainConfig(output_dir=str(folder), **saved["flags"])
        idx2char = dict(enumerate(saved["characters"]))
        width = EMBEDDING_SIZE if config.use_embedding else None
        model = CharRNN(len(idx2char), config.hidden_size, width)
        for name, parameter in model.parameters().items():
            parameter[...] = checkpoint[name]
        step = int(checkpoint["step"])
    except (KeyError, TypeError, ValueError) as problem:
        path = folder / storage.CHECKPOINT
        raise BadInput(f"--data-dir {folder}: {path} is not of a run: {problem}") from None
    return Results(
        config,
        model,
        step,
        {char: i for i, char in idx2char.items()},
        idx2char,
        _arrays(folder, storage.CURVES),
        _arrays(folder, storage.RECORDS),
        _arrays(folder, storage.GRADIENT_FLOW),
        _arrays(folder, storage.JACOBIANS),
        _arrays(folder, storage.PCA),
    )


def _arrays(folder: Path, name: str) -> dict[str, Any]:
    try:
        return storage.load_arrays(folder / name)
    except BadInput as problem:
        reason = str(problem).removeprefix("--resume: ")
        raise BadInput(f"--data-dir {folder}: {reason}") from None
