"""Call a student's functions on hidden states, and keep what they collect, turn and measure."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from minimodel.nn.lstm import LSTM
from minimodel.nn.network import RecurrentNetwork
from minimodel.tasks.sentiment import encode, train_sentiment, vocabulary
from numpy.typing import NDArray

from course.student.gradients import keep_gradients
from course.student.recorder import Recorder
from course.student.trials import keep_parts

Array = NDArray[Any]

FILE: Final = "hidden_states.py"
FUNCTIONS: Final = ("collect", "pca", "project", "separation")
OPTIONAL: Final = ("affinities", "divergence")
K: Final = {"wide": 2, "three": 3, "few": 2}  # axes that are asked for in each case
PERPLEXITY: Final = 5.0
SEED: Final = 11  # of the network that is looked into


def network() -> RecurrentNetwork:
    """Return a small LSTM whose states are collected."""
    rng = np.random.default_rng(1)
    return RecurrentNetwork(LSTM(3, 5, rng), 2, rng, vocab_size=9, last_only=True)


def sentences() -> Array:
    """Return the ids of four sentences, zeros in front of the short ones."""
    return np.array([[0, 0, 3, 1, 7], [4, 2, 8, 6, 5], [0, 0, 0, 0, 2], [0, 5, 5, 1, 3]])


def points(case: str) -> Array:
    """Return the points of a case: far from the origin, spread unlike along each direction."""
    rng = np.random.default_rng(len(case))
    n, d = {"wide": (40, 6), "three": (30, 5), "few": (5, 8)}[case]
    turned, _ = np.linalg.qr(rng.normal(size=(d, d)))
    return rng.normal(size=(n, d)) * 0.7 ** np.arange(d) @ turned * 2 + rng.normal(0, 3, d)


def classes() -> tuple[Array, Array]:
    """Return points of three classes of unequal sizes, which overlap, and their labels."""
    rng = np.random.default_rng(3)
    labels = np.repeat([0, 1, 4], [9, 14, 6])
    centers = np.array([[0, 0], [2.5, 0.5], [1, 0], [0, 0], [0.5, 3]])
    order = rng.permutation(len(labels))
    return (centers[labels] + rng.normal(0, 0.9, (len(labels), 2)))[order], labels[order]


def probe(recorder: Recorder) -> None:
    """Keep every result, in steps named as the functions are."""
    names = recorder.load(FILE)
    if names is None:
        return
    functions = {name: recorder.function(name, names, name) for name in FUNCTIONS}
    recorder.values["optional"] = [name for name in OPTIONAL if names.get(name) is not None]
    collect, pca, project, separation = functions.values()
    if collect is not None:
        keep_parts(
            recorder, "collect", collect, ("states", "sentence", "left"), network(), sentences()
        )
    for case, k in K.items():
        if pca is not None:
            found = keep_parts(
                recorder, f"pca {case}", pca, ("mean", "axes", "shares"), points(case), k
            )
            if found is None:
                break
    if project is not None:
        given = points("wide")[:7], np.arange(6.0), np.eye(6)[[1, 3]][:, ::-1] * 1.0
        recorder.keep("project", "project", recorder.call("project", project, *given))
    if separation is not None:
        keep_parts(recorder, "separation", separation, ("between", "nearest"), *classes())
    if not recorder.failures:
        _trained(recorder, collect, pca, project, separation)
    _neighbors(recorder, names)


def _neighbors(recorder: Recorder, names: dict[str, Any]) -> None:
    """Try what is optional, as far as it is there."""
    given = points("three")
    if callable(names.get("affinities")):
        found = recorder.call("affinities", names["affinities"], given, PERPLEXITY)
        recorder.keep("affinities", "affinities", found)
    if callable(names.get("divergence")):
        function, P = names["divergence"], joint(len(given))
        start = np.random.default_rng(4).normal(size=(len(given), 2))
        if keep_parts(recorder, "value", function, ("KL", "gradient"), P, start) is None:
            recorder.failures["divergence"] = recorder.failures.pop("value")
            return
        # Moving a whole map changes nothing; weights, so that moving all of them does.
        weights = np.linspace(0.5, 1.5, len(given))[:, None]

        def of_map(parts: dict[str, Array]) -> tuple[Any, dict[str, Any]]:
            loss, gradient = function(P.copy(), parts["Y"] * weights)
            return loss, {"Y": np.asarray(gradient) * weights}

        keep_gradients(recorder, "divergence", of_map, {"Y": start / weights})


def joint(n: int) -> Array:
    """Return probabilities of pairs for `divergence`, some of them zero."""
    rng = np.random.default_rng(5)
    weights = rng.random((n, n)) * (rng.random((n, n)) < 0.7)
    weights = weights + weights.T
    np.fill_diagonal(weights, 0)
    return weights / weights.sum()


def _trained(recorder: Recorder, collect: Any, pca: Any, project: Any, separation: Any) -> None:
    """Let the student's functions look into a trained network, at the last word and before."""
    run = train_sentiment(lang="en", seed=SEED)
    ids = encode([review.text for review, _ in run.held_out], vocabulary("en"))
    labels = np.array([review.label for review, _ in run.held_out])

    def looked() -> dict[str, list[float]]:
        states, sentence, left = map(np.asarray, collect(run.classifier(), ids))
        own = labels[sentence.ravel().astype(int)]
        found = {}
        for words in (0, 1):
            chosen = left.ravel() == words
            mean, axes, _ = pca(states[chosen], 2)
            plane = project(states[chosen], mean, axes)
            numbers = separation(np.asarray(plane), own[chosen])
            found[str(words)] = [float(each) for each in numbers]
        return found

    found = recorder.attempt("trained", looked)
    if found is not None:
        recorder.values["trained"] = found
