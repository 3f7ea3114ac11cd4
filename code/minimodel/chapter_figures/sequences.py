"""Four kinds of sequences, a short and a long example each: what they share is that T differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, styled
from minimodel.texts.labels import label

Pair = tuple[NDArray[Any], NDArray[Any]]
COLORS: Final = (PALETTE["negative"], PALETTE["positive"])


@styled
def four_kinds(sequences: Mapping[str, Pair], words: tuple[str, str], lang: str = "en") -> Figure:
    """Draw the examples, the short one above the long one, time from left to right.

    Parameters
    ----------
    sequences
        As `sequence_kinds.examples` returns them.
    words
        The two sentences, for the text panel.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 7.6), layout="constrained")
    panels = figure.subplots(4, 1)
    for axes, (kind, pair) in zip(panels, sequences.items(), strict=True):
        longest = max(len(each) for each in pair)
        axes.set(xlim=(-0.02 * longest, 1.16 * longest), ylim=(-0.55, 1.55))
        axes.axis("off")
        axes.set_title(label(f"chapter_sequences.{kind}", lang), fontsize=12.5)
        for row, (sequence, color) in enumerate(zip(pair, COLORS, strict=True)):
            middle = 1 - row
            if kind == "text":
                _words(axes, words[row].split(), middle, color)
            elif kind == "video":
                _frames(axes, sequence, middle, color)
            else:
                _curve(axes, sequence[:, 0], middle, color)
            axes.text(
                longest * 1.03,
                middle,
                f"T = {len(sequence)}",
                va="center",
                color=color,
                fontsize=13,
            )
    return figure


def _words(axes: Axes, words: list[str], middle: float, color: str) -> None:
    for step, word in enumerate(words):
        axes.text(step + 0.45, middle, word, ha="center", va="center", fontsize=12.5)
        axes.plot([step + 0.05, step + 0.85], [middle - 0.34] * 2, color=color, linewidth=2.5)


def _curve(axes: Axes, values: NDArray[Any], middle: float, color: str) -> None:
    centered = values - values.mean()
    axes.plot(middle + 0.42 * centered / np.abs(centered).max(), color=color, linewidth=1.5)


def _frames(axes: Axes, frames: NDArray[Any], middle: float, color: str) -> None:
    """Draw each frame as a square, its bright pixels filled."""
    side = round(frames.shape[1] ** 0.5)
    width, height = 0.8, 0.86
    for step, frame in enumerate(frames):
        left, bottom = step + 0.05, middle - height / 2
        axes.add_patch(
            Rectangle((left, bottom), width, height, fill=False, color=PALETTE["muted"], lw=1)
        )
        for row, column in np.argwhere(frame.reshape(side, side) > 0):
            axes.add_patch(
                Rectangle(
                    (left + column / side * width, bottom + row / side * height),
                    width / side,
                    height / side,
                    color=color,
                    linewidth=0,
                )
            )
