"""What the last third of a run's records have in common: a single record may be a lucky one.

Every step of training has the same length, however small the error is, so what is measured of the
network goes up and down from record to record. What is said of a trained network is therefore a
mean over many, with how far they lie apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from char_rnn.measures.gradients import gradients_by_position
from char_rnn.measures.letters import readings
from char_rnn.measures.word_clusters import TooFewWordsError, cluster_words
from char_rnn.runs.default_run import recorded_model
from char_rnn.runs.results import Results
from char_rnn.train import encode

LATE: Final = 2 / 3  # of the steps are over when the first of these records is taken


@dataclass(frozen=True)
class Spread:
    """A value of each record, (R,), and what they come to."""

    values: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Of all."""
        return float(self.values.mean())

    @property
    def least(self) -> float:
        """The smallest of all."""
        return float(self.values.min())

    @property
    def greatest(self) -> float:
        """The largest of all."""
        return float(self.values.max())


@dataclass(frozen=True)
class LateRecords:
    """What is measured of each late record's network, on one text.

    Attributes
    ----------
    steps
        Of the records, (R,).
    loss
        In nats per character.
    kind_purity, category_purity
        Share of the words with their kind, of three, or with their category; see `WordClusters`.
    gradient_share
        Of the error of a chunk's last character, what arrives at the first position: the mean
        norm there, divided by that at the last; over all chunks of the text.
    """

    steps: NDArray[Any]
    loss: Spread
    kind_purity: Spread
    category_purity: Spread
    gradient_share: Spread


def late_records(results: Results, text: str) -> LateRecords | None:
    """Measure the networks of a tanh run's late records on a text that it has not learned.

    Returns
    -------
    LateRecords or None
        Nothing where the run has no records, the text not the words that a clustering needs or
        not one whole chunk, or the network another activation than tanh.
    """
    config, records = results.config, results.records
    if not records or config.activation != "tanh" or len(text) <= config.seq_len:
        return None
    steps = records["step"]
    late = np.flatnonzero(steps >= LATE * steps[-1])
    targets = encode(text, results.char2idx)[1:]
    seen: dict[str, list[float]] = {}
    models = [recorded_model(results, int(index)) for index in late]
    for model, reading in zip(models, readings(models, text, results.char2idx), strict=True):
        try:
            clusters = cluster_words(reading)
        except TooFewWordsError:
            return None
        _, last = gradients_by_position(model, reading, targets, config.seq_len)
        measured = {
            "loss": reading.loss,
            "kind_purity": clusters.kind_purity(),
            "category_purity": clusters.purity,
            "gradient_share": last[0] / last[-1],
        }
        for name, value in measured.items():
            seen.setdefault(name, []).append(float(value))
    return LateRecords(steps[late], **{name: Spread(np.array(v)) for name, v in seen.items()})


def as_json(found: LateRecords) -> dict[str, Any]:
    """Return the steps, and every value's mean, least and greatest."""
    names = ("loss", "kind_purity", "category_purity", "gradient_share")
    parts = {name: getattr(found, name) for name in names}
    return {"steps": found.steps.tolist()} | {
        name: {"mean": part.mean, "least": part.least, "greatest": part.greatest}
        for name, part in parts.items()
    }
