"""One training step, unrolled: what is computed forward, and what is computed on the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from minimodel.drawing.diagrams import arrow, box
from minimodel.drawing.style import PALETTE, styled
from minimodel.texts.labels import label

# Inches, so that a box of a given width fits its text.
WIDTH: Final = 7.0
FIRST, LAST = 3.15, 5.4  # centers of the first and the last step's column
START: Final = 1.75  # center of h0
BOX: Final = (0.5, 0.19)  # half of a box's width and height
# From bottom to top, as the forward pass climbs.
ROWS: Final = {
    name: 0.25 + 0.68 * place
    for place, name in enumerate(("token", "x", "pre", "h", "logits", "probs", "loss"))
}
HEIGHT: Final = ROWS["loss"] + 0.3


@styled
def forward_graph(tokens: Sequence[int], lang: str = "en") -> Figure:
    """Draw the forward pass of `minimodel.exercises.train_step`, by the names of its results.

    Parameters
    ----------
    tokens
        Two or three token ids; all but the last are read.
    lang
        Language of the labels.

    Raises
    ------
    ValueError
        If there are fewer or more tokens.
    """
    figure, axes, columns = _panel(tokens, lang)
    _node(axes, START, "h", "h0")
    loss = (FIRST + LAST) / 2
    _node(axes, loss, "loss", "loss")
    for t, x in enumerate(columns):
        token = f"tokens[{t}] = {tokens[t]}"
        axes.text(x, ROWS["token"], token, ha="center", va="center")
        for row in ("x", "pre", "h", "logits", "probs"):
            _node(axes, x, row, f"{row}[{t}]")
        for low, high, by in (
            ("token", "x", "w_emb"),
            ("x", "pre", "w_h"),
            ("pre", "h", "tanh"),
            ("h", "logits", "w_out"),
            ("logits", "probs", "softmax"),
        ):
            _arrow(axes, (x, ROWS[low] + BOX[1]), (x, ROWS[high] - BOX[1]), PALETTE["muted"])
            _beside(axes, x, (ROWS[low] + ROWS[high]) / 2, by)
        before = columns[t - 1] if t else START
        _arrow(
            axes,
            (before + BOX[0], ROWS["h"] - 0.08),
            (x - BOX[0], ROWS["pre"] + 0.08),
            PALETTE["muted"],
        )
        _arrow(
            axes,
            (x, ROWS["probs"] + BOX[1]),
            (loss + (x - loss) * 0.25, ROWS["loss"] - BOX[1]),
            PALETTE["muted"],
        )
        target = label("train_step.target", lang, token=tokens[t + 1])
        outside = 1 if x >= loss else -1
        axes.text(
            x + outside * (BOX[0] + 0.1),
            ROWS["probs"],
            target,
            ha="left" if outside > 0 else "right",
            va="center",
            color=PALETTE["muted"],
        )
    return figure


@styled
def backward_graph(tokens: Sequence[int], lang: str = "en") -> Figure:
    """Draw the backward pass, each gradient where `forward_graph` has what it belongs to.

    Parameters
    ----------
    tokens
        Two or three token ids; all but the last are read.
    lang
        Language of the labels.

    Raises
    ------
    ValueError
        If there are fewer or more tokens.
    """
    figure, axes, columns = _panel(tokens, lang)
    loss = (FIRST + LAST) / 2
    _node(axes, loss, "loss", "loss")
    for t, x in enumerate(columns):
        row_of_w_emb = f"dw_emb[{tokens[t]}]"
        axes.text(
            *(x, ROWS["token"], row_of_w_emb),
            ha="center",
            va="center",
            color=PALETTE["reference"],
            weight="bold",
        )
        last = t == len(columns) - 1
        _node(axes, x, "h", f"dh[{t}]", linewidth=1.0 if last else 2.4)
        for row in ("x", "pre", "logits"):
            _node(axes, x, row, f"d{row}[{t}]")
        _arrow(
            axes,
            (loss + (x - loss) * 0.25, ROWS["loss"] - BOX[1]),
            (x, ROWS["logits"] + BOX[1]),
            PALETTE["rnn"],
        )
        for high, low, by in (
            ("logits", "h", "dw_out +="),
            ("h", "pre", "1 − h²"),
            ("pre", "x", "dw_h +="),
            ("x", "token", "+="),
        ):
            _arrow(axes, (x, ROWS[high] - BOX[1]), (x, ROWS[low] + BOX[1]), PALETTE["rnn"])
            _beside(axes, x, (ROWS[low] + ROWS[high]) / 2, by)
        if t:
            start = (x - BOX[0], ROWS["pre"] + 0.08)
            end = (columns[t - 1] + BOX[0], ROWS["h"] - 0.08)
            _arrow(axes, start, end, PALETTE["rnn"])
            middle = (start[0] + end[0]) / 2
            axes.text(middle, ROWS["h"] + 0.02, "dh_next", ha="center", va="center")
    return figure


def _panel(tokens: Sequence[int], lang: str) -> tuple[Figure, Axes, list[float]]:
    """An empty panel with the rows' names, and the centers of the columns, one a step."""
    if len(tokens) not in (2, 3):
        raise ValueError(f"tokens: expected two or three ids, got {len(tokens)}")
    figure = Figure(figsize=(WIDTH, HEIGHT))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.axis("off")
    for row, y in ROWS.items():
        name = label(f"train_step.{row}", lang)
        axes.text(0.05, y, name, va="center", color=PALETTE["muted"])
    return figure, axes, [FIRST, LAST][: len(tokens) - 1]


def _node(axes: Axes, x: float, row: str, name: str, linewidth: float = 1.0) -> None:
    size = (2 * BOX[0], 2 * BOX[1])
    box(axes, (x, ROWS[row]), size, PALETTE["muted"], linewidth=linewidth)
    axes.text(x, ROWS[row], name, ha="center", va="center")


def _beside(axes: Axes, x: float, y: float, name: str) -> None:
    """Write what an arrow goes through: weights bold and in their color."""
    weights = "w_" in name or name == "+="
    axes.text(
        *(x + 0.1, y, name),
        va="center",
        color=PALETTE["reference"] if weights else PALETTE["muted"],
        weight="bold" if weights else "normal",
    )


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
    arrow(axes, start, end, color, linewidth=1.3, shrinkA=1, shrinkB=1)
