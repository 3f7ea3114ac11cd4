"""Three architectures, unrolled: where the inputs are, where the outputs, and what joins them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.drawing.diagrams import Diagram
from minimodel.drawing.style import PALETTE, styled
from minimodel.texts.labels import label

BOX: Final = (0.62, 0.5)
LOW, MIDDLE, HIGH = 0.55, 1.65, 2.75  # heights of inputs, states and outputs


@styled
def many_to_one(words: Sequence[str], lang: str = "en") -> Figure:
    """Draw a classifier: a word into each state, and one answer from the last state.

    Parameters
    ----------
    words
        Up to six words.
    lang
        Language of the labels.
    """
    drawing = Diagram(3.2)
    columns = np.linspace(1.55, 6.35, len(words))
    _states(drawing, columns, "rnn", 0)
    for x, word in zip(columns, words, strict=True):
        drawing.text((x, LOW), word)
        drawing.wire([(x, LOW + 0.2), (x, MIDDLE - 0.26)])
    drawing.wire([(columns[-1], MIDDLE + 0.26), (columns[-1], HIGH - 0.2)])
    answer = label("chapter_architectures.answer", lang)
    drawing.text((columns[-1] + 0.5, HIGH), answer, ha="right", weight="bold")
    return drawing.figure


@styled
def one_to_many(picture: NDArray[Any], letters: str) -> Figure:
    """Draw a speller: a picture becomes the first state, and each state writes a letter.

    Parameters
    ----------
    picture
        Rows and columns of a glyph, 0 or 1.
    letters
        The name that is written, of up to five letters.
    """
    drawing = Diagram(3.2)
    place, side = (0.25, 0.2), 0.13
    ys, xs = np.nonzero(picture)
    drawing.axes.scatter(
        place[0] + side * xs,
        place[1] + side * (len(picture) - 1 - ys),
        s=(side * 72) ** 2 * 0.8,
        marker="s",
        color=PALETTE["ink"],
        linewidth=0,
    )
    first = 0.51
    drawing.wire([(first, 1.1), (first, MIDDLE - 0.26)])
    drawing.box((first, MIDDLE), "$h_0$", BOX, "gru", fontsize=14)
    columns = np.linspace(1.75, 6.35, len(letters) + 1)
    drawing.wire([(first + 0.31, MIDDLE), (columns[0] - 0.31, MIDDLE)], "gru")
    _states(drawing, columns, "gru", 1)
    _writing(drawing, columns, letters)
    return drawing.figure


@styled
def encoder_decoder(source: str, target: str, lang: str = "en") -> Figure:
    """Draw a translator: one network reads to the end, another one writes from its last state.

    Parameters
    ----------
    source, target
        Up to eight letters in all.
    lang
        Language of the labels.
    """
    drawing = Diagram(3.75)
    columns = np.linspace(0.45, 6.55, len(source) + len(target) + 1)
    read, write = columns[: len(source)], columns[len(source) :]
    for xs, part, color in ((read, "encoder", "rnn"), (write, "decoder", "gru")):
        middle = (xs[0] + xs[-1]) / 2
        drawing.text(
            (middle, 3.4), label(f"chapter_architectures.{part}", lang), color, weight="bold"
        )
    _states(drawing, read, "rnn", None)
    _states(drawing, write, "gru", None)
    drawing.wire([(read[-1] + 0.28, MIDDLE), (write[0] - 0.28, MIDDLE)], "ink", linewidth=2.6)
    for x, letter in zip(read, source, strict=True):
        drawing.text((x, LOW), "␣" if letter == " " else letter, fontsize=14)
        drawing.wire([(x, LOW + 0.2), (x, MIDDLE - 0.26)])
    _writing(drawing, write, target)
    return drawing.figure


def _states(drawing: Diagram, columns: NDArray[np.float64], color: str, first: int | None) -> None:
    """Draw a row of states with arrows between them; numbered, if `first` is a number."""
    width = BOX[0] if first is not None else 0.54
    if first == 0:
        x = columns[0] - 1.05
        drawing.text((x, MIDDLE), "$h_0$", fontsize=14)
        drawing.wire([(x + 0.25, MIDDLE), (columns[0] - 0.31, MIDDLE)], color)
    for t, x in enumerate(columns, start=1):
        name = "" if first is None else f"$h_{t}$"
        drawing.box((x, MIDDLE), name, (width, BOX[1]), color, fontsize=14)
        if t < len(columns):
            end = columns[t] - width / 2
            drawing.wire([(x + width / 2, MIDDLE), (end, MIDDLE)], color)


def _writing(drawing: Diagram, columns: NDArray[np.float64], letters: str) -> None:
    """Draw what goes into each state and what comes out: the same letters, one step apart."""
    for x, given, written in zip(columns, "<" + letters, letters + ">", strict=True):
        drawing.text((x, LOW), given, "muted" if given == "<" else "ink", fontsize=14)
        drawing.wire([(x, LOW + 0.2), (x, MIDDLE - 0.26)])
        drawing.wire([(x, MIDDLE + 0.26), (x, HIGH - 0.2)])
        color = "muted" if written == ">" else "ink"
        drawing.text((x, HIGH), written, color, fontsize=14, weight="bold")
