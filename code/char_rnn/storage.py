"""The output folder of a training run: written as a whole or not at all, and read back.

Everything is staged in a subfolder first, so that a full disk or a kill leaves the folder as it
was; then the files move to their places, the checkpoint last. Within one run curves and records
only ever grow, so files newer than the checkpoint are cut back to its step when a run resumes.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from char_rnn.options import BadInput, flag_name

CHECKPOINT: Final = "checkpoint.npz"
CURVES: Final = "loss_curve.npz"
RECORDS: Final = "records.npz"
JACOBIANS: Final = "jacobians.npz"
PCA: Final = "pca.npz"
INDEX: Final = "step_index.json"
STAGE: Final = ".partial"
GRADIENT_FLOW: Final = "gradient_flow.npz"
FLOW_KEYS: Final = ("step", "total_grad_norm", "clipped", "clip_ratio", "per_step_grad_norm")
# Flags that say how to run the program, not what comes out.
OF_THE_MOMENT: Final = ("output_dir", "resume", "quiet")

Arrays = dict[str, NDArray[Any]]
Record = dict[str, Any]


@contextmanager
def naming_the_folder(folder: Path, can_resume: bool = False) -> Iterator[None]:
    """Turn the system's errors into one line about ``--output-dir``."""
    try:
        yield
    except OSError as problem:
        what = f"--output-dir {folder}: cannot be written: {problem.strerror or problem}"
        hint = "make room, then continue with --resume" if can_resume else "give another folder"
        raise BadInput(f"{what}; {hint}") from problem


def check_writable(folder: Path) -> None:
    """Make the folder and try to write in it, before hours go into what it shall hold.

    Raises
    ------
    BadInput
        If it cannot be made or written to.
    """
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
        Where, and what; the last file is the one that makes the others valid.
    anew
        Whether they replace another run's. Then its checkpoint goes before they move in, so that
        no moment has files of the one run beside a checkpoint of the other.

    Raises
    ------
    BadInput
        If the folder cannot be written to; its files are then as they were.
    """
    with naming_the_folder(folder, can_resume=(folder / CHECKPOINT).exists()):
        stage = _empty_stage(folder)
        try:
            for name, content in files.items():
                if name.endswith(".npz"):
                    with (stage / name).open("wb") as file:
                        np.savez(file, **content)
                else:
                    text = json.dumps(content, indent=1) + "\n"
                    (stage / name).write_text(text, encoding="utf-8")
            if anew:
                (folder / CHECKPOINT).unlink(missing_ok=True)
            for name in files:
                (stage / name).replace(folder / name)
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def stack(records: Sequence[Record]) -> Arrays:
    """Return records as arrays, one a key, whose first axis counts the records."""
    return (
        {key: np.stack([record[key] for record in records]) for key in records[0]}
        if (records)
        else {}
    )


def unstack(arrays: Arrays, last_step: int) -> list[Record]:
    """Return the records up to `last_step` from what `stack` made."""
    steps = arrays.get("step", np.empty(0, np.int64))
    return [
        {key: values[i].item() if values.ndim == 1 else values[i] for key, values in arrays.items()}
        for i, step in enumerate(steps)
        if step <= last_step
    ]


def load_arrays(path: Path) -> Arrays:
    """Read an ``.npz`` file whole.

    Raises
    ------
    BadInput
        If there is none, or it cannot be read.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            return dict(file)
    except FileNotFoundError:
        raise BadInput(f"--resume: {path} does not exist; train without --resume first") from None
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as problem:
        raise BadInput(f"--resume: {path} cannot be read: {problem}") from problem


def save(run: Any) -> None:
    """Write all that a run has so far, and the checkpoint that it can go on from.

    Nothing is written if the run has no output folder.

    Raises
    ------
    BadInput
        If the folder cannot be written to; the files there are then as they were.
    """
    if run.config.output_dir is None:
        return
    records, jacobians = stack(run.records), stack(run.jacobians)
    val_steps, val_losses = zip(*run.val_losses, strict=True) if run.val_losses else ((), ())
    config = describe(run)
    names = run.model.parameters()
    norms = [f"grad_norm_{name}" for name in names]
    files: dict[str, Any] = {
        "config.json": config,
        CURVES: {
            "step": np.arange(1, run.step + 1),
            "loss": np.array(run.losses),
            "grad_norm": np.array(run.grad_norms),
            "val_step": np.array(val_steps, np.int64),
            "val_loss": np.array(val_losses, np.float64),
        },
        INDEX: [
            {key: record[key] for key in ("step", "loss", "spectral_radius", "text")}
            for record in run.records
        ],
        GRADIENT_FLOW: {key: records[key] for key in (*FLOW_KEYS, *norms) if key in records},
        RECORDS: records,
        JACOBIANS: jacobians,
        PCA: run.pca(),
        CHECKPOINT: {
            "config": np.array(json.dumps(config)),
            "step": np.array(run.step),
            "position": np.array(run.position),
            "h": run.h,
            **names,
            "velocity": run.velocity,
        },
    }
    folder = Path(run.config.output_dir)
    save_files(folder, files, anew=not run.saved)
    run.saved = True


def describe(run: Any) -> dict[str, Any]:
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


def saved_flags(config: Any) -> dict[str, Any]:
    """Return the flags of the checkpoint that `config` is to resume.

    Raises
    ------
    BadInput
        If the folder has no checkpoint, or one that cannot be read.
    """
    return dict(saved_config(Path(config.output_dir))["flags"])


def saved_config(folder: Path) -> dict[str, Any]:
    """Return what `describe` said of the run that left a folder's checkpoint.

    Raises
    ------
    BadInput
        If the folder has no checkpoint, or one that cannot be read.
    """
    return _config_of(load_arrays(folder / CHECKPOINT), folder)


def _config_of(checkpoint: Arrays, folder: Path) -> dict[str, Any]:
    try:
        config = dict(json.loads(str(checkpoint["config"])))
    except (KeyError, ValueError, TypeError):
        config = {}
    if not {"flags", "corpus_sha256"} <= set(config):
        raise BadInput(f"--resume: {folder / CHECKPOINT} holds no configuration")
    return config


def restore(run: Any) -> None:
    """Put a run that has just been started into the state of its folder's checkpoint.

    Raises
    ------
    BadInput
        If the checkpoint is missing, unreadable or of another run; says what differs.
    """
    folder = Path(run.config.output_dir)
    checkpoint = load_arrays(folder / CHECKPOINT)
    config = _config_of(checkpoint, folder)
    _check_same_run(run, config, folder)
    step = int(checkpoint["step"])
    if step > run.config.steps:
        raise BadInput(f"--steps {run.config.steps}: the checkpoint is at step {step} already")
    state = {"h": run.h, "velocity": run.velocity}
    for name, value in (run.model.parameters() | state).items():
        saved = checkpoint.get(name)
        if saved is None or saved.shape != value.shape:
            found = "no" if saved is None else f"a {saved.shape}"
            raise BadInput(
                f"--resume: {folder / CHECKPOINT} has {found} {name}, where the flags ask for "
                f"one of shape {value.shape}"
            )
        value[...] = saved
    curves = load_arrays(folder / CURVES)
    if len(curves["loss"]) < step:
        raise BadInput(f"--resume: {folder / CURVES} ends before the checkpoint's step {step}")
    run.step, run.position, run.saved = step, int(checkpoint["position"]), True
    run.losses, run.grad_norms = curves["loss"][:step].tolist(), curves["grad_norm"][:step].tolist()
    pairs = zip(curves["val_step"].tolist(), curves["val_loss"].tolist(), strict=True)
    run.val_losses = [pair for pair in pairs if pair[0] <= step]
    run.records = unstack(load_arrays(folder / RECORDS), step)
    run.jacobians = unstack(load_arrays(folder / JACOBIANS), step)


def _check_same_run(run: Any, saved: dict[str, Any], folder: Path) -> None:
    for name, value in dataclasses.asdict(run.config).items():
        old = saved["flags"].get(name)
        if name not in (*OF_THE_MOMENT, "steps", "corpus") and value != old:
            raise BadInput(
                f"{flag_name(name)} {value}: the checkpoint in {folder} was made with {old}; "
                f"keep that, or start anew without --resume"
            )
    if run.corpus_digest != saved["corpus_sha256"]:
        raise BadInput(
            f"--corpus {run.config.corpus}: is not the text that the checkpoint in {folder} "
            f"learned; give that text, or start anew without --resume"
        )
