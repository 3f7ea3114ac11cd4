"""A further language: its line in the table, a skeleton of every page, its place in the menu."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from course.reading import code_texts, pages
from course.skeletons import menu
from course.skeletons.changes import Changes
from course.skeletons.names import Refused
from course.skeletons.new_page import Made
from course.skeletons.texts import HERE, text
from course.skeletons.twins import create, twin
from course.texts.errors import CourseError
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE

TABLE = "code/minimodel/texts/languages.py"
MESSAGES = "code/course/texts/messages.toml"


def new_language(project: Path, asked: str, lang: str) -> Made:
    """Prepare a language; it is written with `Made.changes.write`.

    Every page begins as one that nobody has translated: its file holds the original's words, and
    its reader is shown the original, marked as such.

    Parameters
    ----------
    project
        The project's folder.
    asked
        The language's code, such as `pt`.
    lang
        The language in which what is left is said.

    Raises
    ------
    Refused
        If there is no such language, the site's theme does not speak it, or the course has it.
    """
    if asked in LANGUAGES:
        raise Refused("language_exists", {"code": asked, "file": TABLE})
    locale = _locale(asked)
    own = str(locale.get_display_name()).capitalize()
    changes = Changes(project)
    changes.edit(TABLE, _in_table(changes.text(TABLE), asked, locale, own))
    changes.edit(menu.FILE, menu.add_language(changes.text(menu.FILE), asked, own))
    banner = _banners().get(asked, {})
    lines = [f"{key} = {menu.quoted(words)}\n" for key, words in banner.items()]
    if lines:
        said = changes.text(MESSAGES).rstrip("\n")
        changes.edit(MESSAGES, f"{said}\n\n[{asked}]\n{''.join(lines)}")
    docs = project / "docs"
    paths = pages.paths(docs, SOURCE_LANGUAGE)
    for path in paths:
        page = pages.read(docs, SOURCE_LANGUAGE, path)
        create(changes, page, asked, twin(page, "untranslated: true"))
    words = f"code/course/writing/search_words.{asked}.toml"
    changes.create(
        words, f"# {text('search_words', SOURCE_LANGUAGE)}\nstop = []\n\n[same]\n\n[pages]\n"
    )
    catalogues = code_texts.read_all(project / "code")
    count = {
        "language": own,
        "pages": len(paths),
        "texts": sum(len(each.texts) for each in catalogues.values()),
        "files": len(catalogues),
        "names": len(menu.sections(changes.text(menu.FILE))),
    }
    places = {
        f"docs/{asked}/": "left_pages",
        "code/": "left_texts",
        menu.FILE: "left_menu",
        words: "left_words",
        **({} if lines else {MESSAGES: "left_banner"}),
        "course translations": "left_counted",
        TABLE: "left_complete",
    }
    left = [(place, text(key, lang, **count)) for place, key in places.items()]
    return Made(changes, left)


def _locale(asked: str) -> Locale:
    """What Babel knows of a language."""
    theme = files("material").joinpath("templates/partials/languages", f"{asked}.html")
    try:
        if re.fullmatch("[a-z]{2}", asked) and theme.is_file():
            return Locale.parse(asked)
    except UnknownLocaleError:
        pass
    raise Refused("bad_language", {"code": asked})


def _in_table(table: str, lang: str, locale: Locale, own: str) -> str:
    """The table of languages with one more line."""
    match = re.search(r"^LANGUAGES\b.*\{\n(?:    .*\n)*?(?=\})", table, re.M)
    if not match:
        raise CourseError(
            "LANGUAGES is no table with a line for each language.",
            file=TABLE,
            fix="Write it so, with the closing brace in a line of its own.",
        )
    marks = locale.number_symbols
    marks = marks.get("latn", marks)
    pattern = str(locale.percent_formats[None].pattern)
    space = re.search(r"(\s*)%", pattern)
    before = unicodedata.lookup("NO-BREAK SPACE") if space and space[1] else ""
    written = ", ".join(map(_literal, (locale.english_name, own, marks["decimal"], marks["group"])))
    line = f'    "{lang}": Language({written}, {_literal(before)}, complete=False),\n'
    return table[: match.end()] + line + table[match.end() :]


def _literal(text: object) -> str:
    """A text as Python writes it, a character that nobody sees by its name."""
    seen = (
        rf"\N{{{unicodedata.name(c)}}}" if unicodedata.category(c) == "Zs" and c != " " else c
        for c in str(text).replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{"".join(seen)}"'


@cache
def _banners() -> dict[str, dict[str, Any]]:
    return tomllib.loads((HERE / "banners.toml").read_text(encoding="utf-8"))
