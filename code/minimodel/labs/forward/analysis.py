"""The numbers that answer the forward-pass lab's questions, each from one small function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minimodel.corpus.conjugation import conjugate_english
from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import VERBS, VerbSentence
from minimodel.corpus.vocabulary import Vocabulary, corpus_vocabulary
from minimodel.labs.forward.constants import (
    ANSWER,
    D_EMBED,
    D_HIDDEN,
    LINE,
    SEED,
    SIGMA,
)
from minimodel.mathematics.functions import softmax
from minimodel.mathematics.matrices import largest_singular_value, spectral_radius
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

Model = VanillaRNN | GRU


class Prediction(NamedTuple):
    """A token that a model proposes, with its logit and its softmax probability."""

    token: str
    logit: float
    probability: float


def canonical_tokens() -> list[str]:
    """Return the example's eight tokens, ``<bos>`` to ``he``."""
    return tokenize(LINE)


def canonical_ids(vocabulary: Vocabulary | None = None) -> list[int]:
    """Return the example's token ids."""
    return (vocabulary or corpus_vocabulary()).encode(canonical_tokens())


def untrained_rnn(seed: int = SEED, sigma: float = SIGMA) -> VanillaRNN:
    """Return the lab's vanilla RNN; other seeds and sigmas are for comparison."""
    return VanillaRNN(len(corpus_vocabulary()), D_EMBED, D_HIDDEN, seed, sigma=sigma)


def untrained_gru(seed: int = SEED, sigma: float = SIGMA) -> GRU:
    """Return the lab's GRU; other seeds and sigmas are for comparison."""
    return GRU(len(corpus_vocabulary()), D_EMBED, D_HIDDEN, seed, sigma=sigma)


def top_predictions(
    logits: NDArray[Any], vocabulary: Vocabulary, count: int = 5
) -> list[Prediction]:
    """Return the `count` tokens with the largest logits (V,), the largest first."""
    probabilities = softmax(logits)
    return [
        Prediction(vocabulary.tokens[i], float(logits[i]), float(probabilities[i]))
        for i in np.argsort(-logits, kind="stable")[:count]
    ]


def with_initial_state(states: NDArray[Any]) -> NDArray[Any]:
    """Put h_0 = 0 before the states (T, d_hidden): row t of the result is h_t."""
    return np.concatenate([np.zeros_like(states[:1]), states])


def norms(states: NDArray[Any]) -> NDArray[Any]:
    """Return ‖h_t‖ for each row of `states`."""
    return np.linalg.norm(states, axis=1)


def smoothness(states: NDArray[Any]) -> float:
    """Return mean ‖h_t − h_{t−1}‖ / mean ‖h_t‖ over t = 1 … T, with h_0 = 0.

    About 0 for a state that hardly moves, √2 for states at right angles to their predecessors.
    """
    steps = np.diff(with_initial_state(states), axis=0)  # (T, d_hidden)
    return float(norms(steps).mean() / norms(states).mean())


def saturated_share(states: NDArray[Any]) -> float:
    """Return the share of entries with |h| > 0.9."""
    return float(np.mean(np.abs(states) > 0.9))


@dataclass(frozen=True)
class TopOneOverSeeds:
    """What untrained networks put first at the blank, one vote a seed.

    Attributes
    ----------
    tokens
        How often each token came first.
    seeds
        Number of seeds.
    answer_share
        Share of seeds whose first token is the right one.
    third_person_share
        Share of seeds whose first token is the third person singular present of any verb.
    """

    tokens: Counter[str]
    seeds: int
    answer_share: float
    third_person_share: float

    @property
    def distinct(self) -> int:
        """Number of different tokens that came first."""
        return len(self.tokens)


def top_one_over_seeds(seeds: Iterable[int] = range(100), model: str = "rnn") -> TopOneOverSeeds:
    """Ask the untrained network of each seed for its first token at ``he``.

    Parameters
    ----------
    seeds
        Seeds of the networks.
    model
        ``"rnn"`` or ``"gru"``.

    Raises
    ------
    ValueError
        If `model` is neither.
    """
    builders: dict[str, Callable[[int], Model]] = {"rnn": untrained_rnn, "gru": untrained_gru}
    if model not in builders:
        raise ValueError(f"model: {model!r} is not 'rnn' or 'gru'")
    build = builders[model]
    vocabulary = corpus_vocabulary()
    ids = canonical_ids(vocabulary)
    tokens = Counter(
        vocabulary.tokens[int(np.argmax(build(seed).forward(ids)[0]))] for seed in seeds
    )
    third_person = {conjugate_english(verb, "he", "present") for verb, _ in VERBS}
    total = tokens.total()
    return TopOneOverSeeds(
        tokens=tokens,
        seeds=total,
        answer_share=tokens[ANSWER] / total,
        third_person_share=sum(tokens[token] for token in third_person) / total,
    )


@dataclass(frozen=True)
class NormsAtSigma:
    """How the vanilla RNN's state evolves when its weights are drawn with one sigma.

    Attributes
    ----------
    norms
        ‖h_t‖ for t = 0 … T, shape (T + 1,).
    spectral_radius, largest_singular_value
        Of W_hh: the first decides whether the linear recurrence contracts in the long run, the
        second how much one step can stretch.
    saturated_share
        Share of the entries of h_1 … h_T with |h| > 0.9.
    largest_entry
        The largest |h|.
    """

    sigma: float
    norms: NDArray[Any]
    spectral_radius: float
    largest_singular_value: float
    saturated_share: float
    largest_entry: float


def norms_over_sigma(sigmas: Sequence[float] = (0.1, 0.2, 0.3)) -> list[NormsAtSigma]:
    """Run the vanilla RNN on the example once for each sigma, with the same draws rescaled."""
    results = []
    for sigma in sigmas:
        model = untrained_rnn(sigma=sigma)
        _, states = model.forward(canonical_ids())
        results.append(
            NormsAtSigma(
                sigma=sigma,
                norms=norms(with_initial_state(states)),
                spectral_radius=spectral_radius(model.W_hh),
                largest_singular_value=largest_singular_value(model.W_hh),
                saturated_share=saturated_share(states),
                largest_entry=float(np.abs(states).max()),
            )
        )
    return results


class GateStatistics(NamedTuple):
    """Mean and range over all entries of a gate."""

    mean: float
    low: float
    high: float


def gate_statistics(gate: NDArray[Any]) -> GateStatistics:
    """Summarize a gate's values, of any shape."""
    return GateStatistics(float(gate.mean()), float(gate.min()), float(gate.max()))


@dataclass(frozen=True)
class Pitfalls:
    """The number that reveals each mistake, beside its value when all is well.

    Attributes
    ----------
    tiny_sigma_norm, norm
        ‖h_8‖ of the vanilla RNN at sigma = 0.001 and at the lab's sigma.
    huge_sigma_share, share, cured_share
        Share of |h| > 0.9 at sigma = 1, at the lab's sigma and at sigma = 0.05.
    open_gate, gate
        Update gate z of a GRU with b_z = 10 and of the lab's GRU.
    open_gate_smoothness, gru_smoothness, rnn_smoothness
        `smoothness` of the same two GRUs and of the vanilla RNN.
    """

    tiny_sigma_norm: float
    norm: float
    huge_sigma_share: float
    share: float
    cured_share: float
    open_gate: GateStatistics
    gate: GateStatistics
    open_gate_smoothness: float
    gru_smoothness: float
    rnn_smoothness: float


def pitfalls() -> Pitfalls:
    """Make each mistake once, and measure it."""
    ids = canonical_ids()

    def rnn_states(sigma: float) -> NDArray[Any]:
        return untrained_rnn(sigma=sigma).forward(ids)[1]

    gru, open_gru = untrained_gru(), untrained_gru()
    open_gru.b_z += 10
    return Pitfalls(
        tiny_sigma_norm=float(norms(rnn_states(1e-3))[-1]),
        norm=float(norms(rnn_states(SIGMA))[-1]),
        huge_sigma_share=saturated_share(rnn_states(1.0)),
        share=saturated_share(rnn_states(SIGMA)),
        cured_share=saturated_share(rnn_states(0.05)),
        open_gate=gate_statistics(open_gru.gates(ids)[0]),
        gate=gate_statistics(gru.gates(ids)[0]),
        open_gate_smoothness=smoothness(open_gru.forward(ids)[1]),
        gru_smoothness=smoothness(gru.forward(ids)[1]),
        rnn_smoothness=smoothness(rnn_states(SIGMA)),
    )


def naive_sigmoid(x: ArrayLike) -> NDArray[Any]:
    """Return 1 / (1 + e^−x) as it is written, which overflows for very negative x."""
    return 1 / (1 + np.exp(-np.asarray(x)))


@dataclass(frozen=True)
class BlankAccuracy:
    """How often a model's first token at the last verb of the English half is the right one."""

    correct: int
    total: int


def blank_accuracy(model: Model, sentences: Sequence[VerbSentence]) -> BlankAccuracy:
    """Ask `model` for the third English verb of each sentence."""
    vocabulary = corpus_vocabulary()
    blank = len(canonical_tokens())
    correct = 0
    for sentence in sentences:
        ids = vocabulary.encode(tokenize(sentence.text))
        logits, _ = model.forward(ids[:blank])
        correct += int(np.argmax(logits) == ids[blank])
    return BlankAccuracy(correct, len(sentences))


class ReadingStep(NamedTuple):
    """One step of a model that reads a line: what it read, its state, what it expects next."""

    token: str
    state: NDArray[Any]
    prediction: Prediction


def read_line(model: VanillaRNN, line: str) -> list[ReadingStep]:
    """Let a vanilla RNN read a line and say its first guess after every token."""
    vocabulary = corpus_vocabulary()
    tokens = tokenize(line)
    _, states = model.forward(vocabulary.encode(tokens))
    steps = []
    for token, h in zip(tokens, states, strict=True):
        (prediction,) = top_predictions(model.W_ho @ h + model.b_o, vocabulary, count=1)
        steps.append(ReadingStep(token, h, prediction))
    return steps
