"""The page that a translator starts from: the original's words, its code taken out."""

from __future__ import annotations

import re

from course.reading import translations
from course.reading.blocks import PER_LANGUAGE, Block
from course.reading.pages import Page
from course.skeletons.changes import Changes

KEPT = ("description", "title", "minutes", "hide", "search")  # keys of a head that are translated


def twin(page: Page, head: str = "") -> str:
    """Return a page's text as its translation begins: blocks empty, nothing else changed.

    Parameters
    ----------
    page
        The page in the source language.
    head
        Lines to begin its head with.
    """
    lines = list(page.lines)
    for block in reversed(page.blocks):
        if block.executed:
            indent = block.fence.indent
            marks = re.match(r"`+|~+", page.lines[block.fence.first].strip("> \t"))
            assert marks, "a block begins with its fence"
            shown = [f"{indent}{marks[0]}{_first_line(block)}", f"{indent}{marks[0]}"]
            lines[block.fence.first : block.fence.last + 1] = shown
    kept = [*head.splitlines(), *_head(page)]
    above = ["---", *kept, "---"] if kept else []
    return "\n".join([*above, *lines]) + "\n"


def create(changes: Changes, page: Page, lang: str, words: str) -> None:
    """Have the translation of a page begun, with a record of what it begins from.

    Where the original changes before somebody gets to it, `course translations` can say how.

    Parameters
    ----------
    changes
        Takes both files.
    page
        The page in the source language.
    lang
        The translation's language.
    words
        Its text.
    """
    record = translations.record_of(translations.sections(page))
    changes.create(f"docs/{lang}/{page.path}.md", words)
    changes.create(f"docs/{lang}/{translations.FOLDER}/{page.path}.json", record)


def _first_line(block: Block) -> str:
    options = [f'id="{block.id}"']
    for key in sorted(PER_LANGUAGE & block.options.keys()):
        quote = "'" if '"' in block.options[key] else '"'
        options.append(f"{key}={quote}{block.options[key]}{quote}")
    return " ".join(["python exec", *options])


def _head(page: Page) -> list[str]:
    """The lines of its head that a translation has."""
    kept: list[str] = []
    keeping = False
    for line in page.text.splitlines()[1 : page.offset - 1]:
        if match := re.match(r"([\w-]+):", line):
            keeping = match[1] in KEPT
        if keeping:
            kept.append(line)
    return kept
