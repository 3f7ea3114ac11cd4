"""Put an assignment's starter files into a folder, beside whatever is there already."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from minimodel.running.files import write_atomically
from minimodel.texts import languages
from minimodel.texts.files import read_table, read_text

from course.student.seeds import with_seed
from course.texts.errors import CourseError

TEXTS: Final = "texts.toml"
PLACEHOLDER: Final = re.compile(r"\{\{(\w+)\}\}")


class NotAFolderError(Exception):
    """The starter files cannot go there: a file has that name, or stands on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path)


class Started(NamedTuple):
    """Names of the files that were written, and of those that were there and left alone."""

    written: list[str]
    left: list[str]


def starter_files(name: str, lang: str) -> dict[str, bytes]:
    """Return an assignment's starter files, by name, in a language.

    Each stands once, with a ``{{name}}`` wherever it says something; what it says is in
    ``texts.toml`` beside it.

    Raises
    ------
    CourseError
        If that has no such text, or none in that language.
    """
    source = files("course.student").joinpath("starters", name)
    texts = read_table(source.joinpath(TEXTS))
    found: dict[str, bytes] = {}
    for entry in sorted(source.iterdir(), key=lambda each: each.name):
        if entry.is_file() and entry.name != TEXTS:
            folder = f"code/course/student/starters/{name}"
            content = read_text(entry)
            found[entry.name] = _filled(content, texts, lang, folder, entry.name).encode()
    return found


def _filled(
    content: str, texts: dict[str, dict[str, str]], lang: str, folder: str, file: str
) -> str:
    def words(match: re.Match[str]) -> str:
        try:
            return languages.said(texts.get(match[1], {}), lang)
        except KeyError:
            raise CourseError(
                f"{{{{{match[1]}}}}} has no text in {lang!r}.",
                file=f"{folder}/{file}",
                line=content.count("\n", 0, match.start()) + 1,
                fix=f"Add {match[1]} to {folder}/{TEXTS}, in every language.",
            ) from None

    return PLACEHOLDER.sub(words, content)


def start(name: str, folder: Path, lang: str, seed: int | None = None) -> Started:
    """Write those of an assignment's starter files that are not there yet.

    Parameters
    ----------
    name
        The assignment, such as ``"lab-02"``.
    folder
        Where to; it is made if it is missing. What it holds already is not touched.
    lang
        Language of the files' texts.
    seed
        The student's own, in place of the lab's.

    Raises
    ------
    NotAFolderError
        If the folder, or a folder above it, is a file.
    OSError
        If the folder cannot be written to.
    """
    for path in (folder, *folder.parents):
        if path.is_symlink() and not path.exists():
            raise NotAFolderError(path)
        if path.exists():
            if not path.is_dir():
                raise NotAFolderError(path)
            break
    started = Started([], [])
    for file, content in starter_files(name, lang).items():
        target = folder / file
        if target.exists() or target.is_symlink():
            started.left.append(file)
        else:
            write_atomically(target, content if seed is None else with_seed(content, seed))
            started.written.append(file)
    return started
