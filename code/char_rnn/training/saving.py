"""The output folder of a training run: written as a whole or not at all, and read back.

Everything is staged in a subfolder first, so that a full disk or a kill leaves the folder as it
was. When all is there, the subfolder gets another name, and from then on the save counts: the files
move to their places, the checkpoint last, and if a kill comes between, the next start moves the
rest. What a run goes on from is checked in `resuming.py`.
"""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from char_rnn.training import resuming
from char_rnn.training.config import TrainConfig
from char_rnn.training.flags import BadInput
from char_rnn.training.principal_axes import plane_of_the_last
from char_rnn.training.resuming import OF_THE_MOMENT, Arrays, load_arrays
from char_rnn.training.run import M, TrainingRun
from char_rnn.training.speech import refused, said

CHECKPOINT: Final = "checkpoint.npz"
CURVES: Final = "loss_curve.npz"
RECORDS: Final = "records.npz"
JACOBIANS: Final = "jacobians.npz"
PCA: Final = "pca.npz"
INDEX: Final = "step_index.json"
STAGE: Final = ".partial"  # where a save is written,
COMPLETE: Final = ".complete"  # and its name from when all is there
GRADIENT_FLOW: Final = "gradient_flow.npz"
FLOW_KEYS: Final = ("step", "total_grad_norm", "clipped", "clip_ratio", "per_step_grad_norm")
HISTORY: Final = (CURVES, RECORDS, JACOBIANS)  # what grows; a checkpoint needs it

Record = dict[str, Any]


@contextmanager
def naming_the_folder(folder: Path, *, can_resume: bool = False) -> Iterator[None]:
    """Turn the system's errors into one line about ``--output-dir``.

    Parameters
    ----------
    folder, can_resume
        What it names, and whether ``--resume`` would go on with this very run there.
    """
    try:
        yield
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        if can_resume:
            hint = said("room_then_resume" if full else "writable_then_resume")
        else:
            hint = said("room_then_anew" if full else "other_folder")
        text = said("folder_unwritable", folder=folder, reason=refused(problem), hint=hint)
        raise BadInput(text) from problem


def check_writable(folder: Path) -> None:
    """Make the folder and try to write in it, before hours go into what it shall hold.

    A save that a kill has interrupted there is finished if it was complete, else dropped.

    Raises
    ------
    BadInput
        If it cannot be made or written to.
    """
    finish_save(folder)
    with naming_the_folder(folder):
        stage = _empty_stage(folder)
        (stage / "probe").write_bytes(b"\0")
        shutil.rmtree(stage)


def _empty_stage(folder: Path) -> Path:
    stage = folder / STAGE
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir(parents=True)
    return stage


def save_files(folder: Path, files: dict[str, Any], *, anew: bool) -> None:
    """Write `files`, by name: a dict of arrays for ``.npz``, anything else as JSON.

    Parameters
    ----------
    folder, files
        Where, and what; the checkpoint is the one that makes the others valid.
    anew
        Whether they replace another run's. Then its checkpoint goes before they move in, so that
        no moment has files of the one run beside a checkpoint of the other.

    Raises
    ------
    BadInput
        If the folder cannot be written to; its files are then as they were, or the save is
        complete, for `finish_save`.
    """
    finish_save(folder)
    with naming_the_folder(folder, can_resume=not anew and (folder / CHECKPOINT).exists()):
        stage = _empty_stage(folder)
        try:
            for name, content in files.items():
                with (stage / name).open("wb") as file:
                    if name.endswith(".npz"):
                        np.savez(file, **content)
                    else:
                        file.write((json.dumps(content, indent=1) + "\n").encode())
                    file.flush()
                    os.fsync(file.fileno())  # else a power failure could leave it empty
            stage.replace(folder / COMPLETE)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    with naming_the_folder(folder, can_resume=True):
        _move_in(folder, anew=anew)


def finish_save(folder: Path) -> None:
    """Move in what an interrupted save has left complete; else do nothing.

    Raises
    ------
    BadInput
        If the folder cannot be written to.
    """
    with naming_the_folder(folder):
        if (folder / COMPLETE).is_dir():
            _move_in(folder, anew=True)  # which it is cannot be known by now, and this is safe


def _move_in(folder: Path, *, anew: bool) -> None:
    """Move the files of a complete save to their places; interrupted, it can be done again."""
    complete = folder / COMPLETE
    paths = sorted(complete.iterdir(), key=lambda path: (path.name == CHECKPOINT, path.name))
    if anew and complete / CHECKPOINT in paths:  # if not, the new one is in its place already
        (folder / CHECKPOINT).unlink(missing_ok=True)
    for path in paths:
        path.replace(folder / path.name)
    complete.rmdir()


def stack(records: Sequence[Record]) -> Arrays:
    """Return records as arrays, one a key, whose first axis counts the records."""
    keys = records[0] if records else ()
    return {key: _portable(np.stack([record[key] for record in records])) for key in keys}


def _portable(array: NDArray[Any]) -> NDArray[Any]:
    """Return integers as 64 bits: NumPy's own choice differs, and a browser's is 32."""
    return array.astype(np.int64, copy=False) if array.dtype.kind == "i" else array


def unstack(arrays: Arrays) -> list[Record]:
    """Return the records that `stack` made arrays of."""
    return [
        {key: value if value.ndim else value.item() for key, value in zip(arrays, row, strict=True)}
        for row in zip(*arrays.values(), strict=True)
    ]


def save(run: TrainingRun[M]) -> None:
    """Write all that a run has so far, and the checkpoint that it can go on from.

    Nothing is written if the run has no output folder.

    Raises
    ------
    BadInput
        If the folder cannot be written to; see `save_files`.
    """
    if run.config.output_dir is None:
        return
    config = describe(run)
    parameters = run.model.parameters()
    grown = history(run)
    records = grown[RECORDS]
    norms = [f"grad_norm_{name}" for name in parameters]
    state: Arrays = {
        "config": np.array(json.dumps(config)),
        "step": np.array(run.step, np.int64),
        "position": np.array(run.position, np.int64),
        "h": run.h,
        **parameters,
        "velocity": run.velocity,
    }
    fingerprints = {
        name: resuming.take_fingerprints(arrays, grow=True) for name, arrays in grown.items()
    } | {CHECKPOINT: resuming.take_fingerprints(state, grow=False)}
    files: dict[str, Any] = {
        "config.json": config,
        INDEX: [
            {key: record[key] for key in ("step", "loss", "spectral_radius", "text")}
            for record in run.records
        ],
        GRADIENT_FLOW: {key: records[key] for key in (*FLOW_KEYS, *norms) if key in records},
        **grown,
        PCA: plane_of_the_last(records["hs"]) if records else {},
        CHECKPOINT: {**state, resuming.FINGERPRINTS: resuming.seal(fingerprints)},
    }
    save_files(Path(run.config.output_dir), files, anew=not run.saved)
    run.saved = True


def history(run: TrainingRun[M]) -> dict[str, Arrays]:
    """Return what a run has seen so far, as the arrays of each file of `HISTORY`."""
    val_steps, val_losses = zip(*run.val_losses, strict=True) if run.val_losses else ((), ())
    return {
        CURVES: {
            "step": np.arange(1, run.step + 1, dtype=np.int64),
            "loss": np.array(run.losses),
            "grad_norm": np.array(run.grad_norms),
            "val_step": np.array(val_steps, np.int64),
            "val_loss": np.array(val_losses, np.float64),
        },
        RECORDS: stack(run.records),
        JACOBIANS: stack(run.jacobians),
    }


def describe(run: TrainingRun[M]) -> dict[str, Any]:
    """Return a run's configuration, and what its corpus added to it, as JSON can hold it."""
    flags = dataclasses.asdict(run.config)
    return {
        "flags": {name: value for name, value in flags.items() if name not in OF_THE_MOMENT},
        "characters": "".join(run.idx2char.values()),
        "corpus_sha256": run.corpus_digest,
        "train_characters": len(run.train_ids),
        "val_characters": len(run.val_ids),
        "parameters": run.model.count_parameters(),
    }


def saved_flags(config: TrainConfig) -> dict[str, Any]:
    """Return the flags of the checkpoint that `config` is to resume.

    Raises
    ------
    BadInput
        If the folder has no checkpoint, or one that cannot be read or has other flags.
    """
    finish_save(_folder(config))
    *_, saved = _open_checkpoint(config)
    return dict(saved["flags"])


def _folder(config: TrainConfig) -> Path:
    if config.output_dir is None:
        raise BadInput(said("no_folder"))
    return Path(config.output_dir)


def _open_checkpoint(config: TrainConfig) -> tuple[Arrays, dict[str, resuming.Fingerprints], Any]:
    """Read a checkpoint's arrays and fingerprints, and what it says of its run, checked."""
    path = _folder(config) / CHECKPOINT
    checkpoint = load_arrays(path)
    fingerprints = resuming.read_fingerprints(path, checkpoint)
    saved = resuming.checked_config(path, checkpoint, fingerprints[CHECKPOINT], config)
    return checkpoint, fingerprints, saved


def restore(run: TrainingRun[M]) -> None:
    """Put a run that has just been started into the state of its folder's checkpoint.

    Raises
    ------
    BadInput
        If a file that it goes on from is missing, unreadable, changed or of another run; says
        which, and what differs. The run is then as it was.
    """
    folder = _folder(run.config)
    path = folder / CHECKPOINT
    checkpoint, fingerprints, saved = _open_checkpoint(run.config)
    resuming.check_same_run(run, saved, folder)
    state = {"h": run.h, "velocity": run.velocity, **run.model.parameters()}
    resuming.check_shapes(path, checkpoint, state)
    del checkpoint[resuming.FINGERPRINTS]
    resuming.check_arrays(path, checkpoint, fingerprints[CHECKPOINT])
    step = int(checkpoint["step"])
    if step > run.config.steps:
        raise BadInput(said("steps_done", steps=run.config.steps, step=step))
    curves, records, jacobians = (
        resuming.check_arrays(folder / name, load_arrays(folder / name), fingerprints[name])
        for name in HISTORY
    )
    for name, value in state.items():
        value[...] = checkpoint[name]
    run.step, run.position, run.saved = step, int(checkpoint["position"]), True
    run.losses, run.grad_norms = curves["loss"].tolist(), curves["grad_norm"].tolist()
    val_steps, val_losses = curves["val_step"].tolist(), curves["val_loss"].tolist()
    run.val_losses = list(zip(val_steps, val_losses, strict=True))
    run.records, run.jacobians = unstack(records), unstack(jacobians)
