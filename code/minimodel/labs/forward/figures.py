"""Figures of the forward-pass lab: states, norms, gates and predictions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from minimodel.drawing.style import (
    DIVERGING,
    MODELS,
    PALETTE,
    horizontal_grid,
    localize_ticks,
    styled,
)
from minimodel.texts.labels import label, localized_number, percent

if TYPE_CHECKING:
    from minimodel.labs.forward.analysis import (
        NormsAtSigma,
        Prediction,
        TopOneOverSeeds,
    )


@styled
def hidden_state_evolution(
    rnn_states: NDArray[Any], gru_states: NDArray[Any], tokens: Sequence[str], lang: str = "en"
) -> Figure:
    """Draw both models' states side by side: the norm over time, and every entry.

    Parameters
    ----------
    rnn_states, gru_states
        ``all_hidden_states`` of each model, (T, d_hidden).
    tokens
        The T tokens that were read.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 7), layout="constrained")
    grid = figure.add_gridspec(3, 2, height_ratios=(1, 1.6, 0.06))
    columns = {"rnn": rnn_states, "gru": gru_states}
    largest = max(float(np.abs(states).max()) for states in columns.values())
    top = max(float(np.linalg.norm(states, axis=1).max()) for states in columns.values())
    for column, (model, states) in enumerate(columns.items()):
        h = np.concatenate([np.zeros_like(states[:1]), states])  # (T + 1, d_hidden): from h_0 on

        above = figure.add_subplot(grid[0, column])
        above.plot(np.linalg.norm(h, axis=1), **MODELS[model], clip_on=False)
        above.set_title(label(f"model.{model}", lang), color=MODELS[model]["color"])
        above.set(ylim=(0, 1.12 * top), xlim=(-0.5, len(tokens) + 0.5))
        above.set_xticks(range(len(h)), [""] * len(h))
        above.tick_params(axis="x", length=0)
        above.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        localize_ticks(above.yaxis, lang)
        horizontal_grid(above)

        below = figure.add_subplot(grid[1, column])
        below.imshow(
            h.T,
            cmap=DIVERGING,
            vmin=-largest,
            vmax=largest,
            aspect="auto",
            interpolation="none",
        )
        _token_ticks(below, tokens, lang)
        below.set_yticks([0, h.shape[1] - 1], ["1", str(h.shape[1])])
        for side in ("left", "bottom"):
            below.spines[side].set_color(PALETTE["grid"])
        below.tick_params(length=0)
        if column == 0:
            # As far from the numbers as a phone's larger letters need.
            above.set_ylabel(label("forward.norm", lang), labelpad=9)
            below.set_ylabel(label("forward.dimension", lang))
        else:
            above.set_yticklabels([])
            below.set_yticklabels([])
    _color_bar(figure.add_subplot(grid[2, :]), largest, lang)
    return figure


@styled
def norms_over_sigma(
    results: Sequence[NormsAtSigma], tokens: Sequence[str], d_hidden: int, lang: str = "en"
) -> Figure:
    """Draw the vanilla RNN's norms for several weight scales, and the largest norm there can be.

    Parameters
    ----------
    results
        One entry a curve, as `analysis.norms_over_sigma` returns them.
    tokens
        The T tokens that were read.
    d_hidden
        Entries of the state; a state whose entries are all ±1 has norm √d_hidden.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.4), layout="constrained")
    axes = figure.add_subplot()
    styles = ((":", "D"), ((0, (5, 2)), "s"), ("-", "o"))
    last = len(tokens)
    for result, (linestyle, marker) in zip(results, styles, strict=False):
        axes.plot(
            result.norms,
            color=PALETTE["rnn"],
            linestyle=linestyle,
            marker=marker,
            clip_on=False,
        )
        axes.annotate(
            label("forward.sigma", lang, sigma=localized_number(f"{result.sigma:g}", lang)),
            (last, float(result.norms[-1])),
            (10, -4),
            textcoords="offset points",
            annotation_clip=False,
        )
    ceiling = float(np.sqrt(d_hidden))
    axes.axhline(ceiling, color=PALETTE["reference"], linestyle=(0, (2, 2)), linewidth=1.6)
    axes.annotate(
        label("forward.ceiling", lang),
        (0, ceiling),
        (0, -15),
        textcoords="offset points",
        color=PALETTE["reference"],
    )
    axes.set(ylim=(0, 1.08 * ceiling), xlim=(-0.3, last + 1.6))
    axes.set_ylabel(label("forward.norm", lang))
    axes.spines["bottom"].set_bounds(0, last)
    _token_ticks(axes, tokens, lang)
    localize_ticks(axes.yaxis, lang)
    horizontal_grid(axes)
    return figure


@styled
def top_one_over_seeds(result: TopOneOverSeeds, lang: str = "en") -> Figure:
    """Draw how many untrained networks put the right token, another -s form, or neither first."""
    answer = round(result.answer_share * result.seeds)
    third_person = round(result.third_person_share * result.seeds)
    bars = (
        ("forward.seeds_answer", answer, "positive"),
        ("forward.seeds_third", third_person - answer, "reference"),
        ("forward.seeds_other", result.seeds - third_person, "muted"),
    )
    figure = Figure(figsize=(7, 2.6), layout="constrained")
    axes = figure.add_subplot()
    for place, (_, count, color) in enumerate(bars):
        axes.barh(place, count, height=0.6, color=PALETTE[color])
        axes.annotate(str(count), (count, place), (6, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(bars)), [label(key, lang) for key, _, _ in bars])
    axes.invert_yaxis()
    _bare(axes)
    axes.set(xlim=(0, 1.08 * result.seeds))
    axes.set_xlabel(label("forward.seeds_axis", lang))
    return figure


@styled
def gates_over_time(
    z: NDArray[Any], r: NDArray[Any], tokens: Sequence[str], lang: str = "en"
) -> Figure:
    """Draw the mean and the range of both gates at every step, on the whole scale from 0 to 1.

    Parameters
    ----------
    z, r
        Update and reset gates, (T, d_hidden), as `GRU.gates` returns them.
    tokens
        The T tokens that were read.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 5), layout="constrained")
    steps = np.arange(len(tokens))
    panels = figure.subplots(2, 1, sharex=True)
    for axes, gate, key, color, marker in (
        (panels[0], z, "forward.update_gate", "gru", "s"),
        (panels[1], r, "forward.reset_gate", "reference", "o"),
    ):
        axes.fill_between(
            steps, gate.min(axis=1), gate.max(axis=1), color=PALETTE[color], alpha=0.25, lw=0
        )
        axes.plot(steps, gate.mean(axis=1), color=PALETTE[color], marker=marker)
        axes.set_title(label(key, lang), color=PALETTE[color])
        axes.set(ylim=(0, 1), yticks=(0, 0.3, 0.5, 0.7, 1))
        localize_ticks(axes.yaxis, lang)
        horizontal_grid(axes)
    panels[0].tick_params(axis="x", length=0)
    panels[1].set_xticks(steps, tokens)
    panels[1].set_xlabel(label("forward.gate_band", lang))
    return figure


@styled
def predictions_before_and_after(
    untrained: Sequence[Prediction], trained: Sequence[Prediction], lang: str = "en"
) -> Figure:
    """Draw the most probable next tokens of the untrained and of the trained network."""
    figure = Figure(figsize=(7, 5), layout="constrained")
    panels = figure.subplots(2, 1, sharex=True)
    for axes, predictions, key, color in (
        (panels[0], untrained, "forward.untrained", "muted"),
        (panels[1], trained, "forward.trained", "rnn"),
    ):
        for place, prediction in enumerate(predictions):
            share = prediction.probability
            axes.barh(place, share, height=0.62, color=PALETTE[color])
            axes.annotate(
                percent(share, lang, digits=1),
                (share, place),
                (6, 0),
                textcoords="offset points",
                va="center",
            )
        axes.set_yticks(range(len(predictions)), [p.token for p in predictions])
        axes.invert_yaxis()
        axes.set_title(label(key, lang))
        _bare(axes)
        axes.set_xlim(0, 1.12)
    panels[1].set_xlabel(label("forward.probability", lang))
    return figure


def _color_bar(axes: Axes, largest: float, lang: str) -> None:
    """Show which color stands for which entry of the state."""
    scale = np.linspace(-largest, largest, 65)[None, :]
    axes.imshow(
        scale, cmap=DIVERGING, extent=(-largest, largest, 0, 1), aspect="auto", interpolation="none"
    )
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    localize_ticks(axes.xaxis, lang)
    axes.set_xlabel(label("forward.entry", lang))


def _token_ticks(axes: Axes, tokens: Sequence[str], lang: str) -> None:
    """Mark step 0 as the initial state, and each later step by the token read there."""
    names = [label("forward.initial", lang), *tokens]
    axes.set_xticks(range(len(names)), names, rotation=90)


def _bare(axes: Axes) -> None:
    """Leave only bars and their names: the numbers stand beside the bars."""
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
