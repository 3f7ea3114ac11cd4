"""The date converter with one mistake in it: what attention computes, and what is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

FORWARD: Final = (
    *("unmasked", "masked_zero", "masked_after", "softmax_steps", "scaled", "no_softmax"),
)
BACKWARD: Final = (
    *("score_only", "context_only", "no_mean", "mean_of_states", "no_weights", "swapped"),
    "ascending",
)


def compute(mistake: str, given: dict[str, Array]) -> dict[str, Array]:
    """Compute context, weights, ds and dh with one mistake; without one if it is empty.

    Parameters
    ----------
    mistake
        One of `FORWARD` or `BACKWARD`.
    given
        s (B, T, H), h (B, S, H), mask (B, S) and d_context (B, T, H).
    """
    s, h, d_context = given["s"], given["h"], given["d_context"]
    mask = given["mask"][:, None]  # (B, 1, S)
    scores = s @ h.mT  # (B, T, S)
    if mistake == "scaled":
        scores = scores / np.sqrt(s.shape[-1])
    if mistake not in ("unmasked", "masked_after"):
        scores = np.where(mask, scores, 0.0 if mistake == "masked_zero" else -np.inf)
    axis = 1 if mistake == "softmax_steps" else 2
    with np.errstate(invalid="ignore"):  # a step whose scores are all −∞
        e = np.exp(scores - scores.max(axis=axis, keepdims=True))
        weights = e / e.sum(axis=axis, keepdims=True)
    if mistake == "masked_after":
        weights = weights * mask
    if mistake == "no_softmax":
        weights = np.where(mask, s @ h.mT, 0.0)
    context = weights @ h
    d_weights = d_context @ h.mT  # (B, T, S)
    mean = (weights * d_weights).sum(axis=-1, keepdims=True)
    if mistake == "no_mean":
        mean = 0.0
    if mistake == "mean_of_states":
        mean = d_weights.mean(axis=-1, keepdims=True)
    d_scores = (1.0 if mistake == "no_weights" else weights) * (d_weights - mean)
    if mistake == "ascending":
        d_scores = -d_scores
    through_score, through_mean = d_scores.mT @ s, weights.mT @ d_context  # (B, S, H) each
    dh = {"score_only": through_score, "context_only": through_mean}.get(
        mistake, through_score + through_mean
    )
    ds = d_scores @ h
    if mistake == "swapped":
        ds, dh = dh, ds
    return {"context": context, "weights": weights, "ds": ds, "dh": dh}


def loss_mistake(losses: dict[str, Array]) -> str:
    """Name what is wrong with losses of which the probabilities do not add up to 1.

    Parameters
    ----------
    losses
        Of each date of one sign, ``one`` (V,), and of two, ``two`` (V²,); of a batch in which
        one of the first stands twice, ``doubled``; and of that one with another sign in the place
        of BEGIN, ``begun``.
    """
    one, two = losses["one"].astype(float), losses["two"].astype(float)
    fifth = float(one[5])
    if _adds_up(one):
        if abs(float(losses["doubled"]) - 2 * fifth) < 1e-3 * fifth:
            return "loss_batch"
        if _adds_up(two):
            return "loss_signs"
        return "" if _adds_up(2 * two) else "loss_second"
    if _adds_up(one * np.log(2)):
        return "loss_bits"
    if abs(float(losses["begun"]) - fifth) < 1e-6 * max(fifth, 1e-6):
        return "reads_ahead"
    return "loss_other"


def _adds_up(losses: Array) -> bool:
    return abs(float(np.exp(-losses).sum()) - 1) < 1e-3


def dates_mistake(made: Sequence[str], right: Sequence[str], loss: float | None) -> str:
    """Name what is wrong with dates that a trained network wrote, if they show it."""
    if sum(a.strip("<>_") == b for a, b in zip(made, right, strict=True)) > 0.9 * len(right):
        return "signs_kept"
    if sum(a[: len(b)] == b for a, b in zip(made, right, strict=True)) > 0.9 * len(right):
        return "unended"
    exact = np.mean([a == b for a, b in zip(made, right, strict=True)])
    if len(set(made)) == 1:
        return "constant"
    if loss is not None and loss < 0.1 and exact < 0.5:
        return "only_with_teacher"
    wrong = [(a, b) for a, b in zip(made, right, strict=True) if a != b]
    if exact > 0.5 and all(a[:8] == b[:8] for a, b in wrong):
        return "only_days"
    return ""
