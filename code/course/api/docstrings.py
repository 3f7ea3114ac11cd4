"""Docstrings as HTML: paragraphs, formulas in lines of their own, and code that is linked."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable

Link = Callable[[str], str]  # what a name in code marks becomes; the name itself if it is no link

COLUMNS = re.compile(r"\S {3,}\S")
PARTS = re.compile(
    r"(?P<ticks>``?)(?P<code>[^`\n](?:[^`]|\n)*?)(?P=ticks)(?!`)"
    r"|(?<![\w*])\*(?P<stressed>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\\\w$])\$(?P<tex>[^\s$](?:[^$\n]*[^\s$])?)\$(?!\d)"
)
# A symbol of one letter, perhaps with an accent, and its index: h_t, h̃_{t−1}, W_xh. A small letter
# with a longer index, such as d_in, is a name of the code.
INDEX = re.compile(
    r"(?<![^\W\d_])(?P<symbol>[^\W\d_]\u0303?)_"
    r"(?:\{(?P<braces>[^{}]+)\}|(?P<index>[^\W_]|(?<=[A-Zb]_)[^\W_]{2,3})(?![A-Za-z0-9_(]))"
)
POWER = re.compile(r"(?<=[\w)\]])\^(?:\{([^{}]+)\}|([−\w∞]+))")


def prose(text: str, link: Link) -> str:
    """Turn a text into HTML.

    Paragraphs that are indented, or whose lines have columns, keep their lines: they are formulas.
    """
    out = []
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        lines = paragraph.split("\n")
        if all(line.startswith("    ") for line in lines) or any(map(COLUMNS.search, lines)):
            # Focusable, so that a keyboard can scroll what is wider than the screen.
            body = sentence(textwrap.dedent(paragraph), link)
            out.append(f'<pre class="course-api-formula" tabindex="0"><samp>{body}</samp></pre>')
        elif paragraph.strip():
            out.append(f"<p>{sentence(' '.join(line.strip() for line in lines), link)}</p>")
    return "".join(out)


def sentence(text: str, link: Link) -> str:
    """Turn a stretch of text within one paragraph into HTML."""
    out, position = [], 0
    for part in PARTS.finditer(text):
        out.append(_symbols(text[position : part.start()]))
        if part["tex"]:
            out.append(f'<span class="arithmatex">\\({html.escape(part["tex"])}\\)</span>')
        elif part["stressed"]:
            out.append(f"<em>{_symbols(part['stressed'])}</em>")
        else:
            out.append(f"<code>{link(part['code'])}</code>")
        position = part.end()
    return "".join([*out, _symbols(text[position:])])


def _symbols(text: str) -> str:
    text = html.escape(text, quote=False)
    text = POWER.sub(lambda m: f"<sup>{m[1] or m[2]}</sup>", text)
    return INDEX.sub(lambda m: f"{m['symbol']}<sub>{m['braces'] or m['index']}</sub>", text)
