"""Reads the output folder of a training run back, with the trained network in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minimodel.texts.labels import label
from minimodel.texts.reasons import reason

from char_rnn.runs.soundness import SHAPES, fault
from char_rnn.train import CharRNN
from char_rnn.training import saving as storage
from char_rnn.training.config import EMBEDDING_SIZE, TrainConfig
from char_rnn.training.flags import BadInput
from char_rnn.training.saving import Arrays


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
    corpus_sha256
        Digest of the text that the network learned, as `load_corpus` returns it.
    curves, records, jacobians
        What the files of these names hold; empty where the run kept nothing.
    """

    config: TrainConfig
    model: CharRNN
    step: int
    char2idx: dict[str, int]
    idx2char: dict[int, str]
    corpus_sha256: str
    curves: Arrays
    records: Arrays
    jacobians: Arrays


def load_results(folder: str | Path, lang: str = "en") -> Results:
    """Read an output folder, but for the files that follow from the rest.

    Parameters
    ----------
    folder
        What ``--output-dir`` of train.py named.
    lang
        Language of what is said if that fails.

    Raises
    ------
    BadInput
        If the folder has no complete run, or a file that is damaged; one line says which.
    """
    files = _Files(Path(folder), lang)
    checkpoint = files.arrays(storage.CHECKPOINT)
    try:
        saved = json.loads(str(checkpoint["config"]))
        config = TrainConfig(output_dir=str(folder), **saved["flags"])
        idx2char = dict(enumerate("".join(saved["characters"])))
        char2idx = {char: i for i, char in idx2char.items()}
        digest = str(saved["corpus_sha256"])
        step = int(checkpoint["step"])
    except KeyError as problem:
        reason = files.text("array_missing", name=problem.args[0])
        raise files.damaged(storage.CHECKPOINT, reason) from None
    except BadInput as problem:  # a flag that is out of its limits
        raise files.damaged(storage.CHECKPOINT, str(problem)) from None
    except (TypeError, ValueError, OverflowError):
        raise files.damaged(storage.CHECKPOINT, files.text("no_configuration")) from None
    if not 0 < len(char2idx) == len(idx2char):
        reason = files.text("bad_alphabet", characters=list(idx2char.values()))
        raise files.damaged(storage.CHECKPOINT, reason)
    width = EMBEDDING_SIZE if config.use_embedding else None
    model = CharRNN(len(idx2char), config.hidden_size, width)
    for name, parameter in model.parameters().items():
        axes = dict(zip("ab", parameter.shape, strict=False))
        if reason := fault(checkpoint, {name: "".join(axes)}, axes, lang):
            raise files.damaged(storage.CHECKPOINT, reason)
        parameter[...] = checkpoint[name]
    sizes = {"H": config.hidden_size, "T": config.seq_len}
    return Results(
        config,
        model,
        step,
        char2idx,
        idx2char,
        digest,
        files.sound_arrays(storage.CURVES, sizes),
        files.sound_arrays(storage.RECORDS, sizes),
        files.sound_arrays(storage.JACOBIANS, sizes),
    )


@dataclass(frozen=True)
class _Files:
    """The files of an output folder, and the language in which their faults are told."""

    folder: Path
    lang: str

    def text(self, key: str, **values: object) -> str:
        """Return a text of the catalogue."""
        return label(f"char_rnn_command.{key}", self.lang, folder=self.folder, **values)

    def damaged(self, name: str, reason: str) -> BadInput:
        """Return the error that a file is not as train.py left it."""
        return BadInput(self.text("damaged", path=self.folder / name, reason=reason))

    def arrays(self, name: str) -> dict[str, Any]:
        """Read the arrays of a file."""
        problem: BaseException | None = None
        # A save that a kill has interrupted counts, once it is complete.
        for folder in (self.folder / storage.COMPLETE, self.folder):
            try:
                return storage.load_arrays(folder / name)
            except BadInput as refusal:
                # It speaks of --resume; what went wrong is its context.
                problem = refusal.__context__
                if not isinstance(problem, FileNotFoundError | NotADirectoryError):
                    break
        raise self._unread(name, problem)

    def sound_arrays(self, name: str, sizes: dict[str, int]) -> dict[str, Any]:
        """Read them, and hold them against what a run leaves; records may be none at all."""
        arrays = self.arrays(name)
        if not arrays and name != storage.CURVES:
            return {}
        if reason := fault(arrays, SHAPES[name], sizes, self.lang):
            raise self.damaged(name, reason)
        return arrays

    def _unread(self, name: str, problem: BaseException | None) -> BadInput:
        path = self.folder / name
        if isinstance(problem, NotADirectoryError):
            return BadInput(self.text("is_file"))
        if isinstance(problem, FileNotFoundError):
            if name != storage.CHECKPOINT:
                return BadInput(self.text("missing", path=path))
            return BadInput(self.text("no_run" if self.folder.is_dir() else "no_folder"))
        if isinstance(problem, OSError):
            return BadInput(self.text("unreadable", path=path, reason=reason(problem, self.lang)))
        return self.damaged(name, self.text("no_arrays"))
