"""The exercise character-model: a network trained from start to finish, and a mark to beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.clipping import clip_by_global_norm
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.ngrams.comparison import score, split
from minimodel.nn.generation import sample
from minimodel.nn.gru import GRU
from minimodel.nn.network import RecurrentNetwork
from minimodel.running.long_computations import long_computation
from minimodel.tasks.character_ngrams import costs as counted_costs
from minimodel.tasks.character_ngrams import fitted

Array = NDArray[Any]

D_EMBED: Final = 16
D_HIDDEN: Final = 48
WINDOW: Final = 40  # characters read in a training example
BATCH: Final = 16
STEPS: Final = 250
LEARNING_RATE: Final = 0.02
MAX_NORM: Final = 1.0

SEEDS: Final = (0, 1, 2, 3, 4)
RATES: Final = (0.0003, 0.003, 0.02, 0.1, 0.5)
FIRST_STEPS: Final = 40  # of each learning rate
AVERAGED: Final = 10  # the last of them, whose mean loss is compared
TEMPERATURES: Final = (0.2, 0.7, 1.5)
WRITTEN: Final = 120  # characters written at each of them
BEST_ORDER: Final = 2  # with this add-k smoothing, the bigram is the mark of lab 01
BEST_SMOOTHING: Final = 0.01


# region model
class CharacterModel:
    """Which character comes next, from all that came before it.

    Parameters
    ----------
    vocabulary
        Every character that may come, each once; its place is its id.
    seed
        Of the first weights, or a generator for them.
    """

    def __init__(
        self, vocabulary: str, seed: int | np.random.Generator, dtype: DTypeLike = np.float64
    ) -> None:
        rng = np.random.default_rng(seed)
        self.vocabulary = vocabulary
        V = len(vocabulary)
        self.network = RecurrentNetwork(
            GRU(D_EMBED, D_HIDDEN, rng, dtype=dtype), V, rng, vocab_size=V
        )
        self.params = self.network.params

    def encode(self, text: str) -> NDArray[np.int64]:
        """Return the ids (T,) of a text."""
        return np.array([self.vocabulary.index(character) for character in text])


def make_model(vocabulary: str, seed: int) -> CharacterModel:
    """Return an untrained model."""
    return CharacterModel(vocabulary, seed)


# endregion model


# region loss
def loss_and_gradients(
    model: CharacterModel, ids: Array, targets: Array
) -> tuple[float, dict[str, Array]]:
    """Return the mean cross-entropy of all predictions, and its gradient by each parameter.

    Parameters
    ----------
    model
        It is not changed.
    ids, targets
        The characters that are read, (batch, time), and those that follow each of them.
    """
    model.network.zero_grads()
    logits, _ = model.network.forward(ids)  # (batch, time, V)
    loss, d_logits = softmax_cross_entropy(logits, targets)
    model.network.backward(d_logits)
    return float(loss), model.network.grads


def costs(model: CharacterModel, text: str) -> Array:
    """Return −ln p of each character of a text but the first, after all that stand before it."""
    ids = model.encode(text)
    logits = model.network.forward(ids[None, :-1])[0][0]  # (T − 1, V)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    return log_sums - shifted[np.arange(len(shifted)), ids[1:]]


# endregion loss


# region clip
def clip(gradients: dict[str, Array], max_norm: float) -> dict[str, Array]:
    """Return the gradients, all shortened by one factor if their joint norm is too long."""
    clipped = {name: gradient.copy() for name, gradient in gradients.items()}
    clip_by_global_norm(clipped, max_norm)
    return clipped


# endregion clip


# region write
def write(model: CharacterModel, start: str, length: int, temperature: float, seed: int) -> str:
    """Return `length` characters that the model draws, one after the other, behind `start`."""
    rng = np.random.default_rng(seed)
    drawn = sample(model.network, model.encode(start).tolist(), length, temperature, rng)
    return "".join(model.vocabulary[index] for index in drawn)


# endregion write


# region training
def train(text: str, vocabulary: str, seed: int) -> CharacterModel:
    """Return a model trained on windows of a text, each batch at places newly drawn."""
    rng = np.random.default_rng(seed)
    model = CharacterModel(vocabulary, rng)
    descend(model, text, rng)
    return model


def descend(
    model: CharacterModel,
    text: str,
    rng: np.random.Generator,
    steps: int = STEPS,
    learning_rate: float = LEARNING_RATE,
) -> list[float]:
    """Train a model in place; return the loss of each batch, before the update."""
    ids = model.encode(text)
    adam = Adam(model.params, learning_rate)
    losses = []
    for _ in range(steps):
        starts = rng.integers(len(ids) - WINDOW, size=BATCH)
        windows = ids[starts[:, None] + np.arange(WINDOW + 1)]  # (BATCH, WINDOW + 1)
        loss, gradients = loss_and_gradients(model, windows[:, :-1], windows[:, 1:])
        clip_by_global_norm(gradients, MAX_NORM)
        adam.step(gradients)
        losses.append(loss)
    return losses


# endregion training


# region task
def conjugations() -> tuple[str, str]:
    """Return lab 01's training lines and its held-out lines, each as one text.

    Every line stands between two line ends.
    """
    training, held_out = ("\n" + "\n".join(lines) + "\n" for lines in split())
    return training, held_out


def per_token(nats: Array, lines: Sequence[str]) -> float:
    """Turn the costs of all characters of lines into the perplexity of one of their tokens.

    What a line costs does not depend on the pieces into which it is cut: a token costs what its
    characters cost. So a model of characters can be compared with one of tokens. It pays for
    the line ends on top.
    """
    return float(np.exp(nats.sum() / sum(len(line.split()) for line in lines)))


# endregion task


def characters() -> str:
    """Return every character of lab 01's lines, in a fixed order."""
    return "".join(sorted(set("".join(conjugations()))))


def mark() -> float:
    """Return the mark of lab 01: its best add-k perplexity on the held-out lines."""
    return score.function(n=BEST_ORDER, k=BEST_SMOOTHING).held_out


@cache  # whatever the language of the page that asks
def counted(training: str, held_out: str, n: int, vocabulary: str) -> Array:
    """Return what each held-out character but the first costs an n-gram of characters, in nats."""
    costs_of_each = counted_costs(fitted(training, n, vocabulary), held_out[1:], held_out[:1])
    costs_of_each.setflags(write=False)
    return costs_of_each


def second_verb(model: CharacterModel, lines: Sequence[str]) -> tuple[float, float]:
    """Return what the verb of a line costs the second time: after itself, and after another one.

    The other one is as long, so that the verb keeps its place, and ends in "ed" if it does: the
    mean over all that stand first in some line. Lines whose two verbs differ are left out.

    Parameters
    ----------
    model
        It is not changed.
    lines
        Each begins like ``we help , you help ,``.
    """
    verbs = sorted({line.split()[1] for line in lines})
    found = []
    for start, verb, _, who, again in sorted({tuple(line.split()[:5]) for line in lines}):
        others = [
            other
            for other in verbs
            if len(other) == len(verb) and other.endswith("ed") == verb.endswith("ed")
        ]
        if again == verb and len(others) > 1:
            nats = {
                first: costs(model, f"\n{start} {first} , {who} {verb}")[-len(verb) :].sum()
                for first in others
            }
            found.append((nats.pop(verb), np.mean(list(nats.values()))))
    same, other = np.mean(found, axis=0)
    return float(same), float(other)


@dataclass(frozen=True)
class Run:
    """What one training leaves behind.

    Attributes
    ----------
    losses
        Mean loss of each batch, before its update, in nats per character.
    perplexity
        Per token of lab 01's held-out lines.
    costs
        Of each character of those lines but the first, in nats.
    written
        What the model wrote after a line end, by temperature.
    second_verb
        See the function of this name, of the lines that were held out.
    """

    losses: tuple[float, ...]
    perplexity: float
    costs: NDArray[np.float64]
    written: dict[float, str]
    second_verb: tuple[float, float]


@long_computation("training character models on the conjugations")
def run(*, seed: int) -> Run:
    """Train a model on lab 01's lines, try it on those that were held out, and let it write."""
    model, losses = _trained(seed, STEPS, LEARNING_RATE)
    nats = costs(model, conjugations()[1]).astype(float)
    written = {each: write(model, "\n", WRITTEN, each, seed) for each in TEMPERATURES}
    held_out = split().held_out
    repeated = second_verb(model, held_out)
    return Run(tuple(losses), per_token(nats, held_out), nats, written, repeated)


@long_computation("trying learning rates")
def begin(*, seed: int, rate: float) -> list[float]:
    """Return the losses of the first steps with a learning rate."""
    return _trained(seed, FIRST_STEPS, rate)[1]


def first_steps(runs: Sequence[Run]) -> dict[float, list[float]]:
    """Return the loss after the first steps with each learning rate, from every seed.

    Parameters
    ----------
    runs
        The whole runs, with `LEARNING_RATE`: their beginnings need not be computed again.
    """
    others = [rate for rate in RATES if rate != LEARNING_RATE]
    calls = [{"seed": seed, "rate": rate} for rate in others for seed in SEEDS]
    begun = iter(begin.map(calls))
    losses: dict[float, list[Sequence[float]]] = {r: [next(begun) for _ in SEEDS] for r in others}
    losses[LEARNING_RATE] = [each.losses for each in runs]
    last = slice(FIRST_STEPS - AVERAGED, FIRST_STEPS)
    return {rate: [float(np.mean(each[last])) for each in losses[rate]] for rate in RATES}


def _trained(seed: int, steps: int, rate: float) -> tuple[CharacterModel, list[float]]:
    rng = np.random.default_rng(seed)
    # A third faster than float64, and these results need no more digits.
    model = CharacterModel(characters(), rng, np.float32)
    return model, descend(model, conjugations()[0], rng, steps, rate)
