"""What is read before a run goes on, and checked to be what this very run has saved.

A checkpoint holds a fingerprint of each array, its own and those of the files beside it. So one
comparison finds a file that is damaged, changed or of another run, whatever is wrong with it. As
curves and records only grow, those beside a checkpoint may be newer: their first rows count, as
many as there were when it was saved.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from char_rnn.training.config import TrainConfig
from char_rnn.training.flags import BadInput, flag_name
from char_rnn.training.run import M, TrainingRun
from char_rnn.training.speech import said

Arrays = dict[str, NDArray[Any]]

FINGERPRINTS: Final = "fingerprints"  # their key in a checkpoint
# Flags that say how to run the program, not what comes out.
OF_THE_MOMENT: Final = ("output_dir", "resume", "quiet")


def load_arrays(path: Path) -> Arrays:
    """Read an ``.npz`` file whole.

    Raises
    ------
    BadInput
        If there is none, or it cannot be read, or holds anything but arrays. It speaks of
        ``--resume``; who reads for another reason finds the cause in its context.
    """
    try:
        return _read_arrays(path)
    except FileNotFoundError:
        raise BadInput(said("no_checkpoint", path=path)) from None
    except Exception as problem:  # damaged bytes raise a dozen kinds, from NumPy and zipfile
        reason = " ".join(str(problem).split())
        raise BadInput(said("checkpoint_unreadable", path=path, reason=reason)) from problem


def _read_arrays(path: Path) -> Arrays:
    content = np.load(path, allow_pickle=False)
    if isinstance(content, np.ndarray):
        raise TypeError(said("one_array"))
    with content:
        arrays = dict(content)
    for name, values in arrays.items():
        if not isinstance(values, np.ndarray):
            raise TypeError(said("not_an_array", name=name))
    return arrays


class Fingerprint(NamedTuple):
    """An array as it was saved.

    Attributes
    ----------
    rows
        How many it had along its first axis; None if it is one that does not grow.
    digest
        SHA-256 of its type, shape and bytes.
    """

    rows: int | None
    digest: str


Fingerprints = dict[str, Fingerprint]  # by the names of the arrays


def take_fingerprints(arrays: Arrays, *, grow: bool) -> Fingerprints:
    """Return the fingerprint of each array, by its name.

    Parameters
    ----------
    arrays
        Any, by name.
    grow
        Whether more rows may come to them while training goes on; they are of one axis at least.
    """
    return {
        name: Fingerprint(len(values) if grow else None, _digest(values))
        for name, values in arrays.items()
    }


def _digest(values: NDArray[Any]) -> str:
    kind = f"{values.dtype.str} {values.shape} "
    return hashlib.sha256(kind.encode() + values.tobytes()).hexdigest()


def seal(fingerprints: Mapping[str, Fingerprints]) -> NDArray[np.bytes_]:
    """Return the fingerprints of several files as an array for the checkpoint.

    It is JSON after a digest of that, so that they too are known to be what was saved.
    """
    text = json.dumps(fingerprints).encode()
    return np.array(_seal_of(text) + text)


def _seal_of(text: bytes) -> bytes:
    return f"sha256 {hashlib.sha256(text).hexdigest()}\n".encode()


def read_fingerprints(path: Path, checkpoint: Arrays) -> dict[str, Fingerprints]:
    """Return the fingerprints that a checkpoint holds, by file and name.

    Parameters
    ----------
    path, checkpoint
        Where it is, and its arrays.

    Raises
    ------
    BadInput
        If it has none, or they were changed.
    """
    found = checkpoint.get(FINGERPRINTS, np.empty(0)).tobytes()
    _, end, text = found.partition(b"\n")
    if not end or found != _seal_of(text) + text:
        raise BadInput(said("no_fingerprints", path=path, name=FINGERPRINTS))
    return {
        file: {name: Fingerprint(*entry) for name, entry in entries.items()}
        for file, entries in json.loads(text).items()
    }


def check_arrays(path: Path, arrays: Arrays, saved: Fingerprints) -> Arrays:
    """Compare a file with the fingerprints that were taken when it was saved.

    Parameters
    ----------
    path
        The file, for what is said of it.
    arrays
        What it holds.
    saved
        A fingerprint of each array that it must hold.

    Returns
    -------
    Arrays
        The same arrays, those that grow cut back to the rows that they had.

    Raises
    ------
    BadInput
        If one is missing, too short or another, or if there is one too many.
    """
    checked = {}
    for name, (rows, digest) in saved.items():
        if name not in arrays:
            _refuse(path, said("array_missing", name=name))
        values = arrays[name]
        if rows is not None:
            found = len(values) if values.ndim else 0
            if found < rows:
                _refuse(path, said("rows_missing", found=found, name=name, rows=rows))
            values = values[:rows]
        if _digest(values) != digest:
            _refuse(path, said("array_differs", name=name))
        checked[name] = values
    for name in arrays:
        if name not in saved:
            _refuse(path, said("array_too_many", name=name))
    return checked


def _refuse(path: Path, what: str) -> NoReturn:
    raise BadInput(said("not_as_saved", path=path, what=what))


def checked_config(
    path: Path, checkpoint: Arrays, saved: Fingerprints, config: TrainConfig
) -> dict[str, Any]:
    """Return what `saving.describe` said of the run that a checkpoint is of.

    Parameters
    ----------
    path, checkpoint
        Where it is, and its arrays.
    saved
        Their fingerprints.
    config
        A configuration of the program as it is now.

    Raises
    ------
    BadInput
        If that was changed, or the program has come to have other flags since.
    """
    alone = {name: values for name, values in checkpoint.items() if name == "config"}
    check_arrays(path, alone, {"config": saved["config"]})
    found = dict(json.loads(str(checkpoint["config"])))
    names = {field.name for field in dataclasses.fields(config)}.difference(OF_THE_MOMENT)
    if other := sorted(names.symmetric_difference(found["flags"])):
        key = "flag_lacking" if other[0] in names else "flag_too_many"
        raise BadInput(said(key, path=path, flag=flag_name(other[0])))
    return found


def check_shapes(path: Path, checkpoint: Arrays, wanted: Mapping[str, NDArray[Any]]) -> None:
    """Check that a checkpoint has an array of each wanted name and shape.

    Raises
    ------
    BadInput
        If not; says what it has, and what the flags ask for.
    """
    for name, value in wanted.items():
        saved = checkpoint.get(name)
        if saved is None or saved.shape != value.shape:
            key = "no_such_array" if saved is None else "other_shape"
            found = None if saved is None else saved.shape
            raise BadInput(said(key, path=path, name=name, found=found, shape=value.shape))


def check_same_run(run: TrainingRun[M], saved: Mapping[str, Any], folder: Path) -> None:
    """Check that a run has the flags and the text of the checkpoint that it is to resume.

    Parameters
    ----------
    run
        As `train.start_run` has begun it.
    saved
        What `saving.describe` said of the run that the checkpoint is of.
    folder
        Where that is.

    Raises
    ------
    BadInput
        Naming the first flag that differs; more steps are no difference.
    """
    for name, value in dataclasses.asdict(run.config).items():
        old = saved["flags"].get(name)
        if name not in (*OF_THE_MOMENT, "steps", "corpus") and value != old:
            flag = flag_name(name)
            raise BadInput(said("other_flag", flag=flag, value=value, folder=folder, old=old))
    if run.corpus_digest != saved["corpus_sha256"]:
        raise BadInput(said("other_text", path=run.config.corpus, folder=folder))
