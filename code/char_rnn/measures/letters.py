"""Lets a trained network read a text: its state, its prediction and its error, letter by letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from char_rnn.generate_corpus import generate_corpus, join
from char_rnn.measures.grammar import ALPHABET, ROOT, grammar
from char_rnn.train import CharRNN, activation_pair, encode, forward, softmax

SPACE: Final = " "
# A seed of its own: these sentences are not those of a corpus made with a seed near 42.
FRESH_SEED: Final = 2024
TOGETHER: Final = 8  # networks that read side by side: as many as a core's cache holds


@dataclass(frozen=True)
class Reading:
    """A text of N + 1 characters, N of them read and N of them predicted.

    Attributes
    ----------
    inputs, targets
        ``text[:-1]`` and ``text[1:]``.
    states
        ``states[t]``: the hidden state after reading ``inputs[t]``, (N, H).
    ps
        ``ps[t]``: the distribution that it predicts for ``targets[t]``, (N, V).
    losses
        ``−log ps[t, targets[t]]``, in nats, (N,).
    guesses
        The likeliest character of each prediction.
    """

    inputs: str
    targets: str
    states: NDArray[Any]
    ps: NDArray[Any]
    losses: NDArray[np.float64]
    guesses: str

    @cached_property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the likeliest character is the one that came, (N,)."""
        pairs = zip(self.guesses, self.targets, strict=True)
        return np.array([guess == target for guess, target in pairs])

    @property
    def loss(self) -> float:
        """Mean loss, in nats per character."""
        return float(self.losses.mean())


def read(model: CharRNN, text: str, char2idx: dict[str, int], activation: str = "tanh") -> Reading:
    """Read `text` from a zero state and predict all of it but its first character.

    Raises
    ------
    BadInput
        If a character is not in the vocabulary.
    ValueError
        If there is nothing to predict.
    """
    if len(text) < 2:
        raise ValueError(f"text: {text!r} is too short; give at least two characters")
    ids = encode(text, char2idx)
    with np.errstate(divide="ignore"):  # as in `_reading`
        fwd = forward(model, ids, np.zeros(len(model.b_h)), activation)
    return _reading(text, fwd.hs[1:], fwd.ps, "".join(char2idx))


def readings(
    models: Sequence[CharRNN], text: str, char2idx: dict[str, int], activation: str = "tanh"
) -> Iterator[Reading]:
    """Let networks of one size read the same text, and give what `read` gives of each, in order.

    Some take each step together: their calls cost little more than those of one.

    Raises
    ------
    BadInput, ValueError
        As `read` does.
    """
    if len(text) < 2:
        raise ValueError(f"text: {text!r} is too short; give at least two characters")
    ids = encode(text, char2idx)[:-1].tolist()
    f, _ = activation_pair(activation)
    for first in range(0, len(models), TOGETHER):
        group = models[first : first + TOGETHER]
        # What each character adds to the sums, (V, S, H, 1).
        inputs = np.stack([m.E @ m.W_xh.T + m.b_h for m in group], axis=1)[..., None]
        W_hh = np.stack([m.W_hh for m in group])  # (S, H, H)
        states = np.empty((len(ids), *inputs.shape[1:]))  # (N, S, H, 1)
        h = np.zeros(inputs.shape[1:])
        for t, i in enumerate(ids):
            states[t] = h = f(inputs[i] + W_hh @ h)
        for place, model in enumerate(group):
            own = states[:, place, :, 0].copy()
            ps = softmax(own @ model.W_hy.T + model.b_y)
            yield _reading(text, own, ps, "".join(char2idx))


def read_exactly(text: str) -> Reading:
    """Read `text` as the exact predictor does, which knows the grammar; it has no states.

    Parameters
    ----------
    text
        Whole sentences of the grammar, one after the other, after a space.

    Raises
    ------
    ValueError
        If the text does not begin with a space or the grammar cannot produce it.
    """
    if text[:1] != SPACE:
        raise ValueError(f"text: {text[:10]!r} does not begin with a space")
    ps = grammar().predict(text[1:])[:-1]  # (N, V)
    return _reading(text, np.empty((len(ps), 0)), ps, "".join(ALPHABET))


def _reading(text: str, states: NDArray[Any], ps: NDArray[Any], characters: str) -> Reading:
    place = {char: i for i, char in enumerate(characters)}
    targets = [place[char] for char in text[1:]]
    with np.errstate(divide="ignore"):  # what comes though it was ruled out costs infinitely much
        losses = -np.log(ps[np.arange(len(ps)), targets])
    guesses = "".join([characters[i] for i in ps.argmax(axis=1).tolist()])
    return Reading(text[:-1], text[1:], states, ps, losses, guesses)


def accepted_by_grammar(text: str) -> bool:
    """Return whether a text is a stream of the grammar's sentences; the last may be cut off."""
    index = {char: i for i, char in enumerate(ALPHABET)}
    next_node, node = grammar().next_node, ROOT
    for char in text:
        node = int(next_node[node, index[char]]) if char in index else -1
        if node < 0:
            return False
    return True


def fresh_text(num_sentences: int = 600, seed: int = FRESH_SEED, characters: str = "") -> str:
    """Return new sentences of the grammar in one stream, after a space.

    Parameters
    ----------
    num_sentences, seed
        As for `generate_corpus`.
    characters
        If given, sentences with other characters are left out: a small corpus may lack some.
    """
    sentences, _ = generate_corpus(num_sentences, seed)
    known = set(characters or ALPHABET)
    return SPACE + join([sentence for sentence in sentences if set(sentence) <= known])
