"""A page in every language, as a draft that builds, and its place in the menu."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from minimodel.texts.languages import LANGUAGES

from course.reading import frontmatter
from course.reading.pages import Page
from course.skeletons import menu, names
from course.skeletons.changes import Changes
from course.skeletons.texts import called, filled, text
from course.skeletons.twins import create, twin
from course.texts.languages import SOURCE_LANGUAGE


@dataclass
class Made:
    """What a skeleton consists of, and what is left to do: a place and a task each."""

    changes: Changes
    left: list[tuple[str, str]] = field(default_factory=list)


def new_page(project: Path, asked: str, lang: str) -> Made:
    """Prepare a page; it is written with `Made.changes.write`.

    Parameters
    ----------
    project
        The project's folder.
    asked
        The page's address, such as `chapter/10-attention`.
    lang
        The language in which what is left is said.

    Raises
    ------
    Refused
        If the name cannot be a page's, a page has it, or the menu has no such folder.
    """
    path = names.address(asked)
    made = Made(Changes(project))
    hold_place(project, made.changes, path)
    write(made.changes, path, "page.md", {"title": names.title(posixpath.basename(path))})
    left = made.left
    left.append((f"docs/{SOURCE_LANGUAGE}/{path}.md", text("left_page", lang)))
    left += [
        (f"docs/{code}/{path}.md", text("left_twin", lang, language=called(code, lang)))
        for code in translated()
    ]
    left.append((f"docs/{SOURCE_LANGUAGE}/index.md", text("left_map", lang)))
    words = f"code/course/writing/search_words.{SOURCE_LANGUAGE}.toml"
    left.append((words, text("left_search", lang)))
    left.append((f"course run {path}", text("left_run", lang)))
    left.append((f"course translations --stamp {path}", text("left_stamp", lang)))
    left.append(("course check-pages", text("left_check", lang)))
    return made


def hold_place(project: Path, changes: Changes, path: str) -> None:
    """See that a page is free and its folder in the menu; put it there.

    Raises
    ------
    Refused
        If it is not.
    """
    names.hold_free(project / "docs", path)
    config = changes.text(menu.FILE)
    folder, known = posixpath.dirname(path), menu.folders(config)
    if folder not in known:
        raise names.Refused("no_section", {"folder": folder, "known": ", ".join(known)})
    added = menu.add(config, path)
    if added != config:
        changes.edit(menu.FILE, added)


def write(changes: Changes, path: str, template: str, values: Mapping[str, str]) -> None:
    """Have a page written in every language, from a template.

    Where a language is not complete, the page begins as one that nobody has translated.
    """
    source = _page(path, SOURCE_LANGUAGE, filled(template, SOURCE_LANGUAGE, values))
    changes.create(source.file, source.text)
    for lang in translated():
        if LANGUAGES[lang].complete:
            words = twin(_page(path, lang, filled(template, lang, values)))
        else:
            words = twin(source, "untranslated: true")
        create(changes, source, lang, words)


def _page(path: str, lang: str, words: str) -> Page:
    file = f"docs/{lang}/{path}.md"
    head = frontmatter.read(words, file)
    return Page(path, lang, file, words, head.data, head.length)


def translated() -> list[str]:
    """The languages that a page is translated into."""
    return [code for code in LANGUAGES if code != SOURCE_LANGUAGE]
