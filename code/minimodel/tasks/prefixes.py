"""Beginnings with a mistake in them, and what a decoder still gets right behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.encoder_decoder import EncoderDecoder

Array = NDArray[Any]


@dataclass(frozen=True)
class Prefixes:
    """What a decoder is to read in place of the right tokens.

    Attributes
    ----------
    rows
        Which sequence each prefix belongs to, (M,).
    given
        The tokens that are read, the first one "begin", (M, T).
    behind
        Which outputs stand behind the first wrong token and before any padding, (M, T).
    """

    rows: Array
    given: Array
    behind: Array

    def right(self, network: EncoderDecoder, sources: Array, targets: Array) -> tuple[float, float]:
        """Return which share of the tokens behind is right, the right ones read, and these.

        NaN if there is none.

        Parameters
        ----------
        network
            A translator.
        sources, targets
            Ids of all sequences, (N, S) and (N, T + 1), the first target "begin".
        """
        if not self.behind.any():
            return float("nan"), float("nan")
        asked = targets[self.rows, 1:]
        shares = []
        for given in (targets[self.rows, :-1], self.given):
            found = network.forward(sources[self.rows], given).argmax(axis=-1)
            shares.append(float((found == asked)[self.behind].mean()))
        return shares[0], shares[1]


def put_in(targets: Array, letters: tuple[int, int], rng: np.random.Generator) -> Prefixes:
    """Replace one token by another one, at each place in turn that has a token behind it.

    Parameters
    ----------
    targets
        Ids of the right sequences, (N, T + 1), the first one "begin"; 0 is padding.
    letters
        From which id up to which, without it, the other one is drawn.
    rng
        Source of the draws.
    """
    low, high = letters
    found = []
    for place in range(1, targets.shape[1] - 1):
        (rows,) = np.nonzero(targets[:, place + 1])
        given = targets[rows, :-1]
        # A step of 1 to all but one around the circle of letters: never the right one.
        step = rng.integers(1, high - low, len(rows))
        given[:, place] = low + (given[:, place] - low + step) % (high - low)
        found.append((rows, given))
    rows, given = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Prefixes(rows, given, _behind(targets, rows, given))


def written(targets: Array, texts: list[list[int]]) -> Prefixes:
    """Return what a decoder wrote itself, of the sequences that came out as long as they should.

    Parameters
    ----------
    targets
        Ids of the right sequences, as for `put_in`.
    texts
        N sequences of ids, without "begin" and "end".
    """
    lengths = np.count_nonzero(targets, axis=1) - 2  # without "begin" and "end"
    rows = np.array([row for row, text in enumerate(texts) if len(text) == lengths[row]], int)
    given = targets[rows, :-1]
    for prefix, row in zip(given, rows, strict=True):
        prefix[1 : lengths[row] + 1] = texts[row]
    return Prefixes(rows, given, _behind(targets, rows, given))


def _behind(targets: Array, rows: Array, given: Array) -> Array:
    """Output t is asked for after input t was read: it is behind a wrong input of the same t."""
    return (np.cumsum(given != targets[rows, :-1], axis=1) > 0) & (targets[rows, 1:] != 0)
