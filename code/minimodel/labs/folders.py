"""Folders that the labs' commands write: whole or not at all, and never over a student's work."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from minimodel.running.files import write_atomically
from minimodel.texts.command_line import ArgumentParser, fail
from minimodel.texts.labels import label
from minimodel.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from minimodel.texts.reasons import reason

MANIFEST: Final = "manifest.json"


class WouldOverwriteError(Exception):
    """The folder holds files that this program did not write, or that were changed since."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self.values = {"folder": folder, "names": ", ".join(names)}
        super().__init__(label("experiment.would_overwrite", SOURCE_LANGUAGE, **self.values))


class DateError(ValueError):
    """The environment's SOURCE_DATE_EPOCH is not a number of seconds."""

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        super().__init__(label("experiment.bad_date", SOURCE_LANGUAGE, epoch=epoch))


def as_json(values: Mapping[str, Any]) -> bytes:
    """Return values as an indented JSON file.

    Raises
    ------
    ValueError
        If a number is infinite or not a number, for which JSON has no way of writing.
    """
    return (json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def manifest_with_digests(values: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Add the digest of every file, so that a later run knows which ones are still its own."""
    digests = {name: _digest(content) for name, content in files.items()}
    return as_json({**values, "files": {MANIFEST: _digest(as_json(values)), **digests}})


def experiment_date() -> datetime.date:
    """Return today, or the date that a reproducible build asks for.

    Raises
    ------
    DateError
        If the environment's SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise DateError(epoch) from error


def write_experiment(folder: Path, files: Mapping[str, bytes], force: bool = False) -> None:
    """Write the files; a new folder appears whole or not at all.

    Parameters
    ----------
    folder
        Where to write. Other files in it are left alone.
    files
        Content by name, among them a manifest made by `manifest_with_digests`.
    force
        Whether to replace files that differ and are not known to be this program's own.

    Raises
    ------
    WouldOverwriteError
        If such files are there and `force` is false. Nothing is written then.
    OSError
        If the folder cannot be written to.
    """
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            for name, content in files.items():
                write_atomically(temporary / name, content)
            temporary.chmod(0o755)  # mkdtemp makes folders that only their owner may open
            temporary.rename(folder)
        except BaseException:
            shutil.rmtree(temporary)
            raise
        return
    own = _unchanged_files(folder, json.loads(files[MANIFEST])["experiment"])
    present = [name for name in files if (folder / name).exists()]
    differing = [name for name in present if (folder / name).read_bytes() != files[name]]
    foreign = sorted(set(differing) - own)
    if foreign and not force:
        raise WouldOverwriteError(folder, foreign)
    for name, content in files.items():
        if name not in present or name in differing:
            write_atomically(folder / name, content)


def experiment_parser(module: str, experiment: str, lang: str) -> ArgumentParser:
    """Return a parser with the arguments that every experiment's command has.

    Parameters
    ----------
    module
        What stands after ``python -m``.
    experiment
        Name of the experiment, and of its folder unless the reader names another.
    lang
        Language of the help, and of the texts unless the reader asks for another.
    """
    about = label("experiment.about", lang, experiment=experiment)
    parser = ArgumentParser(prog=f"python -m {module}", description=about, lang=lang)
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("experiments") / experiment,
        metavar="FOLDER",
        help=label("experiment.out", lang),
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=lang, help=label("command.lang", lang))
    parser.add_argument("--force", action="store_true", help=label("experiment.force", lang))
    return parser


def write_or_fail(
    folder: Path, make_files: Callable[[], Mapping[str, bytes]], force: bool, lang: str
) -> None:
    """Make the files, write them and say so; leave with one line and status 2 if it fails."""
    if folder.exists() and not folder.is_dir():
        fail(label("command.is_file", lang, name="--out", path=folder))
    try:
        files = make_files()
        write_experiment(folder, files, force)
    except WouldOverwriteError as error:
        fail(label("experiment.would_overwrite", lang, **error.values))
    except DateError as error:
        fail(label("experiment.bad_date", lang, epoch=error.epoch))
    except OSError as error:
        fail(label("command.unwritable", lang, name="--out", path=folder, why=reason(error, lang)))
    print(label("experiment.written", lang, folder=folder, count=len(files)))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _unchanged_files(folder: Path, experiment: str) -> set[str]:
    """Return the names of the files that an earlier run wrote and nobody has changed since."""
    try:
        values = json.loads((folder / MANIFEST).read_bytes())
        digests = values.pop("files")
        own_manifest = values["experiment"] == experiment
        unchanged = {
            name
            for name, digest in digests.items()
            if name != MANIFEST
            and (folder / name).is_file()
            and _digest((folder / name).read_bytes()) == digest
        }
        if own_manifest and digests[MANIFEST] == _digest(as_json(values)):
            unchanged.add(MANIFEST)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return set()  # no manifest, or one that a student wrote: nothing here is known to be ours
    return unchanged
