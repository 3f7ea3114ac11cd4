"""Six recurrences of equal size in one block, and their controls, on memory tasks and on a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.generators import Generators
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.gru import GRU
from minimodel.nn.lru import LRU
from minimodel.nn.lstm import LSTM
from minimodel.nn.min_gru import MinGRU
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.recurrent import Recurrent
from minimodel.nn.residual import ResidualBlock
from minimodel.nn.rnn import RNN
from minimodel.nn.selective import SelectiveSSM
from minimodel.running.long_computations import long_computation
from minimodel.tasks.character_model import characters, divided, encode, windows
from minimodel.tasks.loop import update
from minimodel.tasks.memory_tasks import TASKS

Array = NDArray[Any]

D_EMBED: Final = 16
BATCH: Final = 16
LEARNING_RATE: Final = 0.01
MAX_NORM: Final = 1.0
ASKED: Final = 50  # sequences
PIECE: Final = 10  # sequences asked at a time: larger arrays take longer than they need
BLOCK: Final = 10  # steps that one point of a curve stands for
EPOCHS: Final = 20  # passes over the text


# region recurrences
@dataclass(frozen=True)
class Kind:
    """A recurrence, the numbers in its state, and the width M of its block."""

    layer: Callable[..., Recurrent]
    options: dict[str, Any]
    d_hidden: int
    d_between: int


class FixedGate(MinGRU):
    """A minGRU whose gate has a bias and no weights: its factors are the same at every step."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params["W_xh"][..., : self.d_hidden, :] = 0

    def backward(self, *gradients: Array | None) -> tuple[Array, ...]:
        """Return what `MinGRU.backward` does; the weights of the gate get no gradient."""
        backward = super().backward(*gradients)
        self.grads["W_xh"][..., : self.d_hidden, :] = 0
        return backward


RECURRENCES: Final = {
    "rnn": Kind(RNN, {}, 28, 16),
    "rnn_few": Kind(RNN, {}, 14, 49),
    "gru": Kind(GRU, {}, 14, 19),
    "gru_keeping": Kind(GRU, {"gate_bias": 3.0}, 14, 19),
    "lstm": Kind(LSTM, {}, 12, 19),
    "lstm_keeping": Kind(LSTM, {"forget_bias": 3.0}, 12, 19),
    "min_gru": Kind(MinGRU, {}, 28, 22),
    "signed": Kind(MinGRU, {"factors": "signed"}, 28, 22),
    "fixed": Kind(FixedGate, {}, 28, 22),
    "lru": Kind(LRU, {}, 32, 26),
    "lru_inner": Kind(LRU, {"r_min": 0.0, "r_max": 0.99}, 32, 26),
    "lru_straight": Kind(LRU, {"max_phase": 0.001}, 32, 26),
    "selective": Kind(SelectiveSSM, {}, 4 * D_EMBED, 44),
    "selective_long": Kind(SelectiveSSM, {"shortest": 1.0, "longest": 3.0}, 4 * D_EMBED, 44),
}


def network(name: str, symbols: int, answers: int, rng: np.random.Generator) -> RecurrentNetwork:
    """Return an embedding, one residual block with a recurrence in it, and a readout."""
    kind = RECURRENCES[name]
    block = ResidualBlock(
        kind.layer,
        D_EMBED,
        kind.d_hidden,
        rng,
        d_between=kind.d_between,
        dtype=np.float32,
        **kind.options,
    )
    return RecurrentNetwork(block, answers, rng, vocab_size=symbols)


# endregion recurrences


@dataclass(frozen=True)
class MemoryRun:
    """What one training run leaves behind.

    Attributes
    ----------
    model, task, seed
        Keys of `RECURRENCES` and `TASKS`, and the seed of weights and sequences.
    parameters
        How many the network has.
    right
        Share of right answers, one for each `BLOCK` steps that are asked.
    """

    model: str
    task: str
    seed: int
    parameters: int
    right: tuple[float, ...]

    def at(self, step: int) -> float:
        """Return the share of right answers in the block that ends with a step, from 1."""
        return self.right[step // BLOCK - 1]


@long_computation("training recurrences on a memory task", together="seed")
def train_memory(*, model: str, task: str, seed: tuple[int, ...] = (0,)) -> list[MemoryRun]:
    """Train a network for each seed, side by side, on freshly drawn sequences; ask longer ones.

    Parameters
    ----------
    model, task
        Keys of `RECURRENCES` and `TASKS`.
    seed
        Seeds of the first weights and of the sequences to learn from. How long these are, step by
        step, and the sequences that are asked are the same for all.
    """
    drawn = TASKS[task]
    rng, shared = Generators(seed), np.random.default_rng(10_000)
    net = network(model, drawn.symbols, drawn.answers, rng)
    adam = Adam(net.params, LEARNING_RATE)
    shortest, longest = drawn.lengths
    for length in shared.integers(shortest, longest + 1, drawn.steps).tolist():
        batch = drawn.draw(BATCH, length, rng)
        logits, *_ = net.forward(batch.symbols)  # (S, B, T, answers)
        _, dlogits = softmax_cross_entropy(logits, batch.answers, batch.counted, net.side_by_side)
        net.backward(dlogits)
        update(net, adam, MAX_NORM)
    asked = drawn.ask(ASKED, drawn.asked, shared)
    pieces = np.split(asked.symbols, ASKED // PIECE)
    answers = [net.forward(rng.stacked(piece))[0].argmax(axis=-1) for piece in pieces]
    counted = asked.counted[:, -drawn.asked :]
    right = (np.concatenate(answers, axis=1) == asked.answers)[..., -drawn.asked :] & counted
    blocks = [slice(start, start + BLOCK) for start in range(0, drawn.asked, BLOCK)]
    shares = [
        right[..., block].sum(axis=(-2, -1)) / counted[:, block].sum()
        for block in blocks
        if counted[:, block].any()
    ]
    size = net.parameter_count() // len(seed)
    return [
        MemoryRun(model, task, each, size, tuple(of_one))
        for each, of_one in zip(seed, np.transpose(shares).tolist(), strict=True)
    ]


@dataclass(frozen=True)
class TextRun:
    """What a training run on the text leaves behind.

    Attributes
    ----------
    model, seed
        A key of `RECURRENCES`, and the seed of the weights and of the windows' order.
    parameters
        How many the network has.
    held_out
        Loss on the text held out after each pass, in nats a character.
    """

    model: str
    seed: int
    parameters: int
    held_out: tuple[float, ...]

    @property
    def best(self) -> float:
        """The lowest of them."""
        return min(self.held_out)


@long_computation("training recurrences on the soliloquy", together="seed")
def train_text(*, model: str, seed: tuple[int, ...] = (0,)) -> list[TextRun]:
    """Train on the first four fifths of the soliloquy, as the character model does.

    Parameters
    ----------
    model
        A key of `RECURRENCES`.
    seed
        Of the first weights and of the windows, for networks side by side.
    """
    vocabulary = characters()
    rng = Generators(seed)
    net = network(model, len(vocabulary), len(vocabulary), rng)
    adam = Adam(net.params, LEARNING_RATE)
    learn, held_out = (encode(text, vocabulary) for text in divided())
    asked = rng.stacked(held_out[None])  # (S, 1, T + 1)
    losses = []
    for _ in range(EPOCHS):
        for batches in zip(*(windows(learn, each) for each in rng.each), strict=False):
            # A window more or less, by where an epoch starts: side by side they are as many.
            size = min(map(len, batches))
            batch = np.stack([each[:size] for each in batches])  # (S, B, WINDOW + 1)
            logits, *_ = net.forward(batch[..., :-1])
            _, dlogits = softmax_cross_entropy(
                logits, batch[..., 1:], side_by_side=net.side_by_side
            )
            net.backward(dlogits)
            update(net, adam, MAX_NORM)
        logits, *_ = net.forward(asked[..., :-1])
        losses.append(softmax_cross_entropy(logits, asked[..., 1:], None, net.side_by_side)[0])
    size = net.parameter_count() // len(seed)
    return [
        TextRun(model, each, size, tuple(of_one))
        for each, of_one in zip(seed, np.transpose(losses).tolist(), strict=True)
    ]
