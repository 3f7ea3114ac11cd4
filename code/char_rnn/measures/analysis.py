"""Everything that can be measured of a trained network and its record, in one object."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from minimodel.texts.labels import label

from char_rnn.measures import late_records, memory_probe, word_boundaries, word_clusters
from char_rnn.measures.accuracy import Accuracy, Context, accuracy_by_place, accuracy_in_context
from char_rnn.measures.grammar import LEXICON, grammar
from char_rnn.measures.late_records import LateRecords
from char_rnn.measures.letters import (
    SPACE,
    Reading,
    accepted_by_grammar,
    fresh_text,
    read,
    read_exactly,
)
from char_rnn.measures.lexicon import hit_rate, misses, written_words
from char_rnn.measures.memory_probe import MemoryProbe
from char_rnn.measures.training_curves import evenly, final_loss, gradient_by_position, phases
from char_rnn.measures.word_boundaries import BoundaryError
from char_rnn.measures.word_clusters import WordClusters
from char_rnn.runs.default_run import untrained
from char_rnn.runs.results import Results
from char_rnn.training.flags import BadInput
from char_rnn.training.recording import eigen

SHORTEST: Final = 400  # characters; less is too little to measure on


@dataclass(frozen=True)
class Analysis:
    """What `analyze` measures; what a text or a corpus does not allow is `None`.

    Attributes
    ----------
    results
        The run.
    text_kind
        What the network read: ``"fresh"`` sentences of the grammar, the part of the corpus that
        was ``"held_out"``, or, where that is too short, what it was ``"trained"`` on.
    reading, exact
        The network's reading of it, and the exact predictor's.
    floor
        The grammar's entropy rate, in nats per character.
    train_loss, uniform
        Mean of the last steps, and what a uniform guess costs, in nats per character.
    spectral_radius
        Of W_hh after the last update.
    boundary, exact_boundary, accuracy, exact_accuracy, contexts, clusters, probe, late
        See the modules of these names; `late` is of the recorded networks, not of the last.
    untrained_probe, untrained_clusters
        The same of the network before its first step.
    hit_rate, invented
        Share of the written words that are words, and the commonest others.
    """

    results: Results
    text_kind: str
    reading: Reading
    exact: Reading | None
    floor: float | None
    train_loss: float
    uniform: float
    spectral_radius: float
    boundary: BoundaryError | None
    exact_boundary: BoundaryError | None
    accuracy: Accuracy
    exact_accuracy: Accuracy | None
    contexts: list[Context]
    clusters: WordClusters | None
    untrained_clusters: WordClusters | None
    late: LateRecords | None
    probe: MemoryProbe
    untrained_probe: MemoryProbe
    hit_rate: float | None
    invented: list[tuple[str, int]]


def analyze(results: Results, corpus: str, lang: str = "en") -> Analysis:
    """Measure a run.

    Parameters
    ----------
    results
        As `load_results` or `default_run` returns it.
    corpus
        The text that it learned from.
    lang
        Language of what is said if that fails.

    Raises
    ------
    BadInput
        If the corpus has other characters than the run's, or is too short to measure on.
    """
    config, model = results.config, results.model
    unknown = sorted(set(corpus) - set(results.char2idx))
    if unknown:
        raise _bad_corpus("foreign_corpus", results, lang, char=repr(unknown[0]))
    is_grammar = accepted_by_grammar(corpus)
    text_kind, text = text_to_read(results, corpus, is_grammar)
    if len(text) < SHORTEST:
        raise _bad_corpus("short_corpus", results, lang, count=len(text), needed=SHORTEST)
    reading = read(model, text, results.char2idx, config.activation)
    before = read(untrained(results), text, results.char2idx, config.activation)
    exact = read_exactly(text) if text_kind == "fresh" else None
    has_words = SPACE in results.char2idx
    words = (
        written_words(
            model,
            results.char2idx,
            temperature=config.temperature,
            activation=config.activation,
            seed=config.seed,
        )
        if has_words
        else []
    )
    lexicon = LEXICON if is_grammar else frozenset(corpus.split(SPACE))
    return Analysis(
        results=results,
        text_kind=text_kind,
        reading=reading,
        exact=exact,
        floor=grammar().entropy_rate if is_grammar else None,
        train_loss=final_loss(results.curves["loss"]),
        uniform=math.log(len(results.char2idx)),
        spectral_radius=eigen(model.W_hh)[1],
        boundary=_boundary_error(reading),
        exact_boundary=_boundary_error(exact) if exact else None,
        accuracy=accuracy_by_place(reading),
        exact_accuracy=accuracy_by_place(exact) if exact else None,
        contexts=accuracy_in_context(reading),
        clusters=_clusters(reading) if exact else None,
        untrained_clusters=_clusters(before) if exact else None,
        late=late_records.late_records(results, text) if exact else None,
        probe=memory_probe.memory_probe(reading),
        untrained_probe=memory_probe.memory_probe(before),
        hit_rate=hit_rate(words, lexicon) if words else None,
        invented=misses(words, lexicon),
    )


def _bad_corpus(key: str, results: Results, lang: str, **values: object) -> BadInput:
    path = results.config.corpus
    return BadInput(label(f"char_rnn_command.{key}", lang, path=path, **values))


def _boundary_error(reading: Reading) -> BoundaryError | None:
    """Return the error by position in the word; none of a text that is not made of words."""
    try:
        return word_boundaries.boundary_error(reading)
    except word_boundaries.NoWordsError:
        return None


def _clusters(reading: Reading) -> WordClusters | None:
    """Return the words' clusters; none of a text with too few words for that."""
    try:
        return word_clusters.cluster_words(reading)
    except word_clusters.TooFewWordsError:
        return None


def text_to_read(results: Results, corpus: str, is_grammar: bool) -> tuple[str, str]:
    """Return a text that the network has not learned, after what kind it is.

    See `Analysis.text_kind`.
    """
    if is_grammar:
        fresh = fresh_text(characters="".join(results.char2idx))
        if len(fresh) >= SHORTEST:
            return "fresh", fresh
    held_out = corpus[len(corpus) - int(len(corpus) * results.config.val_fraction) :]
    return ("held_out", held_out) if len(held_out) >= SHORTEST else ("trained", corpus)


def as_json(found: Analysis) -> dict[str, Any]:
    """Return all numbers as JSON can hold them; what is not a number becomes null."""
    records, jacobians = found.results.records, found.results.jacobians
    record: dict[str, Any] = {}
    if records:
        chosen = evenly(records)
        record = {
            "step": records["step"][chosen].tolist(),
            "spectral_radius": records["spectral_radius"][chosen].tolist(),
            "largest_eigenvalues": [
                [[value.real, value.imag] for value in row[:8].tolist()]
                for row in records["eigenvalues"][chosen]
            ],
            "saturation": records["saturation"][chosen].tolist(),
            "gradient_by_position": {
                name: gradient_by_position(records, *span).tolist()
                for name, span in phases(records).items()
            },
        }
    products = (
        {
            "step": jacobians["step"].tolist(),
            "product_norms": jacobians["product_norms"].tolist(),
            "spectral_radius_of_product": jacobians["spectral_radius"].tolist(),
        }
        if jacobians
        else {}
    )
    parts = {
        "steps": found.results.step,
        "parameters": found.results.model.count_parameters(),
        "text_read": found.text_kind,
        "loss": {
            "training": found.train_loss,
            "reading": found.reading.loss,
            "exact_predictor": found.exact.loss if found.exact else None,
            "entropy_rate": found.floor,
            "uniform_guess": found.uniform,
        },
        "spectral_radius": found.spectral_radius,
        "record": record,
        "jacobian": products,
        "word_boundaries": word_boundaries.as_json(found.boundary) if found.boundary else None,
        "word_boundaries_exact": (
            word_boundaries.as_json(found.exact_boundary) if found.exact_boundary else None
        ),
        "accuracy": dataclasses.asdict(found.accuracy),
        "accuracy_exact": (
            dataclasses.asdict(found.exact_accuracy) if found.exact_accuracy else None
        ),
        "accuracy_in_context": [dataclasses.asdict(context) for context in found.contexts],
        "vocab_hit_rate": found.hit_rate,
        "invented_words": dict(found.invented),
        "word_clusters": _clusters_as_json(found.clusters),
        "word_clusters_untrained": _clusters_as_json(found.untrained_clusters),
        "late_records": late_records.as_json(found.late) if found.late else None,
        "memory_probe": memory_probe.as_json(found.probe),
        "memory_probe_untrained": memory_probe.as_json(found.untrained_probe),
    }
    return dict(_without_nan(parts))


def _clusters_as_json(found: WordClusters | None) -> dict[str, Any] | None:
    return word_clusters.as_json(found) if found else None


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value
