"""A walk as a page shows it: rows of code and annotation, and links to the file itself."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from course.reading.pages import Page
from course.reading.walks.matching import Row, Walk
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE

FOLDER = "code/files"  # where the site keeps the files that pages walk through
UNFOLDED_FILES = 2  # so many stand on a line above the page; more are a list that opens
BLANK_LINES = 2  # at most, between two stretches of code that belong together
INDENT = re.compile(r'^((?:<span class="\w+">)?)( +)')

Token = Callable[[str, str], str]
Prose = Callable[[list[str]], list[str]]


def block(walk: Walk, page: Page, prose: Prose, token: Token) -> list[str]:
    """The Markdown of a walk, in which tokens stand for the code.

    Parameters
    ----------
    walk
        The walk, its code found.
    page
        The page that it stands in.
    prose
        Puts the computed values into the lines of an annotation.
    token
        Keeps HTML of a kind and gives the token that stands for it: `code` is put in last.
    """
    out = ["", f'<div class="course-walk" id="{_attribute(walk.address)}" markdown="1">', ""]
    out += [token("walk", _head(walk, page)), ""]
    for row in walk.rows:
        code = token("code", _code(walk, row))
        label = _of_lines("walk_code", row.lines, page.lang)
        # The code comes in after everything else that reads through the page.
        cell = (
            f'<div class="course-walk__code highlight" role="group" aria-label="{label}" '
            f"data-search-exclude><code>{code}</code></div>"
        )
        address = _attribute(row.address)
        here = _of_lines("walk_note", row.lines, page.lang)
        link = (
            f'<a class="course-walk__link" href="#{address}" aria-label="{here}" '
            "data-search-exclude>#</a>"
        )
        out += [
            '<div class="course-walk__row" markdown="1">',
            "",
            token("walk", cell),
            "",
            f'<div class="course-walk__note" id="{address}" markdown="1">',
            "",
            *prose(walk.block.lines[slice(*row.note.body)]),
            "",
            token("walk", link),
            "",
            "</div>",
            "</div>",
            "",
        ]
    return [*out, "</div>", ""]


def menu(page: Page, headings: Iterable[tuple[int, str, str]]) -> str:
    """A way to the page's sections where its table of contents is out of sight.

    Parameters
    ----------
    page
        The page.
    headings
        Level, anchor and text of its headings.
    """
    items = []
    for level, anchor, text in headings:
        plain = html.escape(re.sub(r"[`*_]", "", text), quote=False)
        kind = "phase" if level == 2 else "section"
        items.append(
            f'<li class="course-walk-menu__{kind}"><a href="#{_attribute(anchor)}">{plain}</a></li>'
        )
    if len(items) < 2:
        return ""
    title = html.escape(messages.text("walk_menu", page.lang))
    return (
        '<details class="course-walk-menu" data-search-exclude>'
        f'<summary>{title}</summary><nav aria-label="{title}"><ul>{"".join(items)}</ul></nav>'
        "</details>"
    )


def files(walks: Iterable[Walk], page: Page) -> list[str]:
    """Links to each file that a page walks through, to read and to keep; folded if many."""
    names = list(dict.fromkeys(walk.block.file for walk in walks))
    if len(names) > UNFOLDED_FILES:
        return [_folded_files(names, page)]
    found = []
    for file in names:
        address, view, keep = _ways(file, page)
        found.append(f'<a href="{address}.txt">{view}</a>')
        found.append(f'<a href="{address}" download>{keep}</a>')
    return found


def _folded_files(files: list[str], page: Page) -> str:
    """A list of files that opens: each one's name, which leads to it, and how to keep it."""
    title = html.escape(messages.text("walk_files", page.lang, n=len(files)))
    download = html.escape(messages.text("walk_keep", page.lang))
    rows = []
    for file in files:
        address, view, keep = _ways(file, page)
        name = html.escape(file.rpartition("/")[2])
        rows.append(
            f'<li><a href="{address}.txt" aria-label="{view}">{name}</a> '
            f'<a href="{address}" download aria-label="{keep}">{download}</a></li>'
        )
    # Not `ul`: it stands in one that is left out of the search, and Material's search takes the
    # first end of a list of the same kind for the end of what is left out.
    return (
        f'<details class="course-files"><summary>{title}</summary>'
        f"<ol>{''.join(rows)}</ol></details>"
    )


def _ways(file: str, page: Page) -> tuple[str, str, str]:
    """The address of a file, what leads to reading it, and what leads to keeping it."""
    name = file.rpartition("/")[2]
    view = html.escape(messages.text("walk_view", page.lang, file=name))
    keep = html.escape(messages.text("walk_download", page.lang, file=name))
    return _file(file, page), view, keep


def _head(walk: Walk, page: Page) -> str:
    numbers = [n for row in walk.rows for n in row.lines]
    name = ", ".join(walk.block.names)
    named = f' <span class="course-walk__name">{html.escape(name)}</span>' if name else ""
    lines = _of_lines("walk_lines", numbers, page.lang)
    copy = html.escape(messages.text("walk_copy", page.lang))
    return (
        '<div class="course-walk__head" data-search-exclude>'
        f'<a class="course-walk__file" href="#{_attribute(walk.address)}">{walk.block.file}</a>'
        f'{named} <span class="course-walk__span">{lines}</span>'
        # What it copies, a script puts together from the lines: all of it twice would be a tenth of
        # the page.
        '<button class="course-walk__copy" type="button" data-clipboard-text="" '
        f'data-blank="{BLANK_LINES}">{copy}</button></div>'
    )


def _indent(match: re.Match[str]) -> str:
    """Spaces at the beginning of a line, for the style sheet to narrow where there is no room."""
    opening, spaces = match.groups()
    return f'{opening}<span class="course-walk__indent">{spaces}</span>'


def _code(walk: Walk, row: Row) -> str:
    """The lines of a row, each with its number and its address."""
    colored = _highlighted(walk.source.text)
    out = []
    for number in row.lines:
        line = walk.source.lines[number - 1]
        indent = len(line) - len(line.lstrip())
        address = _attribute(f"{walk.prefix}-L{number}")
        # No stop for the keyboard: one a row is enough, at its annotation.
        link = f'<a class="course-walk__number" href="#{address}" tabindex="-1">{number}</a>'
        out.append(
            f'<span class="course-walk__line" id="{address}" style="--indent:{indent}ch">'
            f"{link}{INDENT.sub(_indent, colored[number - 1])}\n</span>"
        )
    return "".join(out)


@lru_cache(maxsize=16)
def _highlighted(text: str) -> list[str]:
    """Each line of a file in color; the whole is read at once, for strings of several lines."""
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    colored = highlight(text, lexer, HtmlFormatter(nowrap=True)).split("\n")
    return colored + [""] * (len(text.splitlines()) - len(colored))


def _of_lines(key: str, numbers: list[int], lang: str) -> str:
    """A text about one line or several, as HTML."""
    suffix = "_one" if len(set(numbers)) == 1 else ""
    return html.escape(messages.text(f"{key}{suffix}", lang, lines=_stretches(numbers)))


def _stretches(numbers: list[int]) -> str:
    """Line numbers as one says them, such as 413–424, 482–485; blank lines part nothing."""
    stretches: list[list[int]] = []
    for number in sorted(set(numbers)):
        if not stretches or number - stretches[-1][-1] > BLANK_LINES + 1:
            stretches.append([number])
        stretches[-1].append(number)
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, *_, last in stretches
    )


def _file(file: str, page: Page) -> str:
    up = "../" * (page.path.count("/") + (page.place != SOURCE_LANGUAGE))
    return html.escape(f"{up}{FOLDER}/{file}")


def _attribute(text: str) -> str:
    return html.escape(re.sub(r"\s+", "-", text))
