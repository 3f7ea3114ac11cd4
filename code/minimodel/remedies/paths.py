"""The paths that an error takes from one cell of an LSTM to the one before, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.lstm import LSTM

Array = NDArray[Any]


# region paths
def cell_paths(lstm: LSTM, row: int = 0) -> dict[str, Array]:
    """Take ∂c_t/∂c_{t−1} apart, for t = 2 … T of the sequence that was read last.

    Parameters
    ----------
    lstm
        After its `forward`.
    row
        Which sequence of the batch.

    Returns
    -------
    dict of arrays of shape (T − 1, H, H)
        ``direct``, ``forget``, ``input`` and ``candidate`` add up to ∂c_t/∂c_{t−1}. ``output``
        ends one cell later: ∂c_{t+1}/∂c_{t−1} through o_t alone, (T − 2, H, H).
    """
    i, f, g, o, c, _ = (values[row] for values in lstm.inside())  # (T, H) each
    U_i, U_f, U_g, U_o = np.split(lstm.params["W_hh"], 4)  # (H, H) each
    door = (o * (1 - np.tanh(c) ** 2))[:-1, None, :]  # ∂h_{t−1}/∂c_{t−1}, diagonal

    def rows(slopes: Array) -> Array:  # diag(slopes_t) for t = 2 … T, from the left
        return slopes[1:, :, None]

    by_h = {
        "forget": rows(np.concatenate([c[:1], c[:-1]]) * f * (1 - f)) * U_f,
        "input": rows(g * i * (1 - i)) * U_i,
        "candidate": rows(i * (1 - g**2)) * U_g,
    }
    output = rows(np.tanh(c) * o * (1 - o)) * U_o  # ∂h_t/∂h_{t−1} through o_t
    later = by_h["forget"] + by_h["input"] + by_h["candidate"]  # ∂c_t/∂h_{t−1}
    return {
        "direct": rows(f) * np.eye(lstm.d_hidden),
        **{name: path * door for name, path in by_h.items()},
        "output": later[1:] @ (output * door)[:-1],
    }


# endregion paths


def path_sizes(lstm: LSTM, x: Array) -> dict[str, float]:
    """Return how long a random error of length 1 is behind each path, on average.

    That is ‖path‖ / √H with Frobenius's norm; root mean square over sequences and steps.

    Parameters
    ----------
    lstm
        The layer.
    x
        Sequences, (B, T, D).
    """
    lstm.forward(x)
    every = [cell_paths(lstm, row) for row in range(len(x))]
    squares = {name: np.mean([paths[name] ** 2 for paths in every]) for name in every[0]}
    # The mean of the H² squares is Frobenius's square divided by H²; the size is its root by H.
    return {name: float(np.sqrt(square * lstm.d_hidden)) for name, square in squares.items()}


def median_sizes(layers: Sequence[LSTM], x: Array) -> dict[str, float]:
    """Return the median of `path_sizes` over several layers."""
    sizes = [path_sizes(layer, x) for layer in layers]
    return {name: float(np.median([each[name] for each in sizes])) for name in sizes[0]}
