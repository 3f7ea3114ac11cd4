"""The LSTM exercise in pictures: a padded batch, one step forward and back, a state that waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from minimodel.drawing.diagrams import arrow, box
from minimodel.drawing.style import MODELS, PALETTE, styled
from minimodel.texts.labels import label

Array = NDArray[Any]

# Centers of the boxes of one step, in inches.
PLACES: Final = {
    "c_prev": (0.55, 3.15),
    "c": (4.35, 3.15),
    "c_next": (6.4, 3.15),
    "f": (1.75, 2.1),
    "i": (2.8, 2.1),
    "g": (3.75, 2.1),
    "o": (4.85, 1.75),
    "h": (5.95, 2.3),
    "h_next": (6.4, 1.1),
    "h_prev": (0.55, 0.75),
    "a": (3.3, 0.95),
    "x": (3.3, 0.2),
}
BOX: Final = (0.36, 0.17)  # half of a box's width and height
WIDE: Final = {"c_prev", "c_next", "h_prev", "h_next", "a"}  # half an inch to each side
WIDTH, HEIGHT = 7.1, 3.75
# Sentences of five words, two and three.
BATCH: Final = {
    "en": ("the dog sees the cat", "she sleeps", "they see her"),
    "es": ("el perro ve al gato", "ella duerme", "la ven hoy"),
}


@styled
def padded_batch(words: Sequence[Sequence[str]], lang: str = "en") -> Figure:
    """Draw sequences of unequal length as the rows of a batch, empty boxes for their padding.

    Parameters
    ----------
    words
        Each sequence, word by word.
    lang
        Language of the labels.
    """
    longest = max(map(len, words))
    figure = Figure(figsize=(6.4, 0.25 + 0.62 * len(words)))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-1.5, longest + 0.1), ylim=(len(words), -0.05))
    axes.axis("off")
    for row, sequence in enumerate(words):
        name = label("exercise_lstm.sequence", lang, number=row)
        axes.text(-0.12, row + 0.45, name, ha="right", va="center", color=PALETTE["muted"])
        for step in range(longest):
            inside = step < len(sequence)
            axes.add_patch(
                Rectangle(
                    (step + 0.04, row + 0.08),
                    *(0.92, 0.74),
                    facecolor="none",
                    edgecolor=PALETTE["lstm"] if inside else PALETTE["grid"],
                    linewidth=1.6 if inside else 1.0,
                    linestyle="-" if inside else (0, (2, 2)),
                )
            )
            said = sequence[step] if inside else "0"
            color = PALETTE["ink"] if inside else PALETTE["muted"]
            axes.text(step + 0.5, row + 0.45, said, ha="center", va="center", color=color)
    return figure


@styled
def one_step(backward: bool = False) -> Figure:
    """Draw what one step computes, by the names of `minimodel.exercises.lstm`.

    Parameters
    ----------
    backward
        Whether to draw the gradients and turn the arrows round. The two boxes in which two
        paths meet have thick frames.
    """
    figure = Figure(figsize=(WIDTH, HEIGHT))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.axis("off")
    color = PALETTE["lstm"] if backward else PALETTE["muted"]
    names = {"c_prev": "c[t−1]", "h_prev": "h[t−1]", "c_next": "c[t+1]", "h_next": "h[t+1]"}
    if backward:
        names |= {"c_prev": "dc_next", "h_prev": "dh_next", "h_next": "dh_next"}
        names["c_next"] = "dc_next"
    for name in PLACES:
        shown = names.get(name, f"d{name}" if backward else name)
        thick = backward and name in ("c", "h")
        _box(axes, name, shown, 2.6 if thick else 1.0)
    for start, end, said in (
        ("c_prev", "c", ""),
        ("f", "c", ""),
        ("i", "c", ""),
        ("g", "c", ""),
        ("c", "c_next", ""),
        ("c", "h", "tanh"),
        ("o", "h", ""),
        ("a", "f", "σ"),
        ("a", "i", "σ"),
        ("a", "g", "tanh"),
        ("a", "o", "σ"),
        ("h_prev", "a", "w_h"),
        ("x", "a", "w_x"),
        ("h", "h_next", ""),
    ):
        _arrow(axes, *((end, start) if backward else (start, end)), said, color)
    if backward:
        x, y = PLACES["h"]
        axes.annotate(
            "",
            *((x + 0.36, y + 0.05), (x + 0.95, y + 0.32)),
            arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 1.3},
        )
        axes.text(x + 1.1, y + 0.34, "d_out", ha="right", va="bottom")
    return figure


@styled
def waiting(masked: Array, unmasked: Array, length: int, lang: str = "en") -> Figure:
    """Plot one entry of a state over the steps, with the mask and without.

    Parameters
    ----------
    masked, unmasked : (T,)
        The entry at each step.
    length
        After how many steps the sequence is over.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(6.4, 3.0), layout="constrained")
    axes = figure.subplots()
    steps = range(len(masked))
    axes.axvspan(length - 0.5, len(masked) - 0.5, color=PALETTE["grid"], alpha=0.5, linewidth=0)
    axes.plot(steps, unmasked, color=PALETTE["muted"], marker="x", linestyle="--")
    axes.plot(steps, masked, **MODELS["lstm"])
    for values, name, color in (
        (masked, "masked", PALETTE["lstm"]),
        (unmasked, "unmasked", PALETTE["muted"]),
    ):
        above = (values is masked) == (masked[-1] > unmasked[-1])
        axes.annotate(
            label(f"exercise_lstm.{name}", lang),
            (len(masked) - 1, values[-1]),
            (0, 8 if above else -8),
            textcoords="offset points",
            ha="right",
            va="bottom" if above else "top",
            color=color,
        )
    over = label("exercise_lstm.over", lang)
    at_the_foot = axes.get_xaxis_transform()
    axes.text(length - 0.3, 0.04, over, transform=at_the_foot, color=PALETTE["muted"])
    axes.margins(y=0.2)
    axes.set(xlabel=label("exercise_lstm.step", lang), ylabel=label("exercise_lstm.state", lang))
    axes.set_xticks(range(0, len(masked), 2))
    return figure


def _half(name: str) -> float:
    return 0.5 if name in WIDE else BOX[0]


def _box(axes: Axes, name: str, shown: str, linewidth: float) -> None:
    size = (2 * _half(name), 2 * BOX[1])
    box(axes, PLACES[name], size, PALETTE["muted"], linewidth=linewidth)
    axes.text(*PLACES[name], shown, ha="center", va="center")


def _arrow(axes: Axes, start: str, end: str, said: str, color: str) -> None:
    (x, y), (to_x, to_y) = PLACES[start], PLACES[end]
    level = abs(to_y - y) < 2 * BOX[1]
    side = 1 if to_x > x else -1
    if level:
        begin, stop = (x + side * _half(start), y), (to_x - side * _half(end), to_y)
    else:
        up = 1 if to_y > y else -1
        begin, stop = (x, y + up * BOX[1]), (to_x, to_y - up * BOX[1])
    arrow(axes, begin, stop, color, linewidth=1.3, shrinkA=1, shrinkB=1)
    if said:
        weights = said.startswith("w_")
        across, upward = stop[0] - begin[0], stop[1] - begin[1]
        # Beside the middle of a steep line; of a flat one on its right hand, which is clear of it.
        flat, rises = abs(across) > 1.5 * abs(upward), across * upward > 0
        drop = (-0.07 if rises else 0.07) if flat else 0.0
        axes.text(
            (begin[0] + stop[0]) / 2 + 0.08,
            (begin[1] + stop[1]) / 2 + drop,
            said,
            va=("top" if rises else "bottom") if flat else "center",
            color=PALETTE["reference"] if weights else PALETTE["muted"],
            weight="bold" if weights else "normal",
        )
