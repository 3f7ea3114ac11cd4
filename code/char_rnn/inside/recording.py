"""Looks into the default run at some of its steps, always with the same texts, so that it compares.

What train.py records of a step depends on the chunk that the step happened to read. Here each
recorded network reads the same sentence, which the corpus does not have, and the same new text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from minimodel.running.long_computations import long_computation
from numpy.typing import NDArray

from char_rnn.inside.products import jacobian_products, leading_share, pairs
from char_rnn.measures.gradients import gradients_by_position
from char_rnn.measures.grammar import ALPHABET, grammar
from char_rnn.measures.late_records import LateRecords, Spread, late_records
from char_rnn.measures.letters import fresh_text, read_exactly, readings
from char_rnn.measures.word_boundaries import BoundaryError, boundary_error
from char_rnn.measures.word_clusters import WordClusters, cluster_words
from char_rnn.runs.default_run import NUM_SENTENCES, default_run, recorded_model
from char_rnn.runs.results import Results
from char_rnn.train import encode, forward
from char_rnn.training.principal_axes import principal_axes
from char_rnn.training.recording import SATURATED

Array = NDArray[Any]

PROBE: Final = " the woman read the book t"  # T + 1 characters, as a chunk of training
WINDOW: Final = 16  # steps of the probe whose Jacobians are multiplied: up to the verb's end
RECORDS: Final = 64
UNHURRIED: Final = 30  # steps; after about so many, records stand at equal ratios of steps


@dataclass(frozen=True)
class InsideRun:
    """What is shown of a run: R records of a network with H units, V characters, T steps read.

    Attributes
    ----------
    steps
        The training step of each record, (R,); the weights are those before its update.
    characters, probe
        The vocabulary in order, and the T + 1 characters that are read.
    losses, fresh_losses
        Mean training loss around each record, and the loss on new text, in nats per character,
        (R,).
    floor, uniform
        The grammar's entropy rate, and what a uniform guess costs, in nats per character.
    samples
        What the network wrote at each record.
    eigenvalues, radii, largest_singular_values
        Of W_hh: (R, H) complex, (R,) and (R,).
    gradients, last_gradients
        Mean ∥∂L/∂h_t∥ by position t in a chunk, where L sums over all characters of the chunk or
        is the loss of its last one, (R, T).
    products, product_radii
        Of the product of Jacobians of each pair of states, in the order of `products.pairs`: its
        largest singular values, (R, K, 6), and its spectral radius, (R, K).
    points, explained
        The states of the probe in the plane of the last record's two main axes, (R, T, 2), and
        the share of the variance that each axis explains, (2,).
    predictions, exact
        The distribution after each character of the probe: the network's, (R, T, V), and that
        of the exact predictor, (T, V).
    states, saturation
        Of the probe, (R, T, H), and the share of all entries beyond ±0.95 on the new text, (R,).
    W_xh, W_hh, W_hy
        (R, H, V), (R, H, H), (R, V, H).
    boundaries, exact_boundary
        Mean losses by position in the word, of each record and of the exact predictor.
    clusters
        The words' mean states at each record, clustered.
    purity, purity_by_chance
        Share of the words whose kind, of three, is the commonest of their group, when the tree is
        cut into three groups, (R,); the same if kinds were dealt out at random.
    late
        What all records of the last third of the training come to, shown here or not.
    start_leading, late_leading
        How much the first two directions make up of the product of Jacobians over `WINDOW` steps
        of the probe, see `leading_share`: at the first record, and at all late ones.
    """

    steps: Array
    characters: str
    probe: str
    losses: Array
    fresh_losses: Array
    floor: float
    uniform: float
    samples: tuple[str, ...]
    eigenvalues: Array
    radii: Array
    largest_singular_values: Array
    gradients: Array
    last_gradients: Array
    products: Array
    product_radii: Array
    points: Array
    explained: Array
    predictions: Array
    exact: Array
    states: Array
    saturation: Array
    W_xh: Array
    W_hh: Array
    W_hy: Array
    boundaries: tuple[BoundaryError, ...]
    exact_boundary: BoundaryError
    clusters: tuple[WordClusters, ...]
    purity: Array
    purity_by_chance: float
    late: LateRecords
    start_leading: float
    late_leading: Spread

    @property
    def probe_losses(self) -> Array:
        """The network's mean loss on the probe at each record, in nats per character, (R,)."""
        came = [self.characters.index(char) for char in self.probe[1:]]
        return np.asarray(-np.log(self.predictions[:, range(len(came)), came]).mean(axis=1))

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The pairs (from, to) of states that a product of Jacobians leads between."""
        return pairs(WINDOW)


@long_computation("looking inside the character RNN while it trains", first=default_run)
def inside_run(
    results: Results, *, steps: int = 30_000, seed: int = 42, records: int = RECORDS
) -> InsideRun:
    """Look into about `records` of the networks that `default_run` recorded.

    Parameters
    ----------
    results
        What `default_run` returned.
    steps, seed
        What it was given.
    records
        How many, at least 2; the early ones stand closer together.
    """
    return look_inside(results, records)


def look_inside(results: Results, records: int = RECORDS) -> InsideRun:
    """Look into a run of the default corpus; see `InsideRun`.

    Raises
    ------
    ValueError
        If fewer than two records are asked for, or the run has fewer.
    """
    chosen = spread(results.records["step"], records)
    characters = "".join(results.char2idx)
    fresh = fresh_text(NUM_SENTENCES, characters=characters)
    fresh_ids = encode(fresh, results.char2idx)
    probe = encode(PROBE, results.char2idx)  # (T + 1,)
    seen: dict[str, list[Any]] = {}
    boundaries, clusters = [], []
    models = [recorded_model(results, int(index)) for index in chosen]
    for model, reading in zip(models, readings(models, fresh, results.char2idx), strict=True):
        fwd = forward(model, probe, np.zeros(len(model.b_h)))
        boundaries.append(boundary_error(reading))
        clusters.append(cluster_words(reading))
        by_all, by_last = gradients_by_position(
            model, reading, fresh_ids[1:], results.config.seq_len
        )
        singular_values, radii = jacobian_products(model, fwd, WINDOW)
        of_this_record = {
            "fresh_losses": reading.loss,
            "largest_singular_values": np.linalg.norm(model.W_hh, ord=2),
            "gradients": by_all,
            "last_gradients": by_last,
            "products": singular_values,
            "product_radii": radii,
            "predictions": fwd.ps,
            "states": fwd.hs[1:],
            "saturation": np.mean(np.abs(reading.states) > SATURATED),
            "W_xh": model.W_xh,
            "W_hh": model.W_hh,
            "W_hy": model.W_hy,
        }
        for name, value in of_this_record.items():
            seen.setdefault(name, []).append(value)
    stacked = {name: np.array(values) for name, values in seen.items()}
    late = late_records(results, fresh)
    assert late is not None, "the default run has records, words and tanh"
    late_indices = np.flatnonzero(np.isin(results.records["step"], late.steps))
    plane = principal_axes(stacked["states"][-1])
    recorded = {name: values[chosen] for name, values in results.records.items()}
    return InsideRun(
        **stacked,
        steps=recorded["step"],
        characters=characters,
        probe=PROBE,
        losses=around(results.curves["loss"], recorded["step"]),
        floor=grammar().entropy_rate,
        uniform=float(np.log(len(characters))),
        samples=tuple(str(text) for text in recorded["text"]),
        eigenvalues=recorded["eigenvalues"],
        radii=recorded["spectral_radius"],
        points=plane.project(stacked["states"]),
        explained=plane.explained,
        exact=_exact_predictions(characters),
        boundaries=tuple(boundaries),
        exact_boundary=boundary_error(read_exactly(fresh)),
        clusters=tuple(clusters),
        purity=np.array([found.kind_purity() for found in clusters]),
        purity_by_chance=clusters[-1].kind_purity_by_chance(),
        late=late,
        start_leading=_leading_share(results, int(chosen[0]), probe),
        late_leading=Spread(
            np.array([_leading_share(results, int(i), probe) for i in late_indices])
        ),
    )


def _leading_share(results: Results, index: int, probe: Array) -> float:
    """Of one record's network, while it reads the probe."""
    model = recorded_model(results, index)
    return leading_share(model, forward(model, probe, np.zeros(len(model.b_h))), WINDOW)


def spread(steps: Array, count: int) -> Array:
    """Choose about `count` records, the early ones closer together.

    Steps s are chosen at equal distances of log(1 + s / `UNHURRIED`), as far as there are records.

    Parameters
    ----------
    steps
        Of all records, rising.
    count
        How many; all are taken where there are no more.

    Returns
    -------
    array of int
        Indices, rising; the first and the last record are among them.

    Raises
    ------
    ValueError
        If `count` or the number of records is below 2.
    """
    if count < 2 or len(steps) < 2:
        raise ValueError(f"records: {min(count, len(steps))} is too few; at least 2 are compared")
    if count >= len(steps):
        return np.arange(len(steps))
    first, last = np.log1p(steps[[0, -1]] / UNHURRIED)
    tried = count
    while True:
        wanted = UNHURRIED * np.expm1(np.linspace(first, last, tried))
        found = np.unique(np.abs(steps[:, None] - wanted).argmin(axis=0))
        if len(found) >= count:
            return found
        tried += 1


def around(values: Array, steps: Array) -> Array:
    """Average a value that each training step has over the steps nearest to each of `steps`."""
    middles = (steps[1:] + steps[:-1]) / 2
    parts = np.split(values, np.ceil(middles).astype(int) - 1)
    return np.array([part.mean() for part in parts])


def _exact_predictions(characters: str) -> Array:
    """The exact predictor's distributions for the probe, (T, V), in the network's order."""
    assert characters == "".join(ALPHABET), "the default corpus has the grammar's whole alphabet"
    return grammar().predict(PROBE[1:])[:-1]
