"""How far back a state remembers: a linear readout of h_t guesses the character at t − k."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from char_rnn.measures.letters import Reading

FARTHEST: Final = 15
HELD_OUT: Final = 0.2
RIDGE: Final = 1e-3  # per position; only there so that the equations always have one solution


@dataclass(frozen=True)
class MemoryProbe:
    """Accuracies on held-out positions, by how many characters back, k = 0, 1, …, K.

    Attributes
    ----------
    k
        Characters back, (K + 1,); 0 is the character just read.
    accuracy
        Of the readout from h_t, (K + 1,).
    from_input
        Of the same readout from the character just read alone: what the text itself gives away,
        since neighboring letters go together, (K + 1,).
    majority
        Of always guessing the commonest character, (K + 1,).
    """

    k: NDArray[np.int64]
    accuracy: NDArray[np.float64]
    from_input: NDArray[np.float64]
    majority: NDArray[np.float64]

    def reach(self, margin: float = 0.05) -> int:
        """Return the largest k up to which the state always beats the input by `margin`; −1: none.

        Memory is what the state knows beyond what the last letter gives away.
        """
        better = self.accuracy > self.from_input + margin
        if not better[1:].any():
            return -1
        falls = np.flatnonzero(~better[1:])
        return int(falls[0] if falls.size else len(better) - 1)


def memory_probe(reading: Reading, farthest: int = FARTHEST) -> MemoryProbe:
    """Fit the readouts by ridge regression on the first positions, test them on the last ones.

    Parameters
    ----------
    reading
        The states and the text.
    farthest
        The largest k.

    Raises
    ------
    ValueError
        If the text is too short for that.
    """
    states, text = reading.states, reading.inputs
    if len(text) < 10 * (farthest + 1):
        raise ValueError(f"reading: {len(text)} characters are too few to look {farthest} back")
    characters = sorted(set(text))
    ids = np.array([characters.index(char) for char in text])
    onehot = np.eye(len(characters))[ids]  # (N, V)
    now = np.arange(farthest, len(ids))
    cut = now[int(len(now) * (1 - HELD_OUT))]
    fit, test = now[now < cut], now[now >= cut]
    rows = np.arange(farthest + 1)
    wanted = ids[test[:, None] - rows]  # (M, K + 1)
    # All k share the equations' left side, so that one solution serves them all.
    targets = np.concatenate([onehot[fit - k] for k in rows], axis=1)  # (N, (K + 1) V)

    def accuracy(features: NDArray[Any]) -> NDArray[np.float64]:
        X = np.column_stack([features, np.ones(len(features))])
        gram = X[fit].T @ X[fit] + RIDGE * len(fit) * np.eye(X.shape[1])
        scores = X[test] @ np.linalg.solve(gram, X[fit].T @ targets)
        guesses = scores.reshape(len(test), len(rows), -1).argmax(axis=2)  # (M, K + 1)
        return (guesses == wanted).mean(axis=0)

    common = [np.bincount(ids[fit - k]).argmax() for k in rows]
    return MemoryProbe(rows, accuracy(states), accuracy(onehot), (wanted == common).mean(axis=0))


def as_json(probe: MemoryProbe) -> dict[str, Any]:
    """Return the numbers as JSON can hold them."""
    return {
        "k": probe.k.tolist(),
        "accuracy": probe.accuracy.tolist(),
        "from_input": probe.from_input.tolist(),
        "majority": probe.majority.tolist(),
        "reach": probe.reach(),
    }
