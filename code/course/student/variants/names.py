"""Names to nationality with one mistake in it: what each usual mistake computes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ENCODE_MISTAKES: Final = (
    *("zero_based", "padded_front", "reversed", "capitals_kept", "marks_apart", "accents_dropped"),
    *("unknown_dropped", "unknown_zero", "lengths_longest", "lengths_less"),
)
CONFUSION_MISTAKES: Final = ("transposed", "shares", "shares_of_all", "counted_once")
NEAR: Final = 1e-5  # of a loss: room for float32
SAME: Final = 1e-12  # two losses that one sum in two orders gives


def encode(names: Sequence[str], alphabet: str, mistake: str = "") -> tuple[Array, Array]:
    """Encode names with a mistake; see `minimodel.exercises.names.encode`."""
    rows = []
    for name in names:
        plain = name if mistake == "capitals_kept" else name.lower()
        if mistake == "accents_dropped":
            apart = unicodedata.normalize("NFD", plain)
            plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
        elif mistake != "marks_apart":
            plain = unicodedata.normalize("NFC", plain)
        unknown = {"unknown_dropped": -1, "unknown_zero": 0}.get(mistake, len(alphabet) + 1)
        row = [alphabet.index(c) + 1 if c in alphabet else unknown for c in plain]
        if mistake == "unknown_dropped":
            row = [each for each in row if each > 0]
        rows.append(row[::-1] if mistake == "reversed" else row)
    lengths = np.array([len(row) for row in rows])
    ids = np.zeros((len(rows), lengths.max()), int)
    for line, row in zip(ids, rows, strict=True):
        if mistake == "padded_front":
            line[len(line) - len(row) :] = row
        else:
            line[: len(row)] = np.array(row) - (mistake == "zero_based")
    if mistake == "lengths_longest":
        lengths = np.full_like(lengths, lengths.max())
    if mistake == "lengths_less":
        lengths = lengths - 1
    return ids, lengths


def confusion(truth: Array, answers: Array, n_classes: int, mistake: str = "") -> Array:
    """Count with a mistake; see `minimodel.exercises.names.confusion`."""
    counts = np.zeros((n_classes, n_classes))
    if mistake == "counted_once":
        counts[truth, answers] += 1
        return counts
    np.add.at(counts, (truth, answers), 1)
    if mistake == "transposed":
        return counts.T
    if mistake == "shares":
        return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    if mistake == "shares_of_all":
        return counts / counts.sum()
    return counts


def loss_mistake(losses: dict[str, Any]) -> tuple[str, float, float]:
    """Find what is wrong with losses that do not fit together.

    Parameters
    ----------
    losses
        As the probe leaves them.

    Returns
    -------
    mistake
        Its name; empty if they do.
    expected, found
        Two numbers that should be equal, or for what a network does not see, two that should
        differ.
    """
    classes = np.array(losses["classes"])
    total = float(np.exp(-classes).sum())
    if not _near(total, 1.0):
        bits = _near(float((2.0**-classes).sum()), 1.0)
        return "loss_bits" if bits else "no_distribution", 1.0, total
    for name in ("batch", "lengths"):
        together, alone = losses[name]["together"], losses[name]["alone"]
        mean = float(np.mean(alone))
        if not _near(together, mean):
            if _near(together, float(np.sum(alone))):
                return "loss_sum", mean, together
            return "names_mixed" if name == "batch" else "padding_read", mean, together
    if not _near(losses["padded"], losses["lengths"]["together"]):
        return "padding_read", losses["lengths"]["together"], losses["padded"]
    roma, amor, toma = losses["order"]
    if abs(roma - amor) < SAME:
        return "order_blind", roma, amor
    if abs(roma - toma) < SAME:
        return "first_unseen", roma, toma
    return "", 0.0, 0.0


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(1.0, abs(other))
