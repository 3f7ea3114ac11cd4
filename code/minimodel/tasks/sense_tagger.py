"""Networks that read a sentence from the left, from the right or both ways, and name a sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.functions import softmax
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.bidirectional import Bidirectional
from minimodel.nn.module import Module
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.recurrent import Recurrent
from minimodel.nn.rnn import RNN
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update
from minimodel.tasks.word_senses import (
    LABELS,
    ORDERS,
    SENSES,
    as_ids,
    batch_arrays,
    split,
    word_ids,
)

Array = NDArray[Any]

READERS: Final = ("ahead", "back", "both")
D_EMBED: Final = 16
BATCH: Final = 24
LEARNING_RATE: Final = 0.005


class SenseTagger(Module):
    """A network that gives every word a score for each sense, in one direction or in both.

    Parameters
    ----------
    reader
        ``"ahead"`` reads from the left, ``"back"`` from the right, ``"both"`` both ways.
    d_hidden
        H entries of the state of each direction.
    rng
        A generator, or a seed for one.
    dtype
        Type of the parameters.

    Raises
    ------
    ValueError
        If there is no such reader.
    """

    # region tagger
    def __init__(
        self,
        reader: str,
        d_hidden: int,
        rng: np.random.Generator | int,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        if reader not in READERS:
            raise ValueError(f"reader: {reader!r} is not one of {', '.join(READERS)}")
        rng = np.random.default_rng(rng)
        layer: Recurrent = (
            Bidirectional(RNN, D_EMBED, d_hidden, rng, dtype=dtype)
            if reader == "both"
            else RNN(D_EMBED, d_hidden, rng, dtype=dtype)
        )
        self.network = RecurrentNetwork(layer, len(LABELS), rng, vocab_size=len(word_ids()) + 1)
        self.params, self.grads = self.network.params, self.network.grads
        self.order = slice(None, None, -1 if reader == "back" else 1)

    def forward(self, ids: Array) -> Array:
        """Return logits (B, T, senses) from the ids (B, T) of the words."""
        logits, _ = self.network.forward(ids[:, self.order])
        return logits[:, self.order]

    def backward(self, dlogits: Array) -> None:
        """Add the gradients of all parameters, from dlogits (B, T, senses)."""
        self.network.backward(dlogits[:, self.order])

    # endregion tagger

    def probabilities(self, tokens: tuple[str, ...]) -> dict[str, float]:
        """Return how probable each sense of a sentence's ambiguous word is."""
        place, word = next((t, token) for t, token in enumerate(tokens) if token in SENSES)
        p = softmax(self.forward(as_ids(tokens)[None])[0, place])
        return {sense: float(p[LABELS.index(sense)]) for sense in SENSES[word]}

    def dependence(self, tokens: tuple[str, ...]) -> Array:
        """Return how strongly the logits at each word depend on each word, (T, T).

        Row t, column k is the norm of the Jacobian of the logits at t with respect to x_k.
        """
        logits = self.forward(as_ids(tokens)[None])
        _, steps, senses = logits.shape
        found = np.empty((steps, steps))
        for t in range(steps):
            squares = np.zeros(steps)
            for sense in range(senses):
                dlogits = np.zeros_like(logits)
                dlogits[0, t, sense] = 1
                d_outputs = self.network.readout.backward(dlogits[:, self.order])
                dx, _ = self.network.recurrent.backward(d_outputs)  # (1, T, d_embed)
                squares += np.sum(dx[0, self.order] ** 2, axis=-1)
            found[t] = np.sqrt(squares)
        self.zero_grads()
        return found


@dataclass(frozen=True)
class TaggerRun:
    """What training a tagger leaves behind.

    Attributes
    ----------
    reader, d_hidden
        Which network it was.
    parameters
        Its trained parameters.
    losses
        Mean loss of each epoch's batches, in nats a sentence.
    right
        The share of held-out sentences whose sense is right, for each of `ORDERS`.
    total
        How many sentences each of these shares is of.
    """

    reader: str
    d_hidden: int
    parameters: dict[str, Array]
    losses: tuple[float, ...]
    right: dict[str, float]
    total: dict[str, int]

    def model(self) -> SenseTagger:
        """Return the trained network."""
        model = SenseTagger(self.reader, self.d_hidden, 0)
        for name, value in self.parameters.items():
            model.params[name][...] = value
        return model


@long_computation("training networks to tell the senses of a word apart")
def train_tagger(
    *, reader: str = "both", d_hidden: int = 32, epochs: int = 12, seed: int = 0
) -> TaggerRun:
    """Train a tagger on three quarters of the sentences, and try it on the others.

    Parameters
    ----------
    reader, d_hidden
        As for `SenseTagger`.
    epochs
        Passes over the sentences.
    seed
        Of the split, the first weights and the order of the sentences.
    """
    learn, held_out = split(seed)
    rng = np.random.default_rng(seed)
    model = SenseTagger(reader, d_hidden, rng, np.float32)
    optimizer = Adam(model.params, LEARNING_RATE)
    ids, senses, mask = batch_arrays(learn)
    losses = []
    for _ in range(epochs):
        batches = np.array_split(rng.permutation(len(ids)), len(ids) // BATCH)
        in_epoch = []
        for rows in batches:
            logits = model.forward(ids[rows])  # (B, T, senses)
            loss, dlogits = softmax_cross_entropy(logits, senses[rows], mask[rows])
            model.backward(dlogits)
            update(model, optimizer, max_norm=1.0)
            in_epoch.append(loss)
        losses.append(float(np.mean(in_epoch)))

    ids, senses, mask = batch_arrays(held_out)
    hits = (model.forward(ids).argmax(axis=-1) == senses)[mask]  # (sentences,)
    orders = np.array([each.order for each in held_out])
    right = {order: float(hits[orders == order].mean()) for order in ORDERS}
    total = {order: int((orders == order).sum()) for order in ORDERS}
    return TaggerRun(reader, d_hidden, model.params, tuple(losses), right, total)
