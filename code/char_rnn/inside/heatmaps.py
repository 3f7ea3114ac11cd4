"""What the page shows without a script: the heatmaps of an inside run's last record."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm, to_rgb
from matplotlib.figure import Figure
from minimodel.drawing.style import DIVERGING, PALETTE, styled
from minimodel.texts.labels import label
from numpy.typing import NDArray

from char_rnn.figures.words import OPEN_BOX
from char_rnn.inside.recording import InsideRun
from char_rnn.measures.letters import SPACE

MARK: Final[dict[str, Any]] = {
    "marker": "s",
    "linestyle": "",
    "markerfacecolor": "none",
    "markersize": 7.5,
    "markeredgewidth": 1.1,
}
FAINT: Final = 0.5  # exponent of the scale of probabilities, so that a small one is seen


def letters(text: str) -> list[str]:
    """The characters of a text, a visible sign for each space."""
    return [OPEN_BOX if char == SPACE else char for char in text]


@styled
def landscape(run: InsideRun, lang: str = "en") -> Figure:
    """Draw the distributions after each character: the network's, below it the exact ones."""
    figure = Figure(figsize=(7, 8.6), layout="constrained")
    both = (
        ("network", run.predictions[-1], "rnn"),
        ("exact", run.exact, "reference"),
    )
    for axes, (key, rows, color) in zip(figure.subplots(2, 1), both, strict=True):
        rgb = to_rgb(PALETTE[color])
        colors = LinearSegmentedColormap.from_list(key, [(*rgb, 0.0), (*rgb, 1.0)])
        axes.imshow(
            rows.T, cmap=colors, norm=PowerNorm(FAINT, 0, 1), aspect="auto", interpolation="nearest"
        )
        came = [run.characters.index(char) for char in run.probe[1:]]
        axes.plot(range(len(came)), came, color=PALETTE["ink"], **MARK)
        axes.set_title(label(f"inside.{key}", lang))
        axes.set_yticks(range(len(run.characters)), letters(run.characters))
        _letter_axis(axes, run, lang)
    return figure


@styled
def states(run: InsideRun, lang: str = "en") -> Figure:
    """Draw every unit of the state after each character of the probe."""
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    axes = figure.add_subplot()
    _signed(axes, run.states[-1].T, 1.0)
    axes.set_ylabel(label("inside.unit", lang))
    axes.set_yticks([])
    _letter_axis(axes, run, lang)
    return figure


@styled
def weights(run: InsideRun, lang: str = "en") -> Figure:
    """Draw the three weight matrices: rows receive, columns send."""
    figure = Figure(figsize=(7, 7.2), layout="constrained")
    H, V = run.W_xh.shape[1:]
    grid = figure.add_gridspec(2, 2, width_ratios=(V, H), height_ratios=(H, V))
    places = {"W_xh": (0, 0), "W_hh": (0, 1), "W_hy": (1, 1)}
    for name, place in places.items():
        axes = figure.add_subplot(grid[place])
        matrices: NDArray[Any] = getattr(run, name)
        # The square root, which lets small weights be seen.
        _signed(
            axes, np.sign(matrices[-1]) * np.sqrt(np.abs(matrices[-1]) / np.abs(matrices).max())
        )
        axes.set_title(name, fontweight="normal")
        axes.set(xticks=[], yticks=[])
        if name == "W_xh":
            axes.set_xlabel(label("inside.character_in", lang))
            axes.set_ylabel(label("inside.receiving", lang))
        if name == "W_hy":
            axes.set_xlabel(label("inside.sending", lang))
            axes.set_ylabel(label("inside.character_out", lang), rotation=0, ha="right")
    return figure


def _signed(axes: Axes, values: NDArray[Any], largest: float = 1.0) -> None:
    axes.imshow(
        values, cmap=DIVERGING, vmin=-largest, vmax=largest, aspect="auto", interpolation="nearest"
    )


def _letter_axis(axes: Axes, run: InsideRun, lang: str) -> None:
    axes.set_xticks(range(len(run.probe) - 1), letters(run.probe[:-1]))
    axes.set_xlabel(label("inside.read", lang))
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
