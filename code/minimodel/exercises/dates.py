"""The exercise dates: an encoder–decoder that reads a date in words and writes it in ISO 8601."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.exercises.date_texts import (
    BEGIN,
    END,
    LETTERS,
    SIGNS,
    draw_pairs,
    read_ids,
    write_ids,
)
from minimodel.mathematics.clipping import clip_by_global_norm
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.attention import AttentiveEncoderDecoder
from minimodel.nn.lstm import LSTM
from minimodel.running.long_computations import long_computation

Array = NDArray[Any]

D_EMBED: Final = 16
D_HIDDEN: Final = 48
BATCH: Final = 32
STEPS: Final = 500
LEARNING_RATE: Final = 0.01
MAX_NORM: Final = 1.0

SEED: Final = 0
YEARS: Final = (1950, 2049)
TAUGHT: Final = 8000  # dates to learn from
HELD_OUT: Final = 1000
TARGET: Final = 0.98  # share of held-out dates without a wrong sign


# region network
def make_network(
    seed: int | np.random.Generator, dtype: DTypeLike = np.float32
) -> AttentiveEncoderDecoder:
    """Return an untrained encoder–decoder with attention."""
    sizes = len(LETTERS), len(SIGNS), D_EMBED, D_HIDDEN
    return AttentiveEncoderDecoder(LSTM, *sizes, seed, dtype=dtype)


# endregion network


# region loss
def loss_and_gradients(
    network: AttentiveEncoderDecoder, sources: Array, targets: Array
) -> tuple[float, dict[str, Array]]:
    """Return the mean cross-entropy of the signs, and its gradient by each parameter, by name.

    Parameters
    ----------
    network
        As `make_network` returns it.
    sources
        Ids of texts, (B, S).
    targets
        Ids of dates with BEGIN and END, (B, T + 1).
    """
    given, asked = targets[:, :-1], targets[:, 1:]  # (B, T) each: teacher forcing
    network.zero_grads()
    logits = network.forward(sources, given)  # (B, T, signs)
    loss, d_logits = softmax_cross_entropy(logits, asked, np.ones(asked.shape, bool))
    network.backward(d_logits)
    return loss, network.grads


# endregion loss


# region training
def train(texts: Sequence[str], dates: Sequence[str], seed: int) -> AttentiveEncoderDecoder:
    """Return a network that was trained on these texts and their dates."""
    sources, targets = read_ids(texts), write_ids(dates)
    rng = np.random.default_rng(seed)
    network = make_network(rng)
    adam = Adam(network.params, LEARNING_RATE)
    order = rng.permutation(len(sources))
    for step in range(STEPS):
        adam.learning_rate = LEARNING_RATE * (1 - step / STEPS)
        rows = order.take(range(step * BATCH, (step + 1) * BATCH), mode="wrap")
        _, gradients = loss_and_gradients(network, sources[rows], targets[rows])
        clip_by_global_norm(gradients, MAX_NORM)
        adam.step(gradients)
    return network


# endregion training


# region converting
def convert(network: AttentiveEncoderDecoder, texts: Sequence[str]) -> list[str]:
    """Return the dates that the network writes, the likeliest sign at each step."""
    begin, end = SIGNS.index(BEGIN), SIGNS.index(END)
    rows = network.translate(read_ids(texts), begin, end, 12)
    return ["".join(SIGNS[sign] for sign in row) for row in rows]


# endregion converting


@dataclass(frozen=True)
class Converted:
    """What a trained network makes of dates that it has never seen.

    Attributes
    ----------
    exact
        Share of the held-out dates that are written without a wrong sign.
    centuries
        For the first year of each century, the share of a hundred of its dates whose year is
        right, and whose month and day are.
    examples
        By text, what the network writes.
    look
        For the first of the examples, the attention weights, (11, letters read): a row for each
        sign that it wrote, and for END. None without examples.
    """

    exact: float
    centuries: dict[int, tuple[float, float]]
    examples: dict[str, str]
    look: Array | None


@long_computation("learning to read dates")
def run(
    *,
    lang: str,
    seed: int = SEED,
    years: tuple[int, int] = YEARS,
    examples: tuple[str, ...] = (),
    centuries: tuple[int, ...] = (),
) -> Converted:
    """Train one network, and try it on held-out dates and on those of other centuries.

    Parameters
    ----------
    lang
        Language of the texts.
    seed
        Of the first weights and the batches. The dates are the same for every seed.
    years
        First and last year of the dates to learn from and of those held out.
    examples
        Further texts to convert.
    centuries
        First years of centuries to try.
    """
    draws = np.random.default_rng(0)
    texts, dates = draw_pairs(TAUGHT + HELD_OUT, years, lang, draws)
    network = train(texts[:TAUGHT], dates[:TAUGHT], seed)
    exact = _share(convert(network, texts[TAUGHT:]), dates[TAUGHT:])
    tried = {}
    for first in centuries:
        others, right = draw_pairs(100, (first, first + 99), lang, draws)
        made = convert(network, others)
        tried[first] = (
            _share([each[:-6] for each in made], [each[:-6] for each in right]),
            _share([each[-6:] for each in made], [each[-6:] for each in right]),
        )
    look = None
    if examples:
        given = write_ids(convert(network, examples[:1]))[:, :-1]
        network.forward(read_ids(examples[:1]), given)
        look = network.decoder.attention.weights[0, :, -len(examples[0]) :]
    answers = dict(zip(examples, convert(network, examples), strict=True)) if examples else {}
    return Converted(exact, tried, answers, look)


def _share(made: Sequence[str], right: Sequence[str]) -> float:
    return float(np.mean([a == b for a, b in zip(made, right, strict=True)]))
