"""How much of an error reaches each position of a chunk, on average over many chunks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from char_rnn.measures.letters import Reading
from char_rnn.train import CharRNN, activation_pair, forward


def gradients_by_position(
    model: CharRNN, reading: Reading, targets: NDArray[Any], seq_len: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Carry two losses back through all whole chunks of a reading by a tanh network.

    As in training, a chunk's state is carried in and the gradient stops at its first step.

    Parameters
    ----------
    model
        The network that read.
    reading
        Its reading of at least one chunk.
    targets
        The ids of the reading's targets.
    seq_len
        T, the characters of a chunk.

    Returns
    -------
    (T,), (T,)
        Mean norms of ∂L/∂h_t: where L sums the losses of all characters of the chunk, and where
        it is the loss of the last character alone.
    """
    asked, hs = _of_chunks(model, reading.states, reading.ps, targets, seq_len)
    last = np.zeros_like(asked)
    last[:, -1] = asked[:, -1]
    return _carried(model, asked, hs), _carried(model, last, hs)


def mean_gradient(
    model: CharRNN, ids: NDArray[np.int64], seq_len: int, activation: str = "tanh"
) -> NDArray[np.float64]:
    """Return ∥∂L/∂h_t∥ by position t in the chunk, averaged over a text's whole chunks, (T,).

    L is the summed loss of the chunk; the state is carried from chunk to chunk. So one forward
    pass reads all of them, and they go back side by side.
    """
    fwd = forward(model, ids, np.zeros(len(model.b_h)), activation)
    asked, hs = _of_chunks(model, fwd.hs[1:], fwd.ps, fwd.targets, seq_len)
    return _carried(model, asked, hs, activation)


def _of_chunks(
    model: CharRNN,
    states: NDArray[Any],
    ps: NDArray[Any],
    targets: NDArray[Any],
    seq_len: int,
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return, for N whole chunks, what each output asks of its state, and the states: (N, T, H)."""
    T = seq_len
    N = len(targets) // T
    dys = ps[: N * T].copy()  # (N T, V): p − onehot
    dys[np.arange(N * T), targets[: N * T]] -= 1
    return (dys @ model.W_hy).reshape(N, T, -1), states[: N * T].reshape(N, T, -1)


def _carried(
    model: CharRNN, asked: NDArray[Any], hs: NDArray[Any], activation: str = "tanh"
) -> NDArray[Any]:
    """Mean norm of ∂L/∂h_t, (T,), from what each output asks of its own state, (N, T, H)."""
    _, derivative = activation_pair(activation)
    norms = np.empty(hs.shape[1])
    dh_next = np.zeros_like(hs[:, 0])  # (N, H)
    for t in reversed(range(len(norms))):
        dh = asked[:, t] + dh_next
        norms[t] = np.linalg.norm(dh, axis=1).mean()
        dh_next = (dh * derivative(hs[:, t])) @ model.W_hh
    return norms
