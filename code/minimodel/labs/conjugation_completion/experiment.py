"""The experiment's seven files: what they hold, and how they reach a folder."""

from __future__ import annotations

import hashlib
import inspect
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minimodel.figures.forward import hidden_state_evolution
from minimodel.figures.style import to_png
from minimodel.files import write_atomically
from minimodel.labs.conjugation_completion import walkthrough
from minimodel.labs.conjugation_completion.analysis import (
    canonical_ids,
    canonical_tokens,
    untrained_gru,
    untrained_rnn,
)
from minimodel.labs.conjugation_completion.constants import EXPERIMENT
from minimodel.labs.conjugation_completion.report import manifest, readme
from minimodel.sequence_baselines import rnn

MANIFEST = "manifest.json"


class WouldOverwriteError(Exception):
    """The folder holds files that this program did not write, or that were changed since."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        super().__init__(
            f"--out: {folder} holds other versions of {', '.join(names)}; "
            "choose another folder, or replace them with --force"
        )


def experiment_files(lang: str = "en", full: bool = False) -> dict[str, bytes]:
    """Return the content of the seven files, by name.

    Parameters
    ----------
    lang
        Language of the README, the figure and the printout: ``"en"`` or ``"es"``.
    full
        Whether walkthrough.txt holds every entry of every state.

    Raises
    ------
    ValueError
        If SOURCE_DATE_EPOCH is set and is not a number of seconds.
    """
    ids = canonical_ids()
    figure = hidden_state_evolution(
        untrained_rnn().forward(ids)[1], untrained_gru().forward(ids)[1], canonical_tokens(), lang
    )
    files = {
        "rnn_forward.py": model_source("vanilla RNN", rnn.VanillaRNN).encode(),
        "gru_forward.py": model_source("GRU", rnn.GRU, rnn.sigmoid).encode(),
        "walkthrough.py": walkthrough_source(lang, full).encode(),
        "walkthrough.txt": walkthrough.walkthrough(lang, full).encode(),
        "hidden_state_evolution.png": to_png(figure),
        "README.md": readme(lang).encode(),
    }
    return files | {MANIFEST: _manifest_with_digests(manifest(lang), files)}


def model_source(name: str, *definitions: type | Any) -> str:
    """Return a module that holds one model alone: the imports it needs and the reference's code."""
    code = [inspect.getsource(part) for part in (rnn.check_token_ids, *definitions[::-1])]
    typing_names = ", ".join(
        alias for alias in ("ArrayLike", "DTypeLike", "NDArray") if alias in "".join(code)
    )
    heading = [
        f'"""The {name} of the forward-pass lab: random weights, forward pass only."""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Sequence",
        "from typing import Any",
        "",
        "import numpy as np",
        f"from numpy.typing import {typing_names}",
    ]
    return "\n\n\n".join(["\n".join(heading), *(part.rstrip() for part in code)]) + "\n"


def walkthrough_source(lang: str, full: bool) -> str:
    """Return walkthrough.py as it stands beside the models' files, which it then imports."""
    source = inspect.getsource(walkthrough)
    for old, new in (
        (
            "from minimodel.sequence_baselines.rnn import GRU, VanillaRNN\n",
            "from gru_forward import GRU\nfrom rnn_forward import VanillaRNN\n",
        ),
        ('LANGUAGE = "en"\n', f'LANGUAGE = "{lang}"\n'),
        ("FULL = False\n", f"FULL = {full}\n"),
    ):
        if source.count(old) != 1:
            raise RuntimeError(f"walkthrough.py must hold {old!r} exactly once")
        source = source.replace(old, new)
    return source


def write_experiment(folder: Path, files: Mapping[str, bytes], force: bool = False) -> None:
    """Write the files; a new folder appears whole or not at all.

    Parameters
    ----------
    folder
        Where to write. Other files in it are left alone.
    files
        As `experiment_files` returns them.
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
    own = _unchanged_files(folder)
    present = [name for name in files if (folder / name).exists()]
    differing = [name for name in present if (folder / name).read_bytes() != files[name]]
    foreign = sorted(set(differing) - own)
    if foreign and not force:
        raise WouldOverwriteError(folder, foreign)
    for name, content in files.items():
        if name not in present or name in differing:
            write_atomically(folder / name, content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _as_json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode()


def _manifest_with_digests(values: dict[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Add the digest of every file, so that a later run knows which ones are still its own."""
    digests = {name: _digest(content) for name, content in files.items()}
    return _as_json(values | {"files": {MANIFEST: _digest(_as_json(values)), **digests}})


def _unchanged_files(folder: Path) -> set[str]:
    """Return the names of the files that an earlier run wrote and nobody has changed since."""
    try:
        values = json.loads((folder / MANIFEST).read_bytes())
        digests = values.pop("files")
        own_manifest = values["experiment"] == EXPERIMENT
        unchanged = {
            name
            for name, digest in digests.items()
            if name != MANIFEST
            and (folder / name).is_file()
            and _digest((folder / name).read_bytes()) == digest
        }
        if own_manifest and digests[MANIFEST] == _digest(_as_json(values)):
            unchanged.add(MANIFEST)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return set()  # no manifest, or one that a student wrote: nothing here is known to be ours
    return unchanged
