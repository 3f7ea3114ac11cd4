"""What the playground shows without a script: one reading of the last network."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from minimodel.drawing.style import PALETTE, styled
from minimodel.texts.labels import label, percent

from char_rnn.inside.influence import Influence

SHOWN = 6  # of the next characters


@styled
def playground(found: Influence, characters: str, lang: str = "en") -> Figure:
    """Draw the text with its shade, the state as strokes, and the likeliest next characters.

    Parameters
    ----------
    found
        What the network made of a text.
    characters
        The vocabulary in order.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(6, 4.6), layout="constrained")
    shade, state, following = figure.subplots(3, 1, height_ratios=(1.25, 1, 2.1))
    _shaded(shade, found, lang)
    _strokes(state, found, lang)
    _following(following, found, characters, lang)
    return figure


def _shaded(axes: Axes, found: Influence, lang: str) -> None:
    """The letters, each above a patch: the larger its share of the largest, the darker."""
    axes.set(xlim=(-0.5, len(found.text) - 0.5), ylim=(-0.6, 1.1))
    for t, (letter, size) in enumerate(zip(found.text, found.sizes, strict=True)):
        shown = label("playground.space_sign", lang) if letter == " " else letter
        axes.text(t, 0.5, shown, ha="center", va="center", family="monospace", fontsize=15)
        axes.add_patch(
            Rectangle(
                (t - 0.5, -0.6), 1, 0.6, color=PALETTE["rnn"], lw=0, alpha=size / found.sizes.max()
            )
        )
    _titled(axes, "shade", lang)


def _strokes(axes: Axes, found: Influence, lang: str) -> None:
    """A stroke a unit, up for a positive and down for a negative entry."""
    state = found.states[-1]
    axes.set(xlim=(-0.5, len(state) - 0.5), ylim=(-1.05, 1.05))
    for sign, color in ((1, "positive"), (-1, "negative")):
        units = (sign * state > 0).nonzero()[0]
        axes.vlines(units, 0, state[units], color=PALETTE[color], linewidth=3.4)
    _titled(axes, "state", lang)


def _following(axes: Axes, found: Influence, characters: str, lang: str) -> None:
    """Bars of the likeliest next characters."""
    likeliest = found.distribution.argsort()[::-1][:SHOWN]
    axes.set(xlim=(0, 1.1), ylim=(SHOWN - 0.5, -0.5))
    for row, index in enumerate(likeliest):
        p = float(found.distribution[index])
        letter = characters[index]
        shown = label("playground.space_sign", lang) if letter == " " else letter
        axes.text(0.02, row, shown, ha="center", va="center", family="monospace", fontsize=14)
        axes.add_patch(Rectangle((0.06, row - 0.3), 0.8 * p, 0.6, color=PALETTE["rnn"], lw=0))
        axes.text(0.08 + 0.8 * p, row, percent(p, lang), va="center", fontsize=13)
    _titled(axes, "next", lang)


def _titled(axes: Axes, key: str, lang: str) -> None:
    axes.axis("off")
    axes.set_title(label(f"playground.{key}", lang), loc="left", fontsize=13)
