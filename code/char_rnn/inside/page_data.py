"""What a page needs to show an `InsideRun` at any of its steps: arrays as text, and labels."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from minimodel.texts.compact import compact
from minimodel.texts.labels import label, localized_number, percent

from char_rnn.figures.words import CATEGORIES
from char_rnn.inside.recording import WINDOW, InsideRun
from char_rnn.measures.grammar import LEXICON

# Texts with a place for a number that only the reader's step decides keep their placeholder.
PLACEHOLDERS: Final = (
    *("all", "chance", "characters", "exact", "floor", "fresh", "hh", "hy", "known"),
    *("lag", "loss", "move", "norm", "number", "onset", "outside", "power", "purity", "radius"),
    *("second", "share", "singular", "space", "step", "steps", "text", "train", "units", "xh"),
    *("came", "from", "next", "to", "unit", "value"),
)
LABELS: Final = (
    *("slider", "play", "pause", "now", "now_loss", "said", "training_step", "nats"),
    *("training_text", "new_text", "uniform", "floor", "real", "imaginary", "radius"),
    *("singular_value", "position", "gradient", "all_losses", "last_loss", "lag", "norm"),
    *("radius_and_value", "norm_and_radius"),
    *("product_radius", "radius_power", "singular_values", "axis", "first_letter"),
    *("later_letter", "space", "network", "exact", "read", "unit", "receiving"),
    *(
        "sending",
        "character_in",
        "character_out",
        "letter",
        "distance",
        "from",
        "to",
        "before",
        "after",
        "last_loss_first",
    ),
    *("loss_now", "sample_now", "eigenvalues_now", "gradients_now", "jacobian_now"),
    *("trajectory_now", "landscape_now", "states_now", "weights_now", "boundary_now"),
    "words_now",
    *("character", "character_all", "character_at", "character_hint", "character_start"),
    *("character_moved", "start", "order", "cells_hint", "cells_landscape", "cells_states"),
    *("cells_weights", "landscape_cell", "states_cell", "weight_cell"),
    *("end_unit", "end_character"),
)


@dataclass(frozen=True)
class Explorer:
    """A run as data in a page, to be drawn by the page's scripts; it shows nothing by itself."""

    run: InsideRun
    lang: str

    def __str__(self) -> str:
        steps = self.run.steps
        return f"{len(steps)} records of steps {steps[0]} to {steps[-1]}"

    def _repr_html_(self) -> str:
        data = json.dumps(as_json(self.run, self.lang), separators=(",", ":"))
        # Within a script element, the only sign that could mean something else.
        data = data.replace("<", "\\u003c")
        return f'<script type="application/json" id="inside-data">{data}</script>'


@dataclass(frozen=True)
class Sample:
    """What the network wrote at the last record, for the page's scripts to replace."""

    run: InsideRun

    def __str__(self) -> str:
        return self.run.samples[-1]

    def _repr_html_(self) -> str:
        return f'<p class="inside-sample">{html.escape(str(self))}</p>'


def as_json(run: InsideRun, lang: str) -> dict[str, Any]:
    """Return all that is shown, in the language `lang`, as JSON can hold it."""
    last = run.clusters[-1]
    return {
        "texts": {key: _template(f"inside.{key}", lang) for key in LABELS}
        | {name: label(f"char_rnn.{name}", lang) for name in CATEGORIES},
        "decimal": localized_number(".", lang),
        "group": localized_number(",", lang),
        "percent": percent(0, lang)[1:],
        "steps": run.steps.tolist(),
        "characters": run.characters,
        "probe": run.probe,
        "window": WINDOW,
        "losses": _rounded(run.losses),
        "fresh_losses": _rounded(run.fresh_losses),
        "floor": run.floor,
        "uniform": run.uniform,
        "samples": list(run.samples),
        "lexicon": sorted(LEXICON),
        "radii": _rounded(run.radii, digits=8),  # raised to powers there
        "largest_singular_values": _rounded(run.largest_singular_values),
        "gradients": _rounded(run.gradients),
        "last_gradients": _rounded(run.last_gradients),
        "explained": _rounded(run.explained),
        "probe_losses": _rounded(run.probe_losses),
        "saturation": _rounded(run.saturation),
        "exact": _rounded(run.exact, digits=3),
        "boundary": [_rounded(error.by_position) for error in run.boundaries],
        "boundary_space": _rounded([error.space for error in run.boundaries]),
        "exact_boundary": _rounded(run.exact_boundary.by_position),
        "exact_space": run.exact_boundary.space,
        "words": list(last.words),
        "categories": list(last.categories),
        "marks": CATEGORIES,
        "children": [found.linkage[:, :2].astype(int).tolist() for found in run.clusters],
        "orders": [found.order.tolist() for found in run.clusters],
        "purity": _rounded(run.purity),
        "chance": run.purity_by_chance,
        "arrays": {name: packed.as_json() for name, packed in arrays(run).items()},
    }


def arrays(run: InsideRun) -> dict[str, Any]:
    """Return the large arrays as texts, with as many levels as an eye can tell apart."""
    eigenvalues = np.stack([run.eigenvalues.real, run.eigenvalues.imag], axis=-1)  # (R, H, 2)
    return {
        "eigenvalues": compact(eigenvalues, levels=1024),
        "products": compact(run.products, "log", levels=256),
        "product_radii": compact(run.product_radii, "log", levels=256),
        "points": compact(run.points, levels=1024),
        "predictions": compact(run.predictions, levels=51),
        "states": compact(run.states, levels=25),
        "W_xh": compact(run.W_xh, "root", levels=25),
        "W_hh": compact(run.W_hh, "root", levels=25),
        "W_hy": compact(run.W_hy, "root", levels=25),
        "heights": compact(np.array([c.linkage[:, 2] for c in run.clusters]), levels=1024),
    }


def _template(key: str, lang: str) -> str:
    return label(key, lang, **{name: f"{{{name}}}" for name in PLACEHOLDERS})


def _rounded(values: Any, digits: int = 4) -> Any:
    """Plain numbers with so many significant digits, which is what is drawn of them."""
    return [
        _rounded(value, digits) if np.ndim(value) else float(f"{value:.{digits}g}")
        for value in values
    ]
