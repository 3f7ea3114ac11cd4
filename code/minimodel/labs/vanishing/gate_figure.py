"""What the gate bench shows without a script: two curves, and what theory says of each."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from minimodel.drawing.powers import power_ticks
from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, styled
from minimodel.labs.vanishing.gate_bench import rest_radius
from minimodel.labs.vanishing.measurement import gradient_norms
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN
from minimodel.texts.labels import label


@styled
def gate_bench(rnn: VanillaRNN, gru: GRU, length: int, lang: str = "en") -> Figure:
    """Draw what remains of both gradients after k steps back, and the powers of their radii.

    Parameters
    ----------
    rnn, gru
        The networks.
    length
        How many tokens they read.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.4), layout="constrained")
    axes = figure.add_subplot()
    lags = np.arange(length + 1)
    for name, model in (("rnn", rnn), ("gru", gru)):
        g = gradient_norms(model, length=length)
        look = {key: MODELS[name][key] for key in ("color", "linestyle")}
        axes.plot(lags, g[::-1] / g[-1], label=label(f"gates.{name}", lang), **look)
    for name, model in (("rnn", rnn), ("gru", gru)):
        rest = rest_radius(model) ** lags
        text = label(f"gates.{name}_rest", lang)
        axes.plot(lags, rest, ":", color=PALETTE[name], linewidth=1.5, label=text)
    axes.set(yscale="log", xlim=(0, length))
    axes.set_xlabel(label("gates.lag", lang))
    axes.set_ylabel(label("gates.kept", lang))
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    axes.legend(loc="lower left")
    return figure
