"""A text of brackets whose closing sign depends on what was opened many characters before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.generators import Generators
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.network import RecurrentNetwork
from minimodel.running.long_computations import long_computation
from minimodel.tasks.character_model import encode
from minimodel.tasks.character_ngrams import costs, fitted
from minimodel.tasks.loop import update
from minimodel.tasks.models import recurrent_layer

Array = NDArray[Any]

PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
LETTERS: Final = "abcd"
VOCABULARY: Final = "".join(PAIRS) + "".join(PAIRS.values()) + LETTERS
FEWEST: Final = 6  # letters between the two signs
CLOSING: Final = 0.25  # probability that the next character closes, from there on
SEEDS: Final = (0, 1, 2, 3, 4)
WINDOW: Final = 60
BATCH: Final = 16
STEPS: Final = 300
LOOKS: Final = (30, 60, 120, STEPS)  # after how many of them it is asked what was learned
LOOKED_AT: Final = 1000  # characters of the judged text


# region text
def bracket_text(length: int, rng: np.random.Generator) -> str:
    """Write signs like ``[cabbdac]``: six letters or more, and the sign that was opened, closed.

    Which of the three signs opens is drawn, and so is every letter; after six letters each
    further one has the probability 3/4.
    """
    text = ""
    while len(text) < length:
        opened = list(PAIRS)[rng.integers(len(PAIRS))]
        letters = FEWEST + rng.geometric(CLOSING) - 1
        text += opened + "".join(rng.choice(list(LETTERS), letters)) + PAIRS[opened]
    return text[:length]


# endregion text


def exact_costs(text: str) -> NDArray[np.float64]:
    """Return −ln p of each character for who knows how the text is made, in nats.

    The text begins with an opening sign.
    """
    found = []
    since = -1  # letters since the sign was opened; −1 outside
    for character in text:
        if since < 0:
            p, since = 1 / len(PAIRS), 0
        elif character in LETTERS:
            p = (1 - CLOSING if since >= FEWEST else 1) / len(LETTERS)
            since += 1
        else:
            p, since = CLOSING, -1
        found.append(-np.log(p))
    return np.array(found)


def texts() -> tuple[str, str]:
    """Return a text to learn from, and another one to judge by."""
    rng = np.random.default_rng(7)
    return bracket_text(12_000, rng), bracket_text(4_000, rng)


@dataclass(frozen=True)
class Costs:
    """Nats per character on a text that was not learned from.

    Attributes
    ----------
    all
        The mean over all characters.
    closing
        The mean over the closing signs.
    """

    all: float
    closing: float


@dataclass(frozen=True)
class Parts:
    """What a character costs, parted: −ln p = −ln p(its kind) − ln p(character | its kind).

    There are three kinds: opening signs, letters and closing signs.

    Attributes
    ----------
    when
        Nats per character for its kind: when a sign opens or closes, and when none does.
    which
        Nats per closing sign for which of the three it is.
    """

    when: float
    which: float


@dataclass(frozen=True)
class TrainedCosts(Costs):
    """The costs of a network at the end of its training.

    Attributes
    ----------
    parts
        After each number of steps of `LOOKS`, the parts.
    """

    parts: dict[int, Parts]


def parts(log_p: NDArray[np.float64], text: str) -> Parts:
    """Part the costs of the characters of a text.

    Parameters
    ----------
    log_p
        ln p of each character of `VOCABULARY` at each place of the text, (T, V).
    text
        T characters.
    """
    kinds = ("".join(PAIRS), LETTERS, "".join(PAIRS.values()))
    of_kind = np.stack(
        [np.logaddexp.reduce(log_p[:, encode(kind, VOCABULARY)], axis=1) for kind in kinds], axis=1
    )  # (T, 3)
    kind = np.array([next(i for i, one in enumerate(kinds) if c in one) for c in text])
    places = np.arange(len(text))
    known = of_kind[places, kind]
    which = (known - log_p[places, encode(text, VOCABULARY)])[kind == 2]
    return Parts(float(-known.mean()), float(which.mean()))


def exact_when(text: str) -> float:
    """Return `Parts.when` for who knows how the text is made; nobody who does pays for which."""
    size = {c: len(kind) for kind in ("".join(PAIRS), LETTERS) for c in kind}
    return float(np.mean(exact_costs(text) - [np.log(size.get(c, 1)) for c in text]))


def summary(of_each: NDArray[np.float64], text: str) -> Costs:
    """Return the means of the costs of each character of a text."""
    closing = np.isin(list(text), list(PAIRS.values()))
    return Costs(float(of_each.mean()), float(of_each[closing].mean()))


@long_computation("brackets: counting what comes before")
def count_brackets(*, n: int) -> Costs:
    """Judge an interpolated n-gram."""
    learn, judged = texts()
    return summary(costs(fitted(learn, n, VOCABULARY), judged), judged)


@long_computation("brackets: training networks", together="seed")
def train_brackets(
    *, model: str, seed: tuple[int, ...] = (0,), d_hidden: int = 32
) -> list[TrainedCosts]:
    """Train a network for each seed, side by side, to say the next character; judge each.

    Parameters
    ----------
    model
        A key of `minimodel.tasks.models.MODELS`.
    seed, d_hidden
        Seeds of weights and windows, entries of the state.
    """
    learn, judged = texts()
    rng = Generators(seed)
    layer = recurrent_layer(model, 16, d_hidden, rng)
    network = RecurrentNetwork(layer, len(VOCABULARY), rng, vocab_size=len(VOCABULARY))
    adam = Adam(network.params, 0.01)
    ids = encode(learn, VOCABULARY)
    unseen = encode(judged, VOCABULARY)

    def log_p(count: int) -> NDArray[np.float64]:
        scores, *_ = network.forward(rng.stacked(unseen[None, : count - 1]))
        scores = scores[:, 0].astype(np.float64)  # (S, T, V)
        return scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)

    looks: dict[int, list[Parts]] = {}
    for step in range(1, STEPS + 1):
        starts = rng.integers(0, len(ids) - WINDOW, BATCH)  # (S, B)
        windows = ids[starts[..., None] + np.arange(WINDOW + 1)]
        logits, *_ = network.forward(windows[..., :-1])
        _, dlogits = softmax_cross_entropy(logits, windows[..., 1:], None, network.side_by_side)
        network.backward(dlogits)
        update(network, adam, max_norm=1.0)
        if step in LOOKS:
            looks[step] = [parts(each, judged[1:LOOKED_AT]) for each in log_p(LOOKED_AT)]
    costs_of_each = -log_p(len(judged))[:, np.arange(len(unseen) - 1), unseen[1:]]
    found = [summary(of_each, judged[1:]) for of_each in costs_of_each]
    return [
        TrainedCosts(each.all, each.closing, {step: look[i] for step, look in looks.items()})
        for i, each in enumerate(found)
    ]
