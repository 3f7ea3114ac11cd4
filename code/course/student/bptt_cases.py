"""The networks and sequences on which a student's backward pass is tried."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

CASES: Final = ("lab", "large")


class Case(NamedTuple):
    """A network, the tokens that it reads, and the one that it should predict."""

    model: VanillaRNN | GRU
    token_ids: list[int]
    target: int


def case(
    model: str, name: str, lab_ids: list[int], target: int, vocab_size: int, seed: int = 42
) -> Case:
    """Return the lab's own case, or one with large weights, biases and repeated tokens.

    Parameters
    ----------
    model
        ``"rnn"`` or ``"gru"``.
    name
        One of `CASES`.
    lab_ids, target, vocab_size
        The lab's sequence, the token asked for after it, and the vocabulary's size.
    seed
        Of the lab's own network.
    """
    build = VanillaRNN if model == "rnn" else GRU
    if name == "lab":
        return Case(build(vocab_size, 16, 32, seed), lab_ids, target)
    small = build(9, 4, 6, 3, sigma=0.6)
    rng = np.random.default_rng(4)
    for bias in ("b_h", "b_z", "b_r", "b", "b_o"):
        if hasattr(small, bias):
            setattr(small, bias, rng.normal(0, 0.5, getattr(small, bias).shape))
    return Case(small, [3, 3, 0, 8, 5, 3, 1], 2)
