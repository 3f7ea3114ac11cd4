"""The embedding: a table with one vector for each token."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.shapes import check_shape
from minimodel.nn.module import Module

Array = NDArray[Any]


class Embedding(Module):
    """Looks up a token's vector. The same as E multiplied by a one-hot vector, without the zeros.

    Parameters
    ----------
    vocab_size, d_embed
        V tokens, d_embed entries of a vector.
    rng
        A generator, or a seed for one. E is drawn from N(0, 1).
    dtype
        Type of E. The draws are float64 in any case.

    Attributes
    ----------
    E
        The table, (V, d_embed).
    """

    def __init__(
        self,
        vocab_size: int,
        d_embed: int,
        rng: np.random.Generator | int,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        draws = np.random.default_rng(rng).normal(size=(vocab_size, d_embed))
        self.E = self.parameter("E", draws.astype(dtype))

    def forward(self, ids: Array) -> Array:
        """Return the vectors (…, d_embed) of token ids (…).

        Raises
        ------
        ValueError
            If `ids` are not integers between 0 and V − 1.
        """
        ids = np.asarray(ids)
        if ids.dtype.kind not in "iu":
            raise ValueError(f"ids: expected integers, got {ids.dtype}")
        V, d_embed = self.E.shape[-2:]
        if ids.size and not (ids.min() >= 0 and ids.max() < V):
            raise ValueError(f"ids: expected 0 to {V - 1}, got {ids.min()} to {ids.max()}")
        tables = self.side_by_side
        check_shape("ids", ids, (*tables, *("…",) * (ids.ndim - len(tables))))
        first_rows = V * np.arange(self.E.size // (V * d_embed))  # where each table begins
        self._rows = ids + first_rows.reshape(*tables, *(1,) * (ids.ndim - len(tables)))
        return self.E.reshape(-1, d_embed)[self._rows]

    def backward(self, dx: Array) -> None:
        """Add dx (…, d_embed) to the rows that were looked up; an id has no gradient."""
        d_embed = self.E.shape[-1]
        check_shape("dx", dx, (*self._rows.shape, d_embed))
        # A token that occurs several times gets a gradient from each occurrence. Entry by entry,
        # since NumPy adds up rows four times more slowly.
        entries = d_embed * self._rows.reshape(-1, 1) + np.arange(d_embed)
        np.add.at(self.grads["E"].reshape(-1), entries.ravel(), dx.ravel())  # the same memory
