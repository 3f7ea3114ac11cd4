"""Code and mathematics linked: one symbol marked in a page's formulas, figures and code."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Final

from minimodel.texts.languages import said as said_in

from course.terms import formulas
from course.terms.formulas import Used
from course.terms.symbols import Symbol, Table
from course.writing.katex import ARITHMATEX

UNLINKED: Final = ("authors/", "reference/")

BLOCK = re.compile(r"<pre\b[^>]*>.*?</pre>|<code\b[^>]*>.*?</code>", re.DOTALL)
NAME = re.compile(r'<span class="n">(?P<name>[A-Za-z]\w*)</span>')
WORD = re.compile(r"(?<![\w.&#])(?P<name>[A-Za-z]\w*)(?![\w(;])")
# A letter in a figure, with its index if it has one.
DRAWN = re.compile(
    r'<tspan class="course-math"[^>]*>(?P<base>[A-Za-z])</tspan>'
    r'(?:<tspan [^>]*\bdy="0\.28em"[^>]*>(?P<low>[^<]+)</tspan>)?'
)
# What counts something in a block is no symbol there.
COUNTED = re.compile(r"\bfor\b([^:\n]*?)\bin\b")
TAG = re.compile(r"<[^>]+>")


def link(page: str, path: str, lang: str, table: Table) -> tuple[str, Callable[[str], str] | None]:
    """Mark the symbols in a page's code and figures that its formulas have, too.

    Parameters
    ----------
    page
        A whole page as HTML; its formulas are not set yet.
    path
        Its address without language and ending.
    lang
        The language.
    table
        The symbols.

    Returns
    -------
    str
        The page, with what a script needs.
    callable or None
        What marks the same symbols in a formula; `None` if no symbol is in both.
    """
    if path.startswith(UNLINKED):
        return page, None
    named: dict[str, Symbol] = {}
    for used in _used(page):
        symbol = table.meant(used, path)
        if symbol and symbol.kind != "index" and symbol.code.isidentifier():
            named.setdefault(symbol.code, symbol)
    linked: dict[str, Symbol] = {}
    if named:
        page = BLOCK.sub(lambda match: _in_code(match[0], named, linked), page)
    if not linked:
        return page, None
    keys = {symbol.key for symbol in linked.values()}

    def key(used: Used) -> str:
        symbol = table.meant(used, path)
        return symbol.key if symbol and symbol.key in keys else ""

    def mark(used: Used) -> str:
        return rf"\htmlData{{s={found}}}" if (found := key(used)) else ""

    def drawn(match: re.Match[str]) -> str:
        found = key(Used(match["base"], match["low"] or "", 0))
        return f'<tspan data-s="{found}">{match[0]}</tspan>' if found else match[0]

    page = DRAWN.sub(drawn, page)
    return _told(page, lang, linked), lambda latex: formulas.marked(latex, mark)


def _used(page: str) -> Iterator[Used]:
    for latex in {match["inline"] or match["display"] or "" for match in ARITHMATEX.finditer(page)}:
        for used in formulas.symbols(html.unescape(latex)):
            if formulas.LETTERS.fullmatch(used.base):
                yield used


def _in_code(block: str, named: dict[str, Symbol], linked: dict[str, Symbol]) -> str:
    counted = {
        name for line in COUNTED.findall(TAG.sub("", block)) for name in re.findall(r"\w+", line)
    }

    def marked(match: re.Match[str], kind: str) -> str:
        name = match["name"]
        if name not in named or name in counted:
            return match[0]
        linked[name] = named[name]
        return f'<span{kind} data-s="{named[name].key}">{name}</span>'

    if block.startswith("<pre") or "</span>" in block:
        return NAME.sub(lambda match: marked(match, ' class="n"'), block)
    opening, text = block.removesuffix("</code>").split(">", 1)
    if "<" in text:
        return block
    return f"{opening}>{WORD.sub(lambda match: marked(match, ''), text)}</code>"


def _told(page: str, lang: str, linked: dict[str, Symbol]) -> str:
    """The page with what its script, which lights up what has the same key, says of each symbol."""
    said = {symbol.key: said_in(symbol.names, lang) for symbol in linked.values()}
    data = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
    added = f'<script type="application/json" id="course-symbols">{data}</script>'
    return page.replace("</head>", f"{added}</head>", 1)
