"""Formulas in plain texts, such as a figure's labels: `W_hh`, `∥hₜ∥`, `∂L/∂w`, `k = 3`."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from course.texts.typography import RUN, full_size

LETTER = r"[A-Za-zα-ωΑ-Ω][\u0300-\u036f]?"  # perhaps with a tilde or hat
ATOM = re.compile(
    rf"(?:(?P<letter>{LETTER})|(?P<function>tanh|diag|softmax|log|ln|exp|max|min))"
    r"(?![A-Za-zα-ωΑ-Ω])"
    rf"(?:_\{{(?P<braced>[^{{}}]+)\}}|_(?P<low>[A-Za-z0-9]+)|(?P<small>{RUN.pattern}))?"
    r"(?:\^\{(?P<raised>[^{}]+)\})?"
    rf"|(?P<sign>(?!{RUN.pattern})[^A-Za-zα-ωΑ-Ω_{{}}])"
)
FORMULA = re.compile(f"(?:{ATOM.pattern})+".replace("?P<", "?P<_"))
SIGN = re.compile(rf"_|{RUN.pattern}|[∂∥‖∇]")
BEFORE_SIGN = rf"{LETTER}(?=\s?[=≈≤≥])"
# Neither a word of one letter, in either language, nor the unit of a number.
ALONE = r"(?<!\d\s)[b-df-np-tv-xzB-DF-HJ-NP-TV-XZα-ω][\u0300-\u036f]?(?![^\s,;:.)])"
VARIABLE = re.compile(rf"(?<![^\s(])({BEFORE_SIGN})")
VARIABLE_AMONG_WORDS = re.compile(rf"(?<![^\s(])({BEFORE_SIGN}|{ALONE})")
LONG_WORD = re.compile(r"[^\W\d_]{2}")
WORDS = re.compile(r"([A-Za-zα-ωΑ-Ω]+)")
# Of the letter's height, as the text face's own small figures have them.
DROP, RISE, SIZE = 0.28, 0.5, 0.72
FIGURE_WIDTH = 0.5  # of a small figure's height


class Piece(NamedTuple):
    """A stretch of a text.

    Attributes
    ----------
    text
        Its characters.
    letter
        Whether they are a variable's.
    low
        Whether they stand as a subscript.
    high
        Whether they stand as a superscript.
    """

    text: str
    letter: bool = False
    low: bool = False
    high: bool = False


def pieces(text: str) -> list[Piece]:
    """Cut a text at the letters, subscripts and superscripts of its formulas.

    A formula is a word of single letters, signs and functions in which a subscript stands, after
    it perhaps a superscript in braces, or a sign of calculus, a letter before an equals sign, or
    a letter alone among words, as in `step t`. Where there are no words, a letter is left as it
    is: in the figures of a network that reads letters it may be one of them.
    """
    found: list[Piece] = []
    for word in re.split(r"(\s+)", text):
        if SIGN.search(word) and FORMULA.fullmatch(word):
            for match in ATOM.finditer(word):
                base = match["letter"] or match["function"] or match["sign"]
                found.append(Piece(base, letter=match["letter"] is not None))
                low = match["braced"] or match["low"] or full_size(match["small"] or "")
                # Two letters are two indices; more are a word, which stands upright.
                cut = [part for part in WORDS.split(low) if part]
                found += [Piece(p, p.isalpha() and len(p) < 3, low=True) for p in cut]
                if match["raised"]:
                    found.append(Piece(match["raised"], high=True))
        else:
            found += _upright(word)
    return _joined(found, VARIABLE_AMONG_WORDS if LONG_WORD.search(text) else VARIABLE)


def _upright(word: str) -> list[Piece]:
    """A word that is no formula: subscripts in it are lowered all the same, as in log₁₀."""
    found = []
    position = 0
    for match in RUN.finditer(word):
        found += [Piece(word[position : match.start()]), Piece(full_size(match[0]), low=True)]
        position = match.end()
    return [*found, Piece(word[position:])]


def _joined(found: list[Piece], variable: re.Pattern[str]) -> list[Piece]:
    """Join neighbors of one kind, and set the variables that stand outside of formulas."""
    joined: list[Piece] = []
    for piece in found:
        if joined and joined[-1][1:] == piece[1:]:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    out = []
    for piece in joined:
        if piece.letter or piece.low or piece.high:
            out.append(piece)
            continue
        # What a group catches stands at the odd places.
        cut = enumerate(variable.split(piece.text))
        out += [Piece(part, number % 2 == 1) for number, part in cut if part]
    return out


def svg(text: str) -> list[tuple[str, dict[str, str]]]:
    """A label's pieces, each with the attributes of its `<tspan>`.

    What follows a subscript is raised by as much as that was lowered, and the reverse. A
    superscript stands above the figures of a subscript.
    """
    cut: list[tuple[str, dict[str, str]]] = []
    below = ""  # the subscript's figures just before
    height = 0.0  # below the line, in ems of the full size
    for piece in pieces(text):
        attributes = {"class": "course-math", "font-style": "italic"} if piece.letter else {}
        size = SIZE if piece.low or piece.high else 1
        if size != 1:
            attributes["font-size"] = f"{SIZE}em"
        own = SIZE * (DROP if piece.low else -RISE if piece.high else 0)
        if own != height:
            # An em is that of the piece, hence smaller in the subscript than after it.
            attributes["dy"] = f"{(own - height) / size:.3f}".rstrip("0") + "em"
        height = own
        if piece.high and below:
            attributes["dx"] = f"{-FIGURE_WIDTH * len(below):.3g}em"
        below = piece.text if piece.low and piece.text.isdecimal() else ""
        cut.append((piece.text, attributes))
    return cut


def html(text: str) -> str:
    """A plain text as HTML, its formulas set."""
    out = []
    for piece in pieces(text):
        said = escape(piece.text)
        said = f'<i class="course-math">{said}</i>' if piece.letter else said
        mark = "sub" if piece.low else "sup" if piece.high else ""
        out.append(f"<{mark}>{said}</{mark}>" if mark else said)
    return "".join(out).replace("</sub><sub>", "")
