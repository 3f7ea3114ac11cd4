"""How much of an error reaches each position of a chunk, on average over many chunks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from char_rnn.measures.letters import Reading
from char_rnn.train import CharRNN


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
    T, H = seq_len, len(model.b_h)
    N = len(reading.inputs) // T
    hs = reading.states[: N * T].reshape(N, T, H)
    ps = reading.ps[: N * T].reshape(N, T, -1)
    dys = ps.copy()  # (N, T, V): p − onehot
    dys.reshape(N * T, -1)[np.arange(N * T), targets[: N * T]] -= 1
    asked = dys @ model.W_hy  # (N, T, H)
    last = np.zeros_like(asked)
    last[:, -1] = asked[:, -1]
    return _carried(model, asked, hs), _carried(model, last, hs)


def _carried(model: CharRNN, asked: NDArray[Any], hs: NDArray[Any]) -> NDArray[Any]:
    """Mean norm of ∂L/∂h_t, (T,), from what each output asks of its own state, (N, T, H)."""
    norms = np.empty(hs.shape[1])
    dh_next = np.zeros_like(hs[:, 0])  # (N, H)
    for t in reversed(range(len(norms))):
        dh = asked[:, t] + dh_next
        norms[t] = np.linalg.norm(dh, axis=1).mean()
        dh_next = (dh * (1 - hs[:, t] ** 2)) @ model.W_hh
    return norms
