"""Check answers that a page makes up, to show what the checker says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from course.student.catalogue import ASSIGNMENTS
from course.student.checklist import Item, render
from course.student.texts import text

Files = Mapping[str, str | bytes]  # content by name


def checked(name: str, files: Files, lang: str) -> list[Item]:
    """Return the checklist for a folder that holds these files.

    Parameters
    ----------
    name
        The lab or exercise, as on the command line.
    files
        What is in the folder.
    lang
        A code of `minimodel.texts.languages`.
    """
    with TemporaryDirectory() as folder:
        for file, content in files.items():
            encoded = content.encode() if isinstance(content, str) else content
            Path(folder, file).write_bytes(encoded)
        return ASSIGNMENTS[name].checks.check(Path(folder), lang)


def checked_each(name: str, answers: Mapping[str, Files], lang: str) -> dict[str, list[Item]]:
    """Check several folders; each answer runs in a process of its own, two at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        checklists = pool.map(lambda files: checked(name, files, lang), answers.values())
        return dict(zip(answers, checklists, strict=True))


def first_failed(items: Sequence[Item]) -> Item:
    """Return the first item that failed.

    Raises
    ------
    ValueError
        If none did.
    """
    for item in items:
        if item.passed is False:
            return item
    raise ValueError("items: none of them failed")


def report(name: str, items: Sequence[Item], lang: str) -> str:
    """Return a checklist as `course check` prints it."""
    assignment = ASSIGNMENTS[name]
    heading = text(f"{assignment.table}.heading", lang, folder=assignment.folder.as_posix())
    return render(heading, items, lang)
