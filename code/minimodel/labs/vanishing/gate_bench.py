"""The lab's two networks packed into a page, where a reader turns gate bias, scale and length."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.vanishing.measurement import gru, vanilla_rnn
from minimodel.labs.vanishing.sequences import CLAUSES, synthetic_sequence
from minimodel.mathematics.matrices import spectral_radius
from minimodel.sequence_baselines.jacobians import jacobian_at_rest
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN
from minimodel.texts.compact import Compact, compact, expand
from minimodel.texts.labels import label, localized_number, percent

LEVELS: Final = 4095
RNN_WEIGHTS: Final = ("E", "W_xh", "W_hh", "W_ho")
GRU_WEIGHTS: Final = ("E", "W_z", "W_r", "W", "W_ho")
TOKENS: Final = tuple(dict.fromkeys(CLAUSES))  # those that option A repeats
PLACEHOLDERS: Final = ("bias", "gate", "sigma", "steps", "rnn", "gru", "rnn_rest", "gru_rest")
LABELS: Final = (
    *("widget", "bias", "sigma", "length", "bias_for", "lab", "kept", "lag", "rnn", "gru"),
    *("rnn_rest", "gru_rest", "now", "gained", "lost"),
)


@dataclass(frozen=True)
class Bench:
    """The draws behind the lab's networks, at σ = 1, rounded.

    Attributes
    ----------
    rnn, gru
        By parameter, with one record. Of E only the rows of `TOKENS`.
    """

    rnn: dict[str, Compact]
    gru: dict[str, Compact]

    def vanilla_rnn(self, sigma: float) -> VanillaRNN:
        """Return the lab's vanilla RNN with the rounded draws, scaled by `sigma`."""
        model = vanilla_rnn(sigma=sigma)
        _fill(model, self.rnn, sigma)
        return model

    def gated(self, sigma: float, gate_bias: float) -> GRU:
        """Return the lab's GRU with the rounded draws, scaled by `sigma`."""
        model = gru(sigma=sigma, gate_bias=gate_bias)
        _fill(model, self.gru, sigma)
        return model


def bench() -> Bench:
    """Round the lab's draws and write them as texts."""
    rows = [corpus_vocabulary().ids[token] for token in TOKENS]

    def packed(model: VanillaRNN | GRU, names: tuple[str, ...]) -> dict[str, Compact]:
        arrays = {name: getattr(model, name) for name in names}
        arrays["E"] = arrays["E"][rows]
        return {name: compact(values[None], levels=LEVELS) for name, values in arrays.items()}

    return Bench(packed(vanilla_rnn(sigma=1.0), RNN_WEIGHTS), packed(gru(sigma=1.0), GRU_WEIGHTS))


def _fill(model: VanillaRNN | GRU, packed: dict[str, Compact], sigma: float) -> None:
    """Put the rounded draws into a model."""
    rows = [corpus_vocabulary().ids[token] for token in TOKENS]
    for name, each in packed.items():
        parameter = getattr(model, name)
        parameter[rows if name == "E" else ...] = sigma * expand(each)[0]


def rest_radius(model: VanillaRNN | GRU) -> float:
    """Return what theory says each step keeps: the spectral radius of the Jacobian at rest."""
    return spectral_radius(jacobian_at_rest(model))


@dataclass(frozen=True)
class GateBench:
    """The bench as data in a page, for its scripts; it shows nothing by itself."""

    bench: Bench
    lang: str

    def __str__(self) -> str:
        return f"{len(self.bench.rnn)} arrays of the vanilla RNN, {len(self.bench.gru)} of the GRU"

    def _repr_html_(self) -> str:
        data = json.dumps(self.as_json(), separators=(",", ":")).replace("<", "\\u003c")
        return f'<script type="application/json" id="gates-data">{data}</script>'

    def as_json(self) -> dict[str, Any]:
        """Return all that the page's scripts use, in the language `lang`."""
        holes = {name: f"{{{name}}}" for name in PLACEHOLDERS}
        candidate = self.bench.gated(1.0, 0.0)
        eigenvalues = np.linalg.eigvals(candidate.W[:, : len(candidate.b)])
        return {
            "texts": {key: label(f"gates.{key}", self.lang, **holes) for key in LABELS},
            "decimal": localized_number(".", self.lang),
            "group": localized_number(",", self.lang),
            "percent": percent(0, self.lang)[1:],
            "rnn": {name: packed.as_json() for name, packed in self.bench.rnn.items()},
            "gru": {name: packed.as_json() for name, packed in self.bench.gru.items()},
            "radius": rest_radius(self.bench.vanilla_rnn(1.0)),
            "eigenvalues": [[float(value.real), float(value.imag)] for value in eigenvalues],
            "clauses": [TOKENS.index(token) for token in CLAUSES],
            "target": synthetic_sequence("A").target,
        }


def highway_bias(length: int) -> float:
    """Return the b_z with which z = 1 / T (Tallec and Ollivier 2018, in this GRU's convention)."""
    if length < 2:
        raise ValueError(f"length: {length} is too short; give at least 2 steps")
    return float(-np.log(length - 1))
