"""Formulas, set while the site is built: LaTeX to HTML and MathML, with no script in the page."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("vendored") / "katex.min.js"
# JSON, since the bridge to Python cannot read the strings that KaTeX makes by concatenation.
CALL = """
function courseRender(latex, display) {
  try {
    return JSON.stringify({ html: katex.renderToString(latex, {
      displayMode: display, output: "htmlAndMathml", throwOnError: true,
      strict: code => code === "htmlExtension" ? "ignore" : "error",
      trust: context => context.command === "\\\\htmlData",
    })});
  } catch (error) {
    return JSON.stringify({ error: error.message });
  }
}
"""
ARITHMATEX = re.compile(
    r'(?P<before>[(\[«“‘¿¡]*)<span class="arithmatex">\\\((?P<inline>.*?)\\\)</span>'
    r"(?P<after>[.,;:?!)»”’]*)"
    r'|<div class="arithmatex">\s*\\\[(?P<display>.*?)\\\]\s*</div>',
    re.DOTALL,
)
BASE = 'class="katex-base"'  # after each of them a line may end
SHORT = 12  # characters of LaTeX, of a formula that every line has room for
WRITTEN = re.compile(r'(<annotation encoding="application/x-tex">)[^<]*<')
CODE = re.compile(r"<(pre|code|samp|script|style|textarea)\b.*?</\1\s*>", re.DOTALL)
# A shape, such as (B, T, H), whose sizes are formulas of their own; code, tags and what is one
# formula from bracket to bracket are stepped over.
SHAPE = re.compile(
    rf'{CODE.pattern}|<(?P<box>span|div) class="arithmatex">.*?</(?P=box)>|<[^>]+>'
    r'|(?P<shape>\((?:(?:<span class="arithmatex">\\\([^<]{1,12}?\\\)</span>|\d+)(?:, ?)?){2,4}\))',
    re.DOTALL,
)
# The text of a notebook's cell as nbconvert writes it; what follows it is found by counting.
CELL = re.compile(r'<div class="[^"]*\bjp-MarkdownOutput\b[^"]*"[^>]*>')
DIV = re.compile(r"<(/?)div\b[^>]*>")
DOLLARS = re.compile(
    r"(?<!\\)\$\$(?P<display>[^$]+?)\$\$"
    r"|\\begin\{(?P<name>[a-z]+\*?)\}(?P<body>.*?)\\end\{(?P=name)\}"
    r"|(?<![\\$])\$(?P<inline>(?![\s$])[^$<]+?)(?<![\s\\])\$(?!\d)",
    re.DOTALL,
)
SKIP = re.compile(rf"{CODE.pattern}|<[^>]+>", re.DOTALL)

_engines = threading.local()


class MathError(ValueError):
    """A formula that KaTeX cannot set; the message is KaTeX's, after the formula."""


@cache
def render(latex: str, display: bool) -> str:
    """Set one formula.

    Parameters
    ----------
    latex
        The formula, without delimiters.
    display
        Whether it stands on a line of its own.

    Returns
    -------
    str
        HTML for the eye, with MathML for screen readers beside it.

    Raises
    ------
    MathError
        If KaTeX does not accept the formula.
    """
    answer = json.loads(_engine()(latex, display))
    if "error" in answer:
        raise MathError(f"in the formula {_shortened(latex)}: {_plain(answer['error'])}")
    return str(answer["html"])


def render_math(page: str, mark: Callable[[str], str] | None = None) -> str:
    r"""Set every formula of a finished page.

    Parameters
    ----------
    page
        HTML. Formulas are what pymdownx.arithmatex marks (generic mode) and, in the text cells
        of a notebook, `$…$`, `$$…$$` and `\begin{…}…\end{…}` outside code.
    mark
        What makes of a formula the same with its symbols in `\htmlData`; what one copies of it
        stays as it was written.

    Returns
    -------
    str
        The page.

    Raises
    ------
    MathError
        If KaTeX does not accept a formula.
    """
    if "jp-MarkdownOutput" in page:
        page = _notebook(page)
    if 'class="arithmatex"' in page:
        page = SHAPE.sub(_unbroken, page)
        page = ARITHMATEX.sub(lambda match: _marked(match, mark), page)
    return page


def _engine() -> Any:
    # One a thread, since a context may only be used by the thread that made it; and only when
    # the first formula comes, since starting it takes longer than setting twenty.
    if not hasattr(_engines, "render"):
        import quickjs

        context = quickjs.Context()
        context.eval(SOURCE.read_text(encoding="utf-8"))
        context.eval(CALL)
        _engines.render = context.get("courseRender")
    return _engines.render


def _marked(match: re.Match[str], mark: Callable[[str], str] | None) -> str:
    display = match["display"]
    latex = html.unescape(match["inline"] if display is None else display).strip()
    try:
        formula = render(mark(latex) if mark else latex, display is not None)
    except MathError:
        # What is wrong is said of the formula as its author wrote it; if nothing is, it has no
        # marks.
        formula = render(latex, display is not None)
    if mark:
        written = html.escape(latex, quote=False)
        formula = WRITTEN.sub(lambda found: f"{found[1]}{written}<", formula, count=1)
    # The sign that ends a clause would otherwise go to the next line alone, and the one that opens
    # it stay alone on this; and T − 1 would be read as T at the end of a line.
    before, after = match["before"] or "", match["after"] or ""
    short = display is None and len(latex) <= SHORT and formula.count(BASE) > 1
    if not (before or after or short):
        return formula
    return f'<span class="course-unbroken">{before}{formula}{after}</span>'


def _unbroken(match: re.Match[str]) -> str:
    return f'<span class="course-unbroken">{match[0]}</span>' if match["shape"] else match[0]


def _notebook(page: str) -> str:
    out, position = [], 0
    for cell in CELL.finditer(page):
        if cell.start() < position:
            continue
        end = _closing(page, cell.end())
        out += [page[position : cell.end()], _cell(page[cell.end() : end])]
        position = end
    return "".join([*out, page[position:]])


def _closing(page: str, start: int) -> int:
    depth = 1
    for tag in DIV.finditer(page, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.start()
    return len(page)


def _cell(text: str) -> str:
    """Mark the formulas in the text between tags, never within code, as on other pages."""
    out, position = [], 0
    for skipped in SKIP.finditer(text):
        out += [DOLLARS.sub(_arithmatex, text[position : skipped.start()]), skipped[0]]
        position = skipped.end()
    return "".join([*out, DOLLARS.sub(_arithmatex, text[position:])])


def _arithmatex(match: re.Match[str]) -> str:
    if match["inline"] is not None:
        return rf'<span class="arithmatex">\({match["inline"]}\)</span>'
    latex = match[0] if match["display"] is None else match["display"]
    return rf'<div class="arithmatex">\[{latex}\]</div>'


def _shortened(latex: str) -> str:
    line = " ".join(latex.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _plain(message: str) -> str:
    # KaTeX underlines what it quotes with combining marks, which few terminals show well.
    return " ".join(message.replace("\u0332", "").split())
