"""Links from a term's first use on a page to the glossary, put into the finished HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from course.terms import glossary
from course.terms.glossary import EVERYWHERE, Word

PIECE: Final = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+", re.S)
TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>.*)>", re.S)
VOID: Final = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Where a link would be in the way, or where nobody reads a sentence.
LEFT_OUT: Final = {
    *("a", "button", "caption", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "kbd"),
    *("label", "legend", "math", "nav", "pre", "samp", "script", "select", "style", "summary"),
    *("svg", "textarea", "th"),
}
CLASSES: Final = re.compile(
    r"\bclass=\"[^\"]*(?<![\w-])(?:arithmatex|admonition-title|filename|footnote|course-output"
    r"|course-inline|tabbed-labels)(?![\w-])"
)
OTHER: Final = re.compile(r"\s(?:lang=\"|data-search-exclude\b|role=\"note\")")


def link(page: str, words: Mapping[str, Word], path: str, to: str) -> str:
    """Link the first use of each term in a page's sentences.

    Parameters
    ----------
    page
        The page's content as HTML.
    words
        The terms in its language, by their anchors.
    path
        The page's address.
    to
        The address of the glossary as seen from it.
    """
    linked = {
        key: word
        for key, word in words.items()
        if not word.aside & {path, EVERYWHERE} and word.forms
    }
    if not linked:
        return page
    pattern, owners = glossary.pattern(linked), glossary.owners(linked)
    seen: set[str] = set()

    def first(match: re.Match[str]) -> str:
        key = owners[glossary.plain(html.unescape(match[0]))]
        if key in seen:
            return match[0]
        seen.add(key)
        return f'<a class="course-term" href="{to}#{key}">{match[0]}</a>'

    out: list[str] = []
    open_tags: list[tuple[str, bool]] = []  # each with whether it is left out
    for piece in PIECE.findall(page):
        if not piece.startswith("<"):
            closed = open_tags and open_tags[-1][1]
            out.append(piece if closed else pattern.sub(first, piece))
            continue
        out.append(piece)
        tag = TAG.fullmatch(piece)
        if tag is None or tag["name"].lower() in VOID or tag["rest"].endswith("/"):
            continue
        name = tag["name"].lower()
        if tag["end"]:
            while open_tags and open_tags.pop()[0] != name:
                pass  # an element whose end HTML lets one leave out
        else:
            inside = bool(open_tags and open_tags[-1][1])
            left_out = name in LEFT_OUT or CLASSES.search(piece) or OTHER.search(piece)
            open_tags.append((name, inside or bool(left_out)))
    return "".join(out)
