"""A task that one gated unit solves: is this letter inside brackets?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.generators import Generators
from minimodel.nn.lstm import LSTM
from minimodel.nn.network import RecurrentNetwork
from minimodel.running.long_computations import long_computation
from minimodel.tasks.regression import fit

Array = NDArray[Any]

SYMBOLS: Final = "abcdefghijklmnopqrstuvwxyz ()"
LETTERS: Final = SYMBOLS.index("(")  # how many of them are no brackets
SEEDS: Final = (0, 1, 2, 3, 4)


# region data
def bracket_batch(
    batch: int, length: int, rng: np.random.Generator, often: float = 0.1
) -> tuple[Array, Array]:
    """Draw texts of random letters, one-hot (batch, length, 29), and answers (batch, length, 1).

    A bracket opens or closes at each step with the probability `often`. The answer is 1 from
    the opening bracket on, and 0 from the closing one on.
    """
    brackets = rng.random((batch, length)) < often
    inside = np.cumsum(brackets, axis=-1) % 2
    ids = rng.integers(0, LETTERS, (batch, length))
    ids = np.where(brackets, np.where(inside == 1, LETTERS, LETTERS + 1), ids)
    return np.eye(len(SYMBOLS), dtype=np.float32)[ids], inside[..., None].astype(np.float32)


# endregion data


@dataclass(frozen=True)
class BracketRun:
    """A trained network of one unit.

    Attributes
    ----------
    network
        The network, by itself.
    right
        Share of right answers on new texts whose brackets stand ten times as far apart.
    right_without_rewriting
        The same, after the weight is set to zero through which h_{t−1} enters the candidate.
    """

    network: RecurrentNetwork
    right: float
    right_without_rewriting: float


@long_computation("brackets: training LSTMs of one unit", together="seed")
def train_brackets(*, seed: tuple[int, ...] = (0,), steps: int = 500) -> list[BracketRun]:
    """Train one LSTM of a single unit for each seed, side by side, with Adam at 0.02.

    Parameters
    ----------
    seed
        Seeds of the first weights and of the texts.
    steps
        Updates, each on 16 new texts of 30 letters.
    """
    rng = Generators(seed)
    network = _network(rng)
    fit(network, lambda: bracket_batch(16, 30, rng), steps, 0.02, 1.0)
    runs = []
    for index, each in enumerate(seed):
        one = _network(np.random.default_rng(each))
        for name, value in network.params.items():
            one.params[name][...] = value[index]
        texts = bracket_batch(50, 300, np.random.default_rng(each), often=0.01)
        right = _right(one, *texts)
        weight = one.params["recurrent.W_hh"][2]  # the row of the candidate
        kept = weight.copy()
        weight[...] = 0
        without = _right(one, *texts)
        weight[...] = kept
        runs.append(BracketRun(one, right, without))
    return runs


def _network(rng: np.random.Generator) -> RecurrentNetwork:
    return RecurrentNetwork(LSTM(len(SYMBOLS), 1, rng, dtype=np.float32), 1, rng)


def _right(network: RecurrentNetwork, x: Array, answers: Array) -> float:
    outputs, *_ = network.forward(x)
    return float(np.mean((outputs > 0.5) == (answers > 0.5)))


def read(network: RecurrentNetwork, text: str) -> dict[str, Array]:
    """Let a network of one unit read a text; return gates, cell and answer at each letter, (T,).

    Parameters
    ----------
    network
        Of a `BracketRun`.
    text
        Of `SYMBOLS`.

    Returns
    -------
    dict
        With the keys input, forget, candidate, output, cell and answer.
    """
    x = np.eye(len(SYMBOLS), dtype=np.float32)[[SYMBOLS.index(letter) for letter in text]]
    answers, *_ = network.forward(x[None])
    assert isinstance(network.recurrent, LSTM)
    inside = network.recurrent.inside()._asdict()
    return {name: inside[name][0, :, 0] for name in inside if name != "h"} | {
        "answer": answers[0, :, 0]
    }
