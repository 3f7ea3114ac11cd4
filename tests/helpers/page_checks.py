"""Students' folders, right and wrong, and what the checker of a page says of them in a browser."""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from course.student.catalogue import ASSIGNMENTS
from minimodel.exercises import names
from minimodel.labs.forward import folder as forward
from minimodel.labs.vanishing import folder as vanishing
from playwright.sync_api import Page

Files = dict[str, bytes]
ANSWERS = Path(__file__).parents[1] / "course" / "student" / "answers"
# Of an exercise in one file: its name, and a right answer. One that is not listed has its file's
# name in its probe, and in its reference the right answer, as `course new lab` writes both.
FILES = {
    "train-step": ("train_step.py", "train_step.py"),
    "rnn-class": ("rnn_class.py", "rnn_class.py"),
    "lstm": ("lstm.py", "lstm.py"),
    "lab-00": ("my_corpus.py", "my_corpus.py"),
    "lab-01": ("my_ngrams.py", "my_ngrams.py"),
    "adding": ("adding.py", "adding_by_hand.py"),
    "names": ("name_classifier.py", "names_by_hand.py"),
    "dates": ("dates.py", "dates_composed.py"),
    "states": ("hidden_states.py", "states_by_hand.py"),
    "character-model": ("character_model.py", "character_by_hand.py"),
}
# Kept answers of these are trained too shortly to pass; the course's own passes.
SOLUTIONS = {"names": names}
FOLDERS: dict[str, Callable[[], Files]] = {
    "lab-02": forward.experiment_files,
    "lab-03": vanishing.experiment_files,
}
PROGRAMS = {"lab-02": "rnn_forward.py", "lab-03": "bptt_norm.py"}
JUDGE = """async ([root, archive, name, files]) => {
  const { Checker } = await import(`${root}assets/javascripts/check/checker.js`)
  globalThis.checker ??= new Checker(`${root}assets/check/${archive}`, "", "en")
  checker.name = name
  const bytes = Object.entries(files).map(([file, said]) =>
    [file, Uint8Array.from(atob(said), character => character.charCodeAt(0))])
  const runs = []
  const begun = performance.now()
  const judged = await checker.check(new Map(bytes), said => runs.push(said))
  return { ...judged, seconds: (performance.now() - begun) / 1000 }
}"""


@cache
def _kept(name: str) -> Files:
    if name in FOLDERS:
        return FOLDERS[name]()
    if name in FILES:
        file, answer = FILES[name]
        return {file: (ANSWERS / answer).read_bytes()}
    reference = import_module(f"{ASSIGNMENTS[name].checks.SOLUTIONS[0]}.solution")
    return {program(name): Path(str(reference.__file__)).read_bytes()}


def program(name: str) -> str:
    """The file of an assignment that a student writes, of several the one that others import."""
    if name in PROGRAMS:
        return PROGRAMS[name]
    if name in FILES:
        return FILES[name][0]
    return str(import_module(f"course.student.probes.{ASSIGNMENTS[name].table}").FILE)


def right(name: str) -> Files:
    """Return a folder with all that an assignment asks for, right."""
    if name in SOLUTIONS:
        return {FILES[name][0]: Path(str(SOLUTIONS[name].__file__)).read_bytes()}
    return dict(_kept(name))


def changed(name: str, file: str, replace: Sequence[Sequence[str]]) -> Files:
    """Return a folder that is right but for some text of one file."""
    files = dict(_kept(name))
    text = files[file].decode()
    for old, new in replace:
        assert old in text, f"{name}: {file} has no {old!r}"
        text = text.replace(old, new)
    return files | {file: text.encode()}


def cases(name: str, most: int) -> Iterator[tuple[str, Files]]:
    """Yield a right folder, one whose file raises at its end, and wrong ones.

    Of the mistakes that are kept, so many at `most`, from first to last; of a lab with several
    files, also the folder without each of them.
    """
    yield "right", right(name)
    file = program(name)
    late = right(name)
    yield "late", late | {file: late[file] + b"\nraise ValueError('late')\n"}
    mistakes = [*_mistakes(name)]
    assert mistakes, f"{name}: give tests/course/student/answers wrong answers"
    for label, mistake in mistakes[:: -(-len(mistakes) // most)]:
        yield label, changed(name, mistake.get("file", file), mistake["replace"])
    if name in FOLDERS:
        files = right(name)
        for gone in sorted(files):
            yield f"without {gone}", {each: files[each] for each in files if each != gone}


def _mistakes(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    table = ASSIGNMENTS[name].table
    shared = name in ("lab-00", "lab-01", "lab-03")
    path = ANSWERS / f"wrong_{'labs' if shared else table}.toml"
    wrong = tomllib.loads(path.read_text(encoding="utf-8"))
    for label, mistake in (wrong[table] if shared else wrong).items():
        if isinstance(mistake, dict) and mistake.get("replace"):
            yield label, mistake


def judged(page: Page, root: str, name: str, files: Files) -> dict[str, Any]:
    """Return what the page's checker finds in a folder, and how many seconds it took.

    `page` is any page of the site that has `root` for its address.
    """
    archive = page.evaluate(
        "async address => (await (await fetch(address)).json()).archive",
        f"{root}assets/check/{name}.en.json",
    )
    coded = {file: base64.b64encode(content).decode() for file, content in files.items()}
    return dict(page.evaluate(JUDGE, [root, archive, name, coded]))
