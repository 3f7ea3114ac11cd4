"""The symbols in a page's formulas, read from their TeX: letters with accents, labels, indices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from course.reading.links import CODE
from course.reading.pages import Page

FORMULA: Final = re.compile(
    r"\$\$(?P<display>.+?)\$\$|(?<![\\$])\$(?!\s)(?P<inline>(?:\\.|[^$\\])+?)(?<!\s)\$", re.S
)
# Words and names of code within a formula, set upright: they say themselves what they are.
WORDS: Final = re.compile(r"\\(?:mathtt|texttt|text|mathrm|begin|end)\*?\{[^{}]*\}|\\\\\[[^\]]*\]")
ACCENT: Final = re.compile(r"\\(tilde|hat|bar)\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z]))")
GREEK: Final = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma"
    "|tau|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega"
)
# A d before the state that a gradient is taken at is one name with it: dh_t.
LETTER: Final = rf"\\(?:tilde|hat|bar)\{{[A-Za-z]\}}|\\(?:{GREEK})(?![A-Za-z])|d[ahw](?=_)|[A-Za-z]"
LETTERS: Final = re.compile(LETTER.replace("(?=_)", ""))
COMMAND: Final = r"\\operatorname\*?\{[^{}]*\}|\\[A-Za-z]+"
TOKEN: Final = re.compile(
    rf"(?P<words>{WORDS.pattern})|(?P<letter>{LETTER})|(?P<command>{COMMAND})|\\.", re.S
)
# What takes the one letter behind it, and no script of that.
BARE: Final = re.compile(r"(?:[\^_]|\\[dt]?frac\s*(?:[A-Za-z0-9]|\{[^{}]*\})?|\\sqrt)\s*\Z")
SCRIPT: Final = re.compile(r"\s*(?P<kind>[_^])\s*")
ARGUMENT: Final = re.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})?|.", re.S)

# Layout, and the mathematics of school: no table says what they mean.
PLAIN: Final = re.compile(
    r"\\(?:frac|tfrac|dfrac|sqrt|sum|prod|cdots?|dots|ldots|times|pm|approx|le|ge|ne|infty|to|in"
    r"|q?quad|left|right|[bB]igg?[lr]?|math(?:rel|bin)|(?:display|text)style|limits"
    r"|tanh|ln|log|exp|max|min|sin|cos)"
)


@dataclass(frozen=True)
class Used:
    r"""A symbol where a formula uses it.

    Attributes
    ----------
    base
        Its letter with its accent, or a command such as `\odot`.
    low
        Its subscript; empty if none.
    line
        The line of the page's body, from 0.
    inner
        The symbols in its subscript, which say something of their own if it is an index.
    """

    base: str
    low: str
    line: int
    inner: tuple[Used, ...] = ()

    @property
    def tex(self) -> str:
        """The symbol as one writes it."""
        if not self.low:
            return self.base
        return f"{self.base}_{self.low}" if len(self.low) == 1 else f"{self.base}_{{{self.low}}}"


@lru_cache(maxsize=1024)
def used(page: Page) -> tuple[Used, ...]:
    """Every symbol in a page's formulas, in order."""
    lines = [
        "" if number in page.fenced_lines else CODE.sub("", line)
        for number, line in enumerate(page.lines)
    ]
    text = "\n".join(lines)
    found: list[Used] = []
    for match in FORMULA.finditer(text):
        kind = "inline" if match["display"] is None else "display"
        found += symbols(match[kind], text.count("\n", 0, match.start(kind)))
    return tuple(found)


def symbols(tex: str, line: int = 0) -> list[Used]:
    """The symbols of one formula, whose first line has that number."""
    return list(_symbols(_accented(tex), line))


def _symbols(tex: str, line: int) -> Iterator[Used]:
    position = 0
    seen = 0
    while match := TOKEN.search(tex, position):
        line += tex.count("\n", seen, match.start())
        position = seen = match.end()
        if match["words"] is not None:
            continue
        if match["letter"] is None:
            name = match["command"]
            if name is not None and not PLAIN.fullmatch(name):
                yield Used(name, "", line)
            continue
        low, raised = "", ""
        while script := SCRIPT.match(tex, position):
            position = _end(tex, script.end())
            content = tex[script.end() : position]
            if script["kind"] == "_":
                low = _bare(content)
            else:
                raised = content
        yield Used(match["letter"], low, line, tuple(_symbols(low, line)))
        yield from _symbols(raised, line)


def marked(tex: str, mark: Callable[[Used], str]) -> str:
    """The formula with each symbol, its indices included, within the command that `mark` gives.

    An empty mark leaves the symbol as it is; of such a one, what is raised is looked at as well.
    """
    tex = _accented(tex)
    out: list[str] = []
    position = 0
    while match := TOKEN.search(tex, position):
        out.append(tex[position : match.start()])
        position = match.end()
        if match["letter"] is None:
            out.append(match[0])
            continue
        low = ""
        bare = BARE.search(tex, 0, match.start())
        while not bare and (script := SCRIPT.match(tex, position)):
            position = _end(tex, script.end())
            content = tex[script.end() : position]
            low = _bare(content) if script["kind"] == "_" else low
        whole = tex[match.start() : position]
        if command := mark(Used(match["letter"], low, 0)):
            symbol = f"{command}{{{whole}}}"
            out.append(f"{{{symbol}}}" if bare else symbol)
        elif "^" in whole:
            out += [match["letter"], marked(whole[len(match["letter"]) :], mark)]
        else:
            out.append(whole)
    return "".join([*out, tex[position:]])


def _accented(tex: str) -> str:
    """The same with the letter of each accent in braces."""
    return ACCENT.sub(lambda match: f"\\{match[1]}{{{match[2] or match[3]}}}", tex)


def _end(tex: str, start: int) -> int:
    """Where the argument that begins at `start` ends: a group, a command or a letter."""
    if tex[start : start + 1] == "{":
        depth = 0
        for end in range(start, len(tex)):
            depth += (tex[end] == "{") - (tex[end] == "}")
            if depth == 0:
                return end + 1
        return len(tex)
    match = ARGUMENT.match(tex, start)
    return match.end() if match else len(tex)


def _bare(content: str) -> str:
    """A subscript without its own braces and spaces."""
    whole = content.strip()
    if whole.startswith("{") and whole.endswith("}"):
        whole = whole[1:-1].strip()
    return re.sub(r"\s+", " ", whole)
