"""Hold a student's folder against the reference: what is there, and what is left to do."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

import numpy as np

from minimodel.command_line import ArgumentParser, fail
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.figures.labels import LANGUAGES, label
from minimodel.labs.conjugation_completion.analysis import (
    canonical_ids,
    norms,
    untrained_gru,
    untrained_rnn,
)
from minimodel.labs.conjugation_completion.constants import D_EMBED, D_HIDDEN, EXPERIMENT, SEED

TOLERANCE: Final = 1e-6  # leaves room for float32, none for another formula
PRINTED: Final = 1e-3  # how far a printed norm may be rounded
SECONDS: Final = 60  # that walkthrough.py may take
MANIFEST_KEYS: Final = ("experiment", "date", "seed", "config", "results", "python", "numpy")


class Finding(NamedTuple):
    """One requirement: whether the folder meets it, and a line that says so."""

    passed: bool
    text: str


# Whether a requirement is met, the key of what to say about it, and that text's values.
Outcome = tuple[bool, str, dict[str, object]]


def check(folder: Path, lang: str = "en") -> list[Finding]:
    """Check a folder of the lab: that the seven files are there, and what can be told of each.

    Parameters
    ----------
    folder
        The folder. The code in it is run.
    lang
        Language of the findings: ``"en"`` or ``"es"``.
    """
    folder = folder.resolve()
    missing = [name for name in CHECKS if not (folder / name).is_file()]
    outcomes: list[Outcome] = [
        (False, "files_missing", {"names": ", ".join(missing)}) if missing else (True, "files", {})
    ]
    outcomes += [test(folder / name) for name, test in CHECKS.items() if name not in missing]
    return [
        Finding(passed, label(f"check.{key}", lang, **values)) for passed, key, values in outcomes
    ]


def report(findings: Sequence[Finding], lang: str = "en") -> str:
    """Return the findings as text, a line each."""
    marks = {True: label("check.passed", lang), False: label("check.failed", lang)}
    return "\n".join(f"{marks[finding.passed]}  {finding.text}" for finding in findings)


def _check_model(path: Path, name: str, reference: Any) -> Outcome:
    """Let the student's model read the example, and compare with the reference state by state."""
    ids = canonical_ids()
    file: dict[str, object] = {"file": path.name}
    try:
        with _importing_from(path.parent):
            model = getattr(_load(path), name)
            outcome = model(len(corpus_vocabulary()), D_EMBED, D_HIDDEN, seed=SEED).forward(ids)
        logits, states = (np.asarray(part, dtype=float) for part in outcome)
    except Exception as error:  # whatever the student's code raises is what they need to know
        return False, "error", file | {"error": f"{type(error).__name__}: {error}"}
    expected_logits, expected_states = reference.forward(ids)
    if states.shape != expected_states.shape:
        shapes: dict[str, object] = {"shape": states.shape, "expected": expected_states.shape}
        return False, "shape", file | shapes
    if logits.shape != expected_logits.shape:
        shapes = {"shape": logits.shape, "expected": expected_logits.shape}
        return False, "logits_shape", file | shapes
    off = ~np.isclose(states, expected_states, rtol=0, atol=TOLERANCE).all(axis=1)
    if off.any():
        difference = f"{np.abs(states - expected_states).max():.1e}"
        return False, "states_differ", file | {"t": int(off.argmax()) + 1, "difference": difference}
    if not np.allclose(logits, expected_logits, rtol=0, atol=TOLERANCE):
        difference = f"{np.abs(logits - expected_logits).max():.1e}"
        return False, "logits_differ", file | {"difference": difference}
    return True, "equal", file


def _check_rnn(path: Path) -> Outcome:
    return _check_model(path, "VanillaRNN", untrained_rnn())


def _check_gru(path: Path) -> Outcome:
    return _check_model(path, "GRU", untrained_gru())


def _check_rerun(path: Path) -> Outcome:
    """Run walkthrough.py beside its models; it must print what the text file holds."""
    try:
        run = subprocess.run(
            [sys.executable, path.name],
            cwd=path.parent,
            env=os.environ | {"PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return False, "error", {"file": path.name, "error": f"> {SECONDS} s"}
    if run.returncode:
        last_line = run.stderr.strip().rpartition("\n")[2]
        return False, "error", {"file": path.name, "error": last_line}
    printed = path.with_suffix(".txt")
    same = printed.is_file() and printed.read_text(encoding="utf-8").split() == run.stdout.split()
    return same, "rerun" if same else "rerun_differs", {}


def _check_printed(path: Path) -> Outcome:
    """Look for the norm of every state among the numbers that were printed."""
    text = path.read_text(encoding="utf-8")
    printed = np.array([float(numeral) for numeral in re.findall(r"\d+\.\d+", text)])
    for name, model in (("VanillaRNN", untrained_rnn()), ("GRU", untrained_gru())):
        _, states = model.forward(canonical_ids())
        for t, norm in enumerate(norms(states), start=1):
            if not np.any(np.abs(printed - norm) < PRINTED):
                return False, "norms_missing", {"t": t, "model": name}
    return True, "norms", {}


def _check_figure(path: Path) -> Outcome:
    is_png = path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    return is_png, "figure" if is_png else "figure_wrong", {}


def _check_manifest(path: Path) -> Outcome:
    try:
        values = json.loads(path.read_bytes())
        lacking = [key for key in MANIFEST_KEYS if key not in values]
        seed = None if lacking else values["seed"]
    except (ValueError, TypeError) as error:
        return False, "error", {"file": path.name, "error": str(error)}
    if lacking:
        return False, "manifest_lacks", {"keys": ", ".join(lacking)}
    right = seed == SEED
    return right, "manifest" if right else "manifest_seed", {"seed": seed, "expected": SEED}


def _check_readme(path: Path) -> Outcome:
    parts = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    count = sum(1 for part in parts if part.strip() and not part.lstrip().startswith("#"))
    return count >= 2, "readme" if count >= 2 else "readme_short", {"count": count}


CHECKS: Final[dict[str, Callable[[Path], Outcome]]] = {
    "rnn_forward.py": _check_rnn,
    "gru_forward.py": _check_gru,
    "walkthrough.py": _check_rerun,
    "walkthrough.txt": _check_printed,
    "hidden_state_evolution.png": _check_figure,
    "manifest.json": _check_manifest,
    "README.md": _check_readme,
}


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let code import its neighbors in `folder`, and forget them afterwards."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(folder):
                del sys.modules[name]


def _load(path: Path) -> ModuleType:
    """Import a file under a name that no other module has."""
    spec = importlib.util.spec_from_file_location(f"checked_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status: 0 if nothing is left to do, otherwise 1."""
    parser = ArgumentParser(
        prog="python -m minimodel.labs.conjugation_completion.check", description=__doc__
    )
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=Path("experiments") / EXPERIMENT,
        metavar="FOLDER",
        help="folder to check (default: %(default)s)",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the texts")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        fail(f"FOLDER: {options.folder} is not a folder; name the one that holds your seven files")
    findings = check(options.folder, options.lang)
    print(report(findings, options.lang))
    return 0 if all(finding.passed for finding in findings) else 1


if __name__ == "__main__":
    sys.exit(main())
