"""What RNN, GRU and LSTM layers have in common: shapes, states, and the order of axes inside."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.shapes import check_shape
from minimodel.nn.module import Module

Array = NDArray[Any]


class Recurrent(Module):
    """A layer, or several, that reads a batch of sequences and carries a state along.

    Made with `Generators`, it is as many layers side by side: its parameters have an axis in
    front, a layer each, and so has every input, output and gradient, (S, B, T, D) for (B, T, D).
    In a state this axis stands before the batch: (rows, S, B, H).

    Subclasses have ``forward(x, *state_0)``, which returns ``(outputs, *state_n)``, and
    ``backward(d_outputs, *d_state_n)``, which returns ``(dx, *d_state_0)``. The state is ``h``,
    for the LSTM ``h, c``; every one of them has the shape (rows, B, H), a row for each layer and
    direction.

    Attributes
    ----------
    d_in, d_hidden, d_out
        Entries of an input, of a state and of an output.
    state_names
        ``("h",)`` or ``("h", "c")``.
    state_rows
        Layers × directions.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        *,
        d_out: int | None = None,
        state_names: tuple[str, ...] = ("h",),
        state_rows: int = 1,
    ) -> None:
        super().__init__()
        self.d_in = d_in
        self.d_hidden = d_hidden
        self.d_out = d_hidden if d_out is None else d_out
        self.state_names = state_names
        self.state_rows = state_rows
        self._scratch: dict[str, Array] = {}

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the parameters."""
        return next(iter(self.params.values())).dtype

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read sequences x (B, T, d_in); return outputs (B, T, d_out) and the last state."""
        raise NotImplementedError

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return the gradients at x and at the first state; add those of the parameters."""
        raise NotImplementedError

    def first_state(self, x: Array, state_0: tuple[Array | None, ...]) -> list[Array]:
        """Check x and a given first state; return the state with zeros for what is not given.

        Raises
        ------
        ValueError
            If a shape is not the expected one.
        """
        check_shape("x", x, (*self.side_by_side, "batch", "time", self.d_in))
        if x.shape[-2] == 0:
            raise ValueError(f"x: expected at least one time step, got shape {x.shape}")
        return self._states(x.shape[-3], state_0, "{}_0")

    def last_gradients(
        self, batch: int, steps: int, d_outputs: Array | None, d_state_n: tuple[Array | None, ...]
    ) -> tuple[Array, list[Array]]:
        """Check the gradients that `backward` was given; return them, zeros for what is not given.

        Raises
        ------
        ValueError
            If a shape is not the expected one, or none of them is given.
        """
        if d_outputs is None and all(d_state is None for d_state in d_state_n):
            raise ValueError("backward: give d_outputs, the gradient at a last state, or both")
        if d_outputs is None:
            d_outputs = np.zeros((*self.side_by_side, batch, steps, self.d_out), self.dtype)
        check_shape("d_outputs", d_outputs, (*self.side_by_side, batch, steps, self.d_out))
        return d_outputs, self._states(batch, d_state_n, "d{}_n")

    def scratch(self, name: str, like: Array) -> Array:
        """Return an array for results that `backward` does not hand out, of any content.

        It is the one that was returned last time if that had the same shape: handing a megabyte
        back and forth between Python and the system takes a third of a training step.
        """
        array = self._scratch.get(name)
        if array is None or array.shape != like.shape or array.dtype != like.dtype:
            array = self._scratch[name] = np.empty_like(like)
        return array

    def _states(self, batch: int, given: tuple[Array | None, ...], naming: str) -> list[Array]:
        names = self.state_names
        if len(given) > len(names):
            raise ValueError(f"state: expected {', '.join(names)}, got {len(given)} arrays")
        shape = (self.state_rows, *self.side_by_side, batch, self.d_hidden)
        states = []
        for index, name in enumerate(names):
            state = given[index] if index < len(given) else None
            if state is None:
                state = np.zeros(shape, self.dtype)
            check_shape(naming.format(name), state, shape)
            states.append(state)
        return states


def to_columns(sequences: Array) -> Array:
    """Turn (B, T, D) into (T, D, B): at each step a matrix whose columns are the batch.

    Then a step reads as in the equations, W_hh h, and the block of rows that belongs to one
    gate is one stretch of memory, which makes a step about twice as fast.
    """
    *layers, batch, time, entry = range(sequences.ndim)
    return np.ascontiguousarray(sequences.transpose(time, *layers, entry, batch))


def to_rows(columns: Array) -> Array:
    """Turn (T, D, B) back into (B, T, D), without copying."""
    time, *layers, entry, batch = range(columns.ndim)
    return columns.transpose(*layers, batch, time, entry)


def blocks(rows: Array, count: int) -> tuple[Array, ...]:
    """Cut (…, N · H, B) into N blocks of rows, one for each gate, (…, H, B); the same memory."""
    size = rows.shape[-2] // count
    return tuple(rows[..., start : start + size, :] for start in range(0, count * size, size))


def in_a_row(columns: Array) -> Array:
    """Turn (T, N, B) into (N, T · B): what each of N entries is at all steps of the batch."""
    time, *layers, entry, batch = range(columns.ndim)
    return columns.transpose(*layers, entry, time, batch).reshape(*columns.shape[1:-1], -1)


def input_part(W_xh: Array, b_h: Array, x: Array) -> Array:
    """Return W_xh x_t + b_h for all steps at once, (T, M, B), from x (T, D, B)."""
    # The bias as the weight of one more input, which is always 1: to stretch it over a batch takes
    # NumPy longer than the product.
    ones = np.ones((*x.shape[:-2], 1, x.shape[-1]), x.dtype)
    return np.concatenate([W_xh, b_h[..., None]], axis=-1) @ np.concatenate([x, ones], axis=-2)


class WeightGradients(NamedTuple):
    """Gradients of W_xh (M, D), W_hh (M, H) and b_h (M,)."""

    W_xh: Array
    W_hh: Array
    b_h: Array


def weight_gradients(da: Array, x: Array, h_prev: Array) -> WeightGradients:
    """Sum over all steps what each asks of the weights: da_t x_tᵀ, da_t h_{t−1}ᵀ and da_t.

    Parameters
    ----------
    da
        Gradient at a_t = W_xh x_t + W_hh h_{t−1} + b_h, (T, M, B).
    x, h_prev
        Inputs (T, D, B) and the states before each step (T, H, B).
    """
    da = in_a_row(da)
    return WeightGradients(da @ in_a_row(x).mT, da @ in_a_row(h_prev).mT, da.sum(axis=-1))
