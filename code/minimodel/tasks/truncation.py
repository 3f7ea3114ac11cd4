"""Truncated BPTT on endless streams: what can be learned from beyond the cut, and what cannot."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.generators import Generators
from minimodel.mathematics.losses import mean_squared_error
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update

Array = NDArray[Any]

SEEDS: Final = (0, 1, 2, 3, 4)
LAG: Final = 8  # how far back the answer of the second task lies
AGES: Final = (0, 20, 40, 60)  # edges of the groups of ages in which the first task is judged
CUTS: Final = (2, 5, 10, 20, 40)
READ: Final = 3000  # time steps of training, whatever the cut


class Stream:
    """Endless sequences of signs −1 and 1, cut into chunks, with the answers.

    Parameters
    ----------
    task
        ``"last"``: most values are 0; the answer is the last sign that came.
        ``"lag"``: every value is a sign; the answer is the value `LAG` steps ago.
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
        self.task, self.batch, self.rng = task, batch, rng
        self.often = often if task == "last" else 1.0
        self._before: Array | None = None

    def chunk(self, steps: int) -> tuple[Array, Array]:
        """Return the next inputs and answers, (B, steps, 1) each."""
        shape = (self.batch, steps, 1)
        signs = self.rng.choice(np.array([-1, 1], np.float32), shape)
        x = signs * (self.rng.random(shape) < self.often)
        if self._before is None:
            reach = LAG if self.task == "lag" else 1
            self._before = np.zeros((*x.shape[:-2], reach, 1), np.float32)
        known = np.concatenate([self._before, x], axis=-2)
        if self.task == "lag":
            self._before = known[..., -LAG:, :]
            return x, known[..., :steps, :]
        for t in range(1, known.shape[-2]):
            now, before = known[..., t, :], known[..., t - 1, :]
            now[...] = np.where(now == 0, before, now)
        self._before = known[..., -1:, :]
        return x, known[..., 1:, :]


class Replayed(Stream):
    """A stream of which the first `count` chunks, of one length, come again and again."""

    def __init__(self, task: str, batch: int, rng: np.random.Generator, count: int) -> None:
        super().__init__(task, batch, rng)
        self._kept: deque[tuple[Array, Array]] = deque(maxlen=count)

    def chunk(self, steps: int) -> tuple[Array, Array]:
        """Return the next inputs and answers, (B, steps, 1) each."""
        whole = len(self._kept) == self._kept.maxlen
        chunk = self._kept[0] if whole else super().chunk(steps)
        self._kept.append(chunk)  # once it is whole, the oldest makes room for itself
        return chunk


# region loop
def train(network: RecurrentNetwork, stream: Stream, cut: int, read: int) -> None:
    """Read `read` steps of the stream, and update the network after each chunk of `cut` steps."""
    adam = Adam(network.params, 0.005)
    h = None  # zeros
    for _ in range(read // cut):
        x, targets = stream.chunk(cut)
        outputs, h = network.forward(x, h)  # h goes on, as a number
        _, d_outputs = mean_squared_error(outputs, targets, network.side_by_side)
        network.backward(d_outputs)  # stops at the first step of this chunk
        update(network, adam, max_norm=1.0)


# endregion loop


@dataclass(frozen=True)
class TruncatedRun:
    """What a network has learned, judged on a new stream that it reads in one go.

    Attributes
    ----------
    updates
        How often the weights were changed.
    error
        Mean squared error divided by the mean square of the answers: 1 for always answering 0.
    right_by_age
        For the task ``"last"``: share of answers with the right sign, by how many steps ago the
        sign came, in groups that begin at `AGES`.
    """

    updates: int
    error: float
    right_by_age: tuple[float, ...]


@long_computation("truncated BPTT: training on a stream", together="seed")
def train_truncated(
    *,
    task: str,
    cut: int,
    seed: tuple[int, ...] = (0,),
    read: int = READ,
    passes: int = 1,
    batch: int = 16,
    d_hidden: int = 32,
) -> list[TruncatedRun]:
    """Train a vanilla RNN for each seed, side by side, all of it, going back `cut` steps at most.

    Parameters
    ----------
    task
        See `Stream`.
    cut
        Steps of a chunk; the state is carried from one to the next, the gradient is not.
    seed
        Seeds of weights and stream.
    read
        Time steps of the stream; the shorter the cut, the more updates.
    passes
        How often they are read.
    batch, d_hidden
        Sequences side by side, entries of the state.
    """
    rng = Generators(seed)
    network = _trained(task, cut, rng, read, batch, d_hidden, passes)
    x, targets = Stream(task, 64, rng, often=0.03).chunk(400)
    outputs, _ = network.forward(x)
    updates = passes * (read // cut)
    return [_judge(task, updates, *each) for each in zip(x, targets, outputs, strict=True)]


# region cut_gradient
def cut_gradient(network: RecurrentNetwork, x: Array, targets: Array, cut: int) -> Array:
    """Return the gradient of the recurrent weights, all in one vector, with the error cut."""
    network.zero_grads()
    h = None  # zeros
    for start in range(0, x.shape[1], cut):
        chunk = slice(start, start + cut)
        outputs, h = network.forward(x[:, chunk], h)
        network.backward(2 * (outputs - targets[:, chunk]) / targets.size)
    return np.concatenate([gradient.ravel() for gradient in network.recurrent.grads.values()])


# endregion cut_gradient


@long_computation("truncated BPTT: what the cut does to the gradient")
def cut_errors(*, read: int, seed: int = 0, steps: int = 160) -> dict[int, float]:
    """Compare the truncated gradient with the whole one, on the same sequences.

    Parameters
    ----------
    read
        How many time steps of the task ``"lag"`` the network has learned from before, with a cut
        of 20; 0 for an untrained one.
    seed
        Seed of weights and stream.
    steps
        Length of the 64 sequences, a multiple of every cut. Each step has an answer.

    Returns
    -------
    dict
        For each of the `CUTS` the length of the difference, relative to the whole gradient.
    """
    rng = np.random.default_rng(seed)
    trained = _trained("lag", 20, rng, read)
    network = RecurrentNetwork(RNN(1, trained.recurrent.d_hidden, rng), 1, rng)
    for name, value in trained.params.items():
        network.params[name][...] = value  # in float64, since small differences are asked
    x, targets = Stream("lag", 64, rng).chunk(steps)
    whole = cut_gradient(network, x, targets, steps)
    return {
        cut: float(
            np.linalg.norm(cut_gradient(network, x, targets, cut) - whole) / np.linalg.norm(whole)
        )
        for cut in CUTS
    }


def _trained(
    task: str,
    cut: int,
    rng: np.random.Generator,
    read: int,
    batch: int = 32,
    d_hidden: int = 32,
    passes: int = 1,
) -> RecurrentNetwork:
    network = RecurrentNetwork(RNN(1, d_hidden, rng, dtype=np.float32), 1, rng)
    train(network, Replayed(task, batch, rng, read // cut), cut, passes * read)
    return network


def _judge(task: str, updates: int, x: Array, targets: Array, outputs: Array) -> TruncatedRun:
    """Judge what a network answers, (B, T, 1), to a stream."""
    settled = slice(LAG, None)  # before it, some answers are zero
    error = np.mean((outputs - targets)[:, settled] ** 2) / np.mean(targets[:, settled] ** 2)
    if task == "lag":
        return TruncatedRun(updates, float(error), ())
    age = np.zeros(x.shape, int)
    for t in range(1, x.shape[1]):
        age[:, t] = np.where(x[:, t] != 0, 0, age[:, t - 1] + 1)
    right = (np.sign(outputs) == targets)[targets != 0]
    group = np.digitize(age[targets != 0], AGES) - 1
    shares = tuple(float(right[group == index].mean()) for index in range(len(AGES)))
    return TruncatedRun(updates, float(error), shares)
