"""The forward-pass lab's tables, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from minimodel.labs.forward.analysis import (
    NormsAtSigma,
    canonical_ids,
    canonical_tokens,
    norms,
    untrained_rnn,
)
from minimodel.labs.forward.linear import contributions, linear_states
from minimodel.texts.labels import label, localized_number, number, percent
from minimodel.texts.powers import readable
from minimodel.texts.table import Table


def scale_table(results: Sequence[NormsAtSigma], lang: str = "en") -> Table:
    """Set the vanilla RNNs of several weight scales side by side, one column a sigma.

    Parameters
    ----------
    results
        As `analysis.norms_over_sigma` returns them.
    lang
        Language of the labels and numbers.
    """
    ids = canonical_ids()
    rows = {
        "radius": [number(r.spectral_radius, lang) for r in results],
        "singular_value": [number(r.largest_singular_value, lang) for r in results],
        "norm": [number(r.norms[-1], lang) for r in results],
        "linear_norm": [
            readable(norms(linear_states(untrained_rnn(sigma=r.sigma), ids))[-1], lang)
            for r in results
        ],
        "largest": [number(r.largest_entry, lang) for r in results],
        "share": [percent(r.saturated_share, lang) for r in results],
    }
    header = [
        label("forward.sigma", lang, sigma=localized_number(f"{r.sigma:g}", lang)) for r in results
    ]
    return Table(
        ["", *header],
        [[label(f"scale.{key}", lang), *cells] for key, cells in rows.items()],
        lang=lang,
    )


def contribution_table(lang: str = "en") -> Table:
    """Say how large each token's part in the untrained vanilla RNN's h_8 is."""
    model, ids = untrained_rnn(), canonical_ids()
    _, states = model.forward(ids)
    sizes = norms(contributions(model, ids)) / norms(states)[-1]
    return Table(
        ["t", label("parts.token", lang), label("parts.size", lang)],
        [
            [str(t), token, size]
            for t, (token, size) in enumerate(zip(canonical_tokens(), sizes, strict=True), start=1)
        ],
        formats=["", "", ".2f"],
        lang=lang,
    )
