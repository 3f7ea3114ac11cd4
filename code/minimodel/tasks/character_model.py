"""A character model: two recurrent layers that learn which character follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.generation import sample
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.nn.stacked import Stacked
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update
from minimodel.tasks.soliloquy import SOLILOQUY

Array = NDArray[Any]

D_EMBED: Final = 24
D_HIDDEN: Final = 64
LAYERS: Final = 2
WINDOW: Final = 50  # characters read in a training example
STRIDE: Final = 20  # from the start of one window to that of the next
BATCH: Final = 16
LEARNING_RATE: Final = 0.005
MAX_NORM: Final = 5.0
EPOCHS: Final = 60
TO_LOWEST: Final = 25  # epochs after which the loss on the text held out has been lowest
EVERY: Final = 10  # epochs from sample to sample
HELD_OUT: Final = 0.2  # of the text, at its end
TEMPERATURES: Final = (0.5, 0.8, 1.2)
TEXTS: Final = 8  # written at each temperature


def characters(text: str = SOLILOQUY) -> str:
    """Return the vocabulary: every character that occurs, once, in a fixed order."""
    return "".join(sorted(set(text)))


def encode(text: str, vocabulary: str) -> NDArray[np.int64]:
    """Return the ids (T,) of a text's characters.

    Raises
    ------
    ValueError
        If a character is not in the vocabulary.
    """
    for character in text:
        if character not in vocabulary:
            raise ValueError(f"text: {character!r} is not one of the model's characters")
    return np.array([vocabulary.index(character) for character in text])


def decode(ids: Sequence[int], vocabulary: str) -> str:
    """Return the text of ids (T,)."""
    return "".join(vocabulary[index] for index in ids)


# region network
def character_network(
    rng: np.random.Generator | int,
    *,
    layers: int = LAYERS,
    d_hidden: int = D_HIDDEN,
    dropout: float = 0.0,
    dtype: DTypeLike = np.float32,
) -> RecurrentNetwork:
    """Return an embedding, stacked vanilla layers and a readout with a score for each character.

    Parameters
    ----------
    rng
        A generator, or a seed for one.
    layers, d_hidden, dropout
        As for `Stacked`.
    dtype
        Type of the parameters.
    """
    rng = np.random.default_rng(rng)
    stack = Stacked(RNN, D_EMBED, d_hidden, layers, rng, dropout=dropout, dtype=dtype)
    V = len(characters())
    return RecurrentNetwork(stack, V, rng, vocab_size=V)


# endregion network


def windows(ids: Array, rng: np.random.Generator) -> list[Array]:
    """Cut a text into overlapping windows, shuffled, in batches (B, WINDOW + 1).

    The first `WINDOW` characters of each are read, the last `WINDOW` are the targets.
    """
    starts = np.arange(rng.integers(STRIDE), len(ids) - WINDOW, STRIDE)
    rng.shuffle(starts)
    batches = np.array_split(starts, max(1, len(starts) // BATCH))
    return [ids[batch[:, None] + np.arange(WINDOW + 1)] for batch in batches]


@dataclass(frozen=True)
class Curves:
    """The losses of a training run, in nats per character.

    Attributes
    ----------
    losses
        Mean loss of each epoch's batches while it learns: before their updates, from a state of
        zeros for each window, and with dropout where there is some.
    learned_losses, held_out_losses
        Loss after each epoch on the text learned from and on the text held out. Both are read
        alike: in pieces as long as the text held out, each from a state of zeros, without dropout.
    """

    losses: tuple[float, ...]
    learned_losses: tuple[float, ...]
    held_out_losses: tuple[float, ...]


@dataclass(frozen=True)
class CharacterRun(Curves):
    """What a training run leaves behind, beside its losses.

    Attributes
    ----------
    parameters
        The trained parameters.
    norms
        The largest norm of the gradients in each epoch, before clipping.
    samples
        What the network wrote after every `EVERY` epochs, at temperature 0.8.
    written
        `TEXTS` texts that the trained network wrote at each of the `TEMPERATURES`, all from the
        same beginning and with the same draws.
    layers
        How many it has.
    """

    parameters: dict[str, Array]
    norms: tuple[float, ...]
    samples: dict[int, str]
    written: dict[float, tuple[str, ...]]
    layers: int

    def model(self) -> RecurrentNetwork:
        """Return the trained network, without dropout."""
        model = character_network(0, layers=self.layers)
        for name, value in self.parameters.items():
            model.params[name][...] = value
        return model


def write(model: RecurrentNetwork, first: str, length: int, temperature: float, seed: int) -> str:
    """Return `first` and `length` more characters, each drawn and then fed back."""
    vocabulary = characters()
    start = encode(first, vocabulary).tolist()
    drawn = sample(model, start, length, temperature, np.random.default_rng(seed))
    return first + decode(drawn, vocabulary)


def divided() -> tuple[str, str]:
    """Return the text to learn from and the end of it, which is held out."""
    cut = round((1 - HELD_OUT) * len(SOLILOQUY))
    return SOLILOQUY[:cut], SOLILOQUY[cut:]


@long_computation("training a character model on Hamlet's soliloquy")
def train_character_model(
    *,
    layers: int = LAYERS,
    dropout: float = 0.0,
    epochs: int = EPOCHS,
    seed: int = 0,
) -> CharacterRun:
    """Train on the first four fifths of the soliloquy, and let the network write.

    Parameters
    ----------
    layers, dropout
        As for `character_network`.
    epochs
        Passes over the text.
    seed
        Of the first weights, the windows and dropout.
    """
    norms, samples = [], {}

    def look(epoch: int, model: RecurrentNetwork, norm: float) -> None:
        norms.append(norm)
        if epoch % EVERY == 0:
            samples[epoch] = write(model, "t", 60, 0.8, seed)

    curves, model = _trained(layers, dropout, epochs, seed, 1.0, look)
    written = {
        temperature: tuple(write(model, "the ", 150, temperature, each) for each in range(TEXTS))
        for temperature in TEMPERATURES
    }
    return CharacterRun(
        curves.losses,
        curves.learned_losses,
        curves.held_out_losses,
        model.params,
        tuple(norms),
        samples,
        written,
        layers,
    )


@long_computation("training character models from several seeds")
def train_curves(
    *, seed: int, layers: int = LAYERS, d_hidden: int = D_HIDDEN, dropout: float = 0.0
) -> Curves:
    """Train as `train_character_model` does, from another seed, and write nothing."""
    return _trained(layers, dropout, EPOCHS, seed, d_hidden=d_hidden)[0]


@long_computation("training character models on half of the text")
def lowest_held_out(*, seed: int, share: float) -> float:
    """Return the lowest loss on the text held out, learning from the end of the other text.

    Parameters
    ----------
    seed
        As for `train_character_model`.
    share
        How much of the text there is to learn from: the part that is next to what is held out.
        There are `TO_LOWEST` epochs, and so many more for a share of the text that the network
        reads as much.
    """
    epochs = round(TO_LOWEST / share)
    return min(_trained(LAYERS, 0.0, epochs, seed, share)[0].held_out_losses)


def _trained(
    layers: int,
    dropout: float,
    epochs: int,
    seed: int,
    share: float = 1.0,
    look: Callable[[int, RecurrentNetwork, float], None] = lambda *_: None,
    d_hidden: int = D_HIDDEN,
) -> tuple[Curves, RecurrentNetwork]:
    """Train, and call `look` after each epoch with its largest norm of the gradients."""
    vocabulary = characters()
    rng = np.random.default_rng(seed)
    model = character_network(rng, layers=layers, d_hidden=d_hidden, dropout=dropout)
    switch = cast(Stacked, model.recurrent).train
    optimizer = Adam(model.params, LEARNING_RATE)
    learn, held_out = (encode(text, vocabulary) for text in divided())
    learn = learn[-round(share * len(learn)) :]
    # The pieces are read side by side; the few characters behind the last whole one are left out.
    pieces = len(learn) // len(held_out)
    read = np.stack([*learn[: pieces * len(held_out)].reshape(pieces, -1), held_out])
    losses, learned_losses, held_out_losses = [], [], []
    for epoch in range(1, epochs + 1):
        # region epoch
        in_epoch, before = [], []
        switch(True)
        for batch in windows(learn, rng):
            logits, _ = model.forward(batch[:, :-1])  # (B, T, V)
            loss, dlogits = softmax_cross_entropy(logits, batch[:, 1:])
            model.backward(dlogits)
            before.append(update(model, optimizer, MAX_NORM))
            in_epoch.append(loss)
        losses.append(float(np.mean(in_epoch)))
        # endregion epoch
        switch(False)
        logits, _ = model.forward(read[:, :-1])
        *learned, held_out_loss = softmax_cross_entropy(logits, read[:, 1:], None, (len(read),))[0]
        learned_losses.append(float(np.mean(learned)))
        held_out_losses.append(float(held_out_loss))
        look(epoch, model, max(before))
    return Curves(tuple(losses), tuple(learned_losses), tuple(held_out_losses)), model
