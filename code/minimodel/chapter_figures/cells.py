"""The inside of an LSTM cell and of a GRU cell, drawn as wires between operations."""

from __future__ import annotations

from matplotlib.figure import Figure

from minimodel.drawing.diagrams import RADIUS, Diagram
from minimodel.drawing.style import styled
from minimodel.texts.labels import label


@styled
def lstm_cell(lang: str = "en") -> Figure:
    """Draw one step of the LSTM: the cell's line above, the gates below, h and x at the bottom."""
    drawing = Diagram(4.75)
    top, row, low, bus, inputs = 4.0, 1.95, 2.9, 0.95, 0.4  # heights of what lies on one level
    f, i, g, o, out = 1.35, 2.5, 3.65, 4.9, 5.95  # columns
    text, wire = drawing.text, drawing.wire

    for start, end in ((0.75, f - RADIUS), (f + RADIUS, g - RADIUS), (g + RADIUS, 6.4)):
        wire([(start, top), (end, top)], "lstm", linewidth=2.6)
    text((0.4, top), "$c_{t-1}$", "lstm", fontsize=15)
    text((6.68, top), "$c_t$", "lstm", fontsize=15)
    text((2.5, top + 0.42), label("chapter_cells.line", lang), "lstm")

    text((0.4, bus), "$h_{t-1}$", fontsize=15)
    text((0.4, inputs), "$x_t$", fontsize=15)
    wire([(0.75, bus), (o - 0.1, bus)], head=False)
    wire([(0.75, inputs), (o + 0.1, inputs)], head=False)
    for x, function, symbol, name in (
        (f, "σ", "$f_t$", "forget"),
        (i, "σ", "$i_t$", "input"),
        (g, "tanh", "$g_t$", "candidate"),
        (o, "σ", "$o_t$", "output"),
    ):
        gate = "rnn" if function == "tanh" else "reference"
        drawing.box((x, row), function, color=gate)
        wire([(x - 0.1, bus), (x - 0.1, row - 0.24)])
        wire([(x + 0.1, inputs), (x + 0.1, row - 0.24)])
        if x != o:
            drawing.dot((x - 0.1, bus))
            drawing.dot((x + 0.1, inputs))
        text((x + 0.17, 1.35), label(f"chapter_cells.{name}", lang), gate, ha="left", fontsize=11)
        text((x + 0.1, row + 0.42), symbol, ha="left", fontsize=14)

    drawing.operation((f, top), "×")
    wire([(f, row + 0.22), (f, top - RADIUS)])
    drawing.operation((g, low), "×")
    wire([(i, row + 0.22), (i, low), (g - RADIUS, low)])
    wire([(g, row + 0.22), (g, low - RADIUS)])
    wire([(g, low + RADIUS), (g, top - RADIUS)])
    drawing.operation((g, top), "+")
    drawing.dot((out, top), "lstm")
    drawing.box((out, 3.45), "tanh", color="rnn")
    wire([(out, top), (out, 3.68)])
    wire([(out, 3.23), (out, low - 0.12 + RADIUS)])
    drawing.operation((out, low - 0.12), "×")
    wire([(o, row + 0.22), (o, low - 0.12), (out - RADIUS, low - 0.12)])
    wire([(out + RADIUS, low - 0.12), (6.4, low - 0.12)])
    text((6.68, low - 0.12), "$h_t$", fontsize=15)
    return drawing.figure


@styled
def gru_cell(lang: str = "en") -> Figure:
    """Draw one step of the GRU, with the update gate keeping and the reset before the product."""
    drawing = Diagram(4.75)
    top, row, low, bus, inputs = 4.0, 1.95, 3.0, 0.95, 0.4
    z, r, reset, n = 1.55, 3.25, 4.3, 5.3
    text, wire = drawing.text, drawing.wire

    text((0.4, top), "$h_{t-1}$", "gru", fontsize=15)
    for start, end in ((0.75, z - RADIUS), (z + RADIUS, n - RADIUS), (n + RADIUS, 6.4)):
        wire([(start, top), (end, top)], "gru", linewidth=2.6)
    text((6.68, top), "$h_t$", "gru", fontsize=15)
    text((3.45, top + 0.42), label("chapter_cells.highway", lang), "gru")
    drawing.dot((1.05, top), "gru")
    wire([(1.05, top), (1.05, bus), (reset - RADIUS, bus)])
    text((0.4, inputs), "$x_t$", fontsize=15)
    wire([(0.75, inputs), (n + 0.1, inputs)], head=False)

    for x, function, symbol, name in (
        (z, "σ", "$z_t$", "update"),
        (r, "σ", "$r_t$", "reset"),
        (n, "tanh", "h̃_t", "candidate"),
    ):
        gate = "rnn" if function == "tanh" else "reference"
        drawing.box((x, row), function, color=gate)
        wire([(x + 0.1, inputs), (x + 0.1, row - 0.24)])
        text((x + 0.17, 1.35), label(f"chapter_cells.{name}", lang), gate, ha="left", fontsize=11)
        text((x + 0.1, row + 0.42), symbol, ha="left", fontsize=14)
        if x != n:
            wire([(x - 0.1, bus), (x - 0.1, row - 0.24)])
            drawing.dot((x - 0.1, bus))
            drawing.dot((x + 0.1, inputs))
    drawing.operation((reset, bus), "×")
    wire([(r + 0.31, row), (reset, row), (reset, bus + RADIUS)])
    wire([(reset + RADIUS, bus), (n - 0.1, bus), (n - 0.1, row - 0.24)])

    drawing.operation((z, top), "×")
    wire([(z, row + 0.22), (z, top - RADIUS)])
    drawing.dot((z, low))
    drawing.box((3.6, low), "$1 - z_t$", (0.9, 0.44))
    wire([(z, low), (3.6 - 0.46, low)])
    wire([(3.6 + 0.46, low), (n - RADIUS, low)])
    drawing.operation((n, low), "×")
    wire([(n, row + 0.22), (n, low - RADIUS)])
    wire([(n, low + RADIUS), (n, top - RADIUS)])
    drawing.operation((n, top), "+")
    return drawing.figure
