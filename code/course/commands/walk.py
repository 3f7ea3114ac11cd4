"""`course walk`: what annotations are missing or have lost their code, and where to begin."""

from __future__ import annotations

import argparse
import sys
import tokenize
from collections.abc import Iterable
from pathlib import Path

from course.reading import pages
from course.reading.pages import Page
from course.reading.walks import statements
from course.reading.walks.matching import match
from course.reading.walks.statements import MODULE, SourceError, Statement
from course.session import Session
from course.texts import messages
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE

OPENERS = ("else:", "try:", "finally:")  # they say nothing of their own


def run(session: Session, options: argparse.Namespace) -> int:
    """Do what `course walk` was asked for; returns its exit status."""
    if options.skeleton:
        file, *names = options.skeleton
        try:
            print("\n".join(skeleton(session.code, file, names)))
        except SourceError as error:
            print(f"course: {error}", file=sys.stderr)
            return 2
        return 0
    chosen: list[tuple[Page, list[str]]] = []
    for lang in [options.only] if options.only else LANGUAGES:
        known = pages.paths(session.docs, lang)
        for path in [str(page).removesuffix(".md") for page in options.pages] or known:
            if path not in known:
                said = messages.text("no_page", options.lang, page=path, known=", ".join(known))
                print(f"course: {said}", file=sys.stderr)
                return 2
            if session.page(lang, path).lang != lang:
                continue  # nobody has translated it
            whole = session.page(SOURCE_LANGUAGE, path).meta.get("walks", [])
            chosen.append((session.page(lang, path), whole))
    lines, fine = report(chosen, session.code, options.lang)
    print("\n".join(lines))
    return 0 if fine else 1


def report(
    chosen: Iterable[tuple[Page, list[str]]], code: Path, lang: str
) -> tuple[list[str], bool]:
    """What is wrong with the walks of pages.

    Parameters
    ----------
    chosen
        The pages, each with the files of which it walks through every statement.
    code
        The folder that file names count from.
    lang
        The language of the report.

    Returns
    -------
    lines : list of str
        Each fault, each statement that has no annotation; a line that sums up if there is none.
    fine : bool
        Whether there is nothing to mend.
    """
    said: list[str] = []
    walked, notes, files = 0, 0, set()
    for page, whole in chosen:
        if not page.walks and not whole:
            continue
        walked += 1
        result = match(page, code, whole)
        notes += sum(len(walk.rows) for walk in result.walks)
        files |= {walk.block.file for walk in result.walks}
        said += [str(fault) for fault in result.faults]
        if result.bare:
            said.append(messages.text("walk_bare", lang, page=page.file, count=len(result.bare)))
        said += [f"  {source.file}:{bare.first}: {bare.text}" for source, bare in result.bare]
    if said:
        return said, False
    if not walked:
        return [messages.text("walk_none", lang)], True
    listed = ", ".join(sorted(files))
    return [messages.text("walk_fine", lang, notes=notes, pages=walked, files=listed)], True


def skeleton(code: Path, file: str, names: list[str]) -> list[str]:
    """A walk with every statement of the parts of a file as a key, to be annotated.

    Raises
    ------
    SourceError
        If the file has no such part.
    """
    source = statements.read(code, file)
    scope = {s.index: s for name in names or [MODULE] for s in source.scope(name)}
    named = f' name="{", ".join(names)}"' if names else ""
    out = [f'````walk file="{file}"{named}']
    for statement in scope.values():
        out += _key(source.lines, statement)
        if statement.text not in OPENERS:
            out.append("")
    return [*(out[:-1] if out[-1] == "" else out), "````"]


def _key(lines: list[str], statement: Statement) -> list[str]:
    """The lines of a statement as a key: as they stand, but for its docstring and comments."""
    first, last = statement.span
    return [
        f"@ {line.rstrip()}" for line in _without_comments(lines[first - 1 : last]) if line.strip()
    ]


def _without_comments(lines: list[str]) -> list[str]:
    text = "\n".join(lines) + "\n"
    kept = list(lines)
    for item in statements.items(text):
        if item.type == tokenize.COMMENT:
            row, column = item.start
            kept[row - 1] = kept[row - 1][:column]
    return kept
