"""Diagrams of the recurrence: the loop and its unrolling, and two layers on top of each other."""

from __future__ import annotations

from typing import Final

from matplotlib.figure import Figure

from minimodel.drawing.diagrams import Diagram
from minimodel.drawing.style import styled
from minimodel.texts.labels import label

SUBSCRIPTS: Final = "₀₁₂₃"
# One color a matrix: arrows of the same color are the same numbers.
COLORS: Final = {"W_xh": "negative", "W_hh": "rnn", "W_hy": "reference"}
SIDE: Final = 0.62  # of a state's box, in inches
EDGE: Final = SIDE / 2
NEAR: Final = 0.22  # how far from a vector's name its arrow begins


@styled
def loop_and_unrolled(lang: str = "en") -> Figure:
    """Draw the network as a cell with a loop, and three steps of it side by side.

    Arrows that stand for the same matrix have the same color, and bear its name once.
    """
    diagram = Diagram(height=3.5)
    levels = (0.35, 1.6, 2.85)
    middle = levels[1]
    for x, key in ((0.95, "loop"), (4.6, "unrolled")):
        diagram.text((x, 3.3), label(f"chapter_recurrence.{key}", lang), weight="bold", fontsize=13)

    _step(diagram, 0.75, levels, "ₜ")
    right = 0.75 + EDGE
    loop = [(right, middle + 0.17), (right + 0.42, middle + 0.17)]
    diagram.wire([*loop, (right + 0.42, middle - 0.17), (right, middle - 0.17)], COLORS["W_hh"])
    diagram.text((1.35, middle + 0.4), "W_hh", COLORS["W_hh"])
    diagram.wire([(2.0, 0.15), (2.0, 3.1)], "grid", head=False)

    diagram.text((2.45, middle), "h₀", "muted", fontsize=15)
    for t, x in enumerate((3.6, 5.0, 6.4), start=1):
        _step(diagram, x, levels, SUBSCRIPTS[t])
        start = 2.45 + NEAR if t == 1 else x - 1.4 + EDGE
        diagram.wire([(start, middle), (x - EDGE, middle)], COLORS["W_hh"])
    diagram.text((2.98, middle + 0.2), "W_hh", COLORS["W_hh"])
    diagram.text((3.26, 0.95), "W_xh", COLORS["W_xh"])
    diagram.text((3.26, 2.28), "W_hy", COLORS["W_hy"])
    return diagram.figure


@styled
def two_layers(lang: str = "en") -> Figure:
    """Draw two layers over three steps; the states that make up h_n have thick boxes."""
    diagram = Diagram(height=4.7)
    steps = (2.5, 3.9, 5.3)
    levels = {"input": 0.35, "layer_1": 1.55, "layer_2": 2.85, "output": 4.05}
    for key, y in levels.items():
        diagram.text((0.1, y), label(f"chapter_recurrence.{key}", lang), "muted", ha="left")
    for t, x in enumerate(steps, start=1):
        diagram.text((x, levels["input"]), f"x{SUBSCRIPTS[t]}", fontsize=15)
        diagram.text((x, levels["output"]), f"y{SUBSCRIPTS[t]}", fontsize=15, weight="bold")
        for name, start in (
            ("layer_1", levels["input"] + NEAR),
            ("layer_2", levels["layer_1"] + EDGE),
        ):
            y = levels[name]
            width = 3.6 if t == len(steps) else 1.5
            diagram.box(
                (x, y), f"h{SUBSCRIPTS[t]}", (SIDE, SIDE), "rnn", fontsize=15, linewidth=width
            )
            diagram.wire([(x, start), (x, y - EDGE)], COLORS["W_xh"])
            if t > 1:
                diagram.wire([(x - 1.4 + EDGE, y), (x - EDGE, y)], COLORS["W_hh"])
        start = levels["layer_2"] + EDGE
        diagram.wire([(x, start), (x, levels["output"] - NEAR)], COLORS["W_hy"])
    diagram.text((steps[1], 4.48), label("chapter_recurrence.outputs", lang), weight="bold")
    joint = (6.3, (levels["layer_1"] + levels["layer_2"]) / 2)
    for name in ("layer_1", "layer_2"):
        edge = (steps[-1] + EDGE + 0.06, levels[name])
        diagram.wire([edge, joint], "rnn", head=False, linestyle=(0, (2, 2)))
    diagram.text((6.55, joint[1]), "h_n", "rnn", fontsize=15, weight="bold")
    return diagram.figure


def _step(diagram: Diagram, x: float, levels: tuple[float, float, float], index: str) -> None:
    """Draw one step: the state, what goes in and what comes out."""
    low, middle, high = levels
    diagram.text((x, low), f"x{index}", fontsize=15)
    diagram.text((x, high), f"y{index}", fontsize=15)
    diagram.box((x, middle), f"h{index}", (SIDE, SIDE), "rnn", fontsize=15)
    diagram.wire([(x, low + NEAR), (x, middle - EDGE)], COLORS["W_xh"])
    diagram.wire([(x, middle + EDGE), (x, high - NEAR)], COLORS["W_hy"])
