"""Truncated BPTT on endless streams: what can be learned from beyond the cut, and what cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.losses import mean_squared_error
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update

Array = NDArray[Any]

SEEDS: Final = (0, 1, 2, 3, 4)
LAG: Final = 12  # how far back the answer of the second task lies
AGES: Final = (0, 20, 40, 60)  # edges of the groups of ages in which the first task is judged


class Stream:
    """Endless sequences of signs −1 and 1, cut into chunks, with the answers.

    Parameters
    ----------
    task
        ``"last"``: most values are 0; the answer is the last sign that came.
        ``"lag"``: half of the values are 0; the answer is the value `LAG` steps ago.
    batch
        B, how many sequences side by side.
    rng
        Source of the draws.
    often
        Probability of a sign at a step of the task ``"last"``.
    """

    def __init__(
        self, task: str, batch: int, rng: np.random.Generator, *, often: float = 0.1
    ) -> None:
        self.task, self.rng = task, rng
        self.often = often if task == "last" else 0.5
        self._before = np.zeros((batch, LAG if task == "lag" else 1, 1), np.float32)

    def chunk(self, steps: int) -> tuple[Array, Array]:
        """Return the next inputs and answers, (B, steps, 1) each."""
        shape = (len(self._before), steps, 1)
        signs = self.rng.choice(np.array([-1, 1], np.float32), shape)
        x = signs * (self.rng.random(shape) < self.often)
        known = np.concatenate([self._before, x], axis=1)
        if self.task == "lag":
            self._before = known[:, -LAG:]
            return x, known[:, :steps]
        for t in range(1, known.shape[1]):
            known[:, t] = np.where(known[:, t] == 0, known[:, t - 1], known[:, t])
        self._before = known[:, -1:]
        return x, known[:, 1:]


@dataclass(frozen=True)
class TruncatedRun:
    """What a network has learned, judged on a new stream that it reads in one go.

    Attributes
    ----------
    error
        Mean squared error divided by the mean square of the answers: 1 for always answering 0.
    right_by_age
        For the task ``"last"``: share of answers with the right sign, by how many steps ago the
        sign came, in groups that begin at `AGES`.
    """

    error: float
    right_by_age: tuple[float, ...]


@long_computation("truncated BPTT: training on a stream")
def train_truncated(
    *, task: str, cut: int, seed: int = 0, steps: int = 1000, batch: int = 32, d_hidden: int = 16
) -> TruncatedRun:
    """Train a vanilla RNN, all of it, going back `cut` steps at most.

    Parameters
    ----------
    task
        See `Stream`.
    cut
        Steps of a chunk; the state is carried from one to the next, the gradient is not.
    seed, steps, batch, d_hidden
        Seed of weights and stream, updates, sequences side by side, entries of the state.
    """
    rng = np.random.default_rng(seed)
    network = RecurrentNetwork(RNN(1, d_hidden, rng, dtype=np.float32), 1, rng)
    stream = Stream(task, batch, rng)
    train(network, stream, cut, steps)
    return _judge(network, Stream(task, 64, rng, often=0.03))


# region loop
def train(network: RecurrentNetwork, stream: Stream, cut: int, steps: int) -> None:
    """Update the network once for each chunk of `cut` steps."""
    adam = Adam(network.params, 0.01)
    h = None  # zeros
    for _ in range(steps):
        x, targets = stream.chunk(cut)
        outputs, h = network.forward(x, h)  # h goes on, as a number
        _, d_outputs = mean_squared_error(outputs, targets)
        network.backward(d_outputs)  # stops at the first step of this chunk
        update(network, adam, max_norm=1.0)


# endregion loop


def _judge(network: RecurrentNetwork, stream: Stream, steps: int = 400) -> TruncatedRun:
    x, targets = stream.chunk(steps)
    outputs, _ = network.forward(x)
    settled = slice(LAG, None)  # before it, some answers are zero
    error = np.mean((outputs - targets)[:, settled] ** 2) / np.mean(targets[:, settled] ** 2)
    if stream.task == "lag":
        return TruncatedRun(float(error), ())
    age = np.zeros(x.shape, int)
    for t in range(1, steps):
        age[:, t] = np.where(x[:, t] != 0, 0, age[:, t - 1] + 1)
    right = (np.sign(outputs) == targets)[targets != 0]
    group = np.digitize(age[targets != 0], AGES) - 1
    shares = tuple(float(right[group == index].mean()) for index in range(len(AGES)))
    return TruncatedRun(float(error), shares)
