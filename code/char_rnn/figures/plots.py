"""The plots of an analysis, by name."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.figure import Figure
from minimodel.texts.labels import label

from char_rnn.figures import curves as training
from char_rnn.figures import dynamics, memory, words
from char_rnn.measures.analysis import Analysis
from char_rnn.measures.training_curves import gradient_by_position, phases, record_at
from char_rnn.training.principal_axes import principal_axes

LETTERS = 40
EVERY = 90  # states between two of the background


def plots(found: Analysis, lang: str = "en") -> dict[str, Callable[[], Figure]]:
    """Return what draws each plot that the analysis has the numbers for."""
    results = found.results
    records, jacobians, reading = results.records, results.jacobians, found.reading
    drawn: dict[str, Callable[[], Figure]] = {
        "loss": lambda: training.losses(results.curves, len(results.char2idx), found.floor, lang),
        "memory_probe": lambda: memory.memory_probe(found.probe, found.untrained_probe, lang),
    }
    if results.config.hidden_size > 1:  # one unit has no plane to walk in
        axes = principal_axes(reading.states)
        drawn["trajectory"] = lambda: memory.trajectory(
            axes.project(reading.states[1:LETTERS]),
            reading.inputs[1:LETTERS],
            axes.explained,
            lang,
            axes.project(reading.states[::EVERY]),
        )
    if records:
        drawn["spectral_radius"] = lambda: training.spectral_radius(records, lang)
        if results.config.activation == "tanh":  # elsewhere nothing saturates at ±1
            drawn["saturation"] = lambda: training.saturation(records, lang)
        last = int(records["step"][-1])
        chosen = sorted({0, record_at(records, last // 10), len(records["step"]) - 1})
        spectra = {int(records["step"][i]): records["eigenvalues"][i] for i in chosen}
        drawn["eigenvalues"] = lambda: dynamics.eigenvalues(spectra, lang)
        norms = {
            label(
                "char_rnn.span",
                lang,
                first=dynamics.step_number(first, lang),
                last=dynamics.step_number(end, lang),
            ): gradient_by_position(records, first, end)
            for first, end in phases(records).values()
        }
        drawn["gradient_by_position"] = lambda: dynamics.gradient_by_position(norms, lang)
    if jacobians:
        count = len(jacobians["step"])
        products = {
            int(jacobians["step"][i]): jacobians["product_norms"][i]
            for i in sorted({0, count // 3, count - 1})
        }
        drawn["jacobian_products"] = lambda: dynamics.jacobian_products(products, lang)
    if found.boundary:
        boundary, exact = found.boundary, found.exact_boundary
        drawn["word_boundaries"] = lambda: words.boundary_error(boundary, exact, lang)
        drawn["letter_by_letter"] = lambda: words.letter_by_letter(reading, found.exact, lang=lang)
    if found.clusters:
        clusters = found.clusters
        drawn["word_clusters"] = lambda: words.word_tree(clusters, lang)
    return drawn
