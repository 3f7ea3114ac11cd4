"""Backpropagation through time as a diagram: the unrolled graph, and the way of the error."""

from __future__ import annotations

from matplotlib.figure import Figure

from minimodel.chapter_figures.recurrence import EDGE, SIDE, SUBSCRIPTS
from minimodel.drawing.diagrams import Diagram
from minimodel.drawing.style import styled
from minimodel.texts.labels import label


@styled
def way_back(lang: str = "en") -> Figure:
    """Draw three steps with a loss at the end; gray arrows forward, red ones for the error."""
    diagram = Diagram(height=4.3)
    upper, states, x_level, gradient = 0.09, 3.0, 3.95, 0.75
    columns = (0.45, 2.05, 3.65, 5.25)  # of h_0 … h_3
    for t, x in enumerate(columns):
        name = f"h{SUBSCRIPTS[t]}"
        if t == 0:
            diagram.text((x, states), name, "muted", fontsize=15)
            continue
        diagram.box((x, states), name, (SIDE, SIDE), "muted", fontsize=15)
        diagram.text((x, x_level), f"x{SUBSCRIPTS[t]}", "muted", fontsize=15)
        diagram.wire([(x, x_level - 0.2), (x, states + EDGE)])
        left = columns[t - 1] + (EDGE if t > 1 else 0.22)
        diagram.wire([(left, states + upper), (x - EDGE, states + upper)])
        if t > 1:
            diagram.wire([(x - EDGE, states - upper), (left, states - upper)], "rnn", linewidth=2)
            diagram.text(((left + x - EDGE) / 2, states - 0.36), f"J{SUBSCRIPTS[t]}ᵀ", "rnn")
        # What each step asks of the one matrix: down, and together into the sum.
        down = [(x, states - EDGE), (x, gradient + 0.32)]
        diagram.wire(down, "rnn", linestyle=(0, (3, 2)), linewidth=1.6)
        term = label("chapter_bptt.term", lang, t=t)
        diagram.text((x + 0.08, 1.66), term, "rnn", ha="left", fontsize=11)
    diagram.text((6.6, states), "L", fontsize=17, weight="bold")
    diagram.wire([(columns[-1] + EDGE, states + upper), (6.4, states + upper)])
    diagram.wire([(6.4, states - upper), (columns[-1] + EDGE, states - upper)], "rnn", linewidth=2)
    diagram.box((columns[2], gradient), label("chapter_bptt.sum", lang), (5.0, 0.6), "rnn")
    return diagram.figure
