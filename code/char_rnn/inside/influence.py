"""How much each letter that was read still counts for what a network expects next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from char_rnn.train import CharRNN, encode, forward


@dataclass(frozen=True)
class Influence:
    """A text of T characters as a network reads it from the zero state, and looks back at it.

    Attributes
    ----------
    text
        What was read: a string, or a sequence of other symbols such as words.
    states
        The states h_1 … h_T, (T, H).
    distribution
        The probabilities of the next character, (V,).
    logit
        y, the logit looked at: of the likeliest character, unless another was asked for.
    slopes
        ∂y/∂x_t, (T, V), where x_t is the one-hot input of step t.
    """

    text: Sequence[str]
    states: NDArray[Any]
    distribution: NDArray[Any]
    logit: float
    slopes: NDArray[Any]

    @property
    def sizes(self) -> NDArray[Any]:
        """∥∂y/∂x_t∥, (T,): how far a small change of an input of length 1 can move y."""
        return np.linalg.norm(self.slopes, axis=1)

    @property
    def shares(self) -> NDArray[Any]:
        """`sizes` as shares of their sum, (T,)."""
        return np.asarray(self.sizes / self.sizes.sum())

    @property
    def half(self) -> int:
        """How many of the last characters hold half of the sum of `sizes`."""
        return int(np.searchsorted(np.cumsum(self.shares[::-1]), 0.5)) + 1


def influence(
    model: CharRNN, text: Sequence[str], char2idx: dict[str, int], character: str | None = None
) -> Influence:
    """Let a tanh network read `text`, and carry the gradient of a logit back.

    Parameters
    ----------
    character
        Whose logit; without it, that of the likeliest next character.

    Raises
    ------
    BadInput
        If a character is not in the vocabulary.
    ValueError
        If there is no character.
    """
    if not text:
        raise ValueError("text: it is empty; give at least one character")
    ids = encode(cast(str, text), char2idx)  # it takes any sequence of symbols
    # A target for the last step, which `forward` wants for its loss.
    fwd = forward(model, np.append(ids, ids[-1]), np.zeros(len(model.b_h)))
    chosen = int(fwd.ps[-1].argmax()) if character is None else char2idx[character]
    slopes = np.empty((len(ids), len(char2idx)))
    dh = model.W_hy[chosen]  # (H,): ∂y/∂h_T
    for t in reversed(range(len(ids))):
        da = dh * (1 - fwd.hs[t + 1] ** 2)  # (H,)
        slopes[t] = model.W_xh.T @ da
        dh = model.W_hh.T @ da
    logit = float(model.W_hy[chosen] @ fwd.hs[-1] + model.b_y[chosen])
    return Influence(text, fwd.hs[1:], fwd.ps[-1], logit, slopes)


@dataclass(frozen=True)
class Swap:
    """What becomes of a prediction when characters of the text are replaced by others.

    Attributes
    ----------
    before, after
        The probability of one next character.
    distance
        Half the sum of |Δp| over all characters: the share of probability that moves.
    promised, happened
        The change of that character's logit: as the slopes at the first text foretell it, and
        as it is.
    """

    before: float
    after: float
    distance: float
    promised: float
    happened: float


def swap(model: CharRNN, text: str, other: str, char2idx: dict[str, int], character: str) -> Swap:
    """Compare two texts of equal length, and the logit of `character` after them.

    Raises
    ------
    BadInput, ValueError
        As `influence` does, or if the texts differ in length.
    """
    if len(text) != len(other):
        raise ValueError(f"other: {len(other)} characters; it must have {len(text)}, as text has")
    one, two = (influence(model, each, char2idx, character) for each in (text, other))
    old, new = encode(text, char2idx), encode(other, char2idx)
    steps = np.arange(len(text))
    index = char2idx[character]
    return Swap(
        before=float(one.distribution[index]),
        after=float(two.distribution[index]),
        distance=float(np.abs(one.distribution - two.distribution).sum() / 2),
        promised=float((one.slopes[steps, new] - one.slopes[steps, old]).sum()),
        happened=two.logit - one.logit,
    )
