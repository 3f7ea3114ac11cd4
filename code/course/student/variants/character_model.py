"""A character model with one mistake in it: clipping, losses and draws, told by their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ROUGHLY: Final = 1e-4
LIKELY: Final = 6.0  # standard deviations of a chi-square that chance does not reach
SURE: Final = 0.15  # nats: what the likeliest character may be missed by at temperature 0.01


def clip_mistake(given: Mapping[str, Array], clipped: Mapping[str, Array], max_norm: float) -> str:
    """Name the mistake that clips gradients like this; empty if they are clipped by their norm."""
    names = sorted(given)
    norms = {name: float(np.linalg.norm(given[name])) for name in names}
    whole = float(np.sqrt(sum(norm**2 for norm in norms.values())))
    total = sum(float(np.abs(given[name]).sum()) for name in names)
    largest = max(float(np.abs(given[name]).max()) for name in names)

    def scaled(factor: Any) -> dict[str, Array]:
        by = factor if callable(factor) else lambda name: factor
        return {name: given[name] * by(name) for name in names}

    tiny = 1e-300
    computed = {
        "": scaled(min(1.0, max_norm / max(whole, tiny))),
        "clip_not": scaled(1.0),
        "clip_always": scaled(max_norm / max(whole, tiny)),
        "clip_entries": {name: np.clip(given[name], -max_norm, max_norm) for name in names},
        "clip_each": scaled(lambda name: min(1.0, max_norm / max(norms[name], tiny))),
        "clip_squared": scaled(min(1.0, max_norm / max(whole**2, tiny))),
        "clip_total": scaled(min(1.0, max_norm / max(total, tiny))),
        "clip_largest": scaled(min(1.0, max_norm / max(largest, tiny))),
        "clip_to_one": scaled(1 / max(whole, tiny)),
        "clip_divided": scaled(1 / max_norm),
    }
    for name, values in computed.items():
        if all(np.abs(clipped[key] - values[key]).max() <= ROUGHLY for key in names):
            return name
    return "clip_other"


def loss_mistake(loss: float, nats: Array) -> str:
    """Name the mistake that makes this loss of the costs (batch, time); empty for their mean."""
    batch, time = nats.shape
    computed = {
        "": nats.mean(),
        "loss_sum": nats.sum(),
        "loss_batch": nats.sum() / batch,
        "loss_time": nats.sum() / time,
        "loss_bits": nats.mean() / np.log(2),
        "loss_last": nats[:, -1].mean(),
        "loss_perplexity": np.exp(nats.mean()),
    }
    for name, value in computed.items():
        if abs(loss - value) <= ROUGHLY * abs(value):
            return name
    return "loss_other"


def costs_mistake(following: Array) -> str:
    """Name what is wrong with the costs of all characters at one place: e^−cost adds up to 1."""
    if (following < -ROUGHLY).any():
        return "costs_sign" if abs(np.exp(following).sum() - 1) < ROUGHLY else "costs_negative"
    if abs(np.exp(-following).sum() - 1) < ROUGHLY:
        return ""
    if abs(np.exp2(-following).sum() - 1) < ROUGHLY:
        return "costs_bits"
    if abs(following.sum() - 1) < ROUGHLY:
        return "costs_probabilities"
    return "costs_sum"


def draws_mistake(counts: Array, nats: Array, temperature: float, last: Array | None = None) -> str:
    """Name how characters were drawn, by how often each came; empty if as they should be.

    Parameters
    ----------
    counts
        Of the draws, by character.
    nats
        What each character costs at this place.
    temperature
        By which the logits should have been divided.
    last
        What each character costs after the start's last character alone.
    """
    log_p = -nats.astype(float)

    def p(power: float, costs: Array = nats) -> Array:
        weights = np.exp(power * (costs.min() - costs.astype(float)))
        return weights / weights.sum()

    if _plausible(counts, p(1 / temperature)):
        return ""
    if counts.max() == counts.sum():
        return "draws_greedy" if counts.argmax() == log_p.argmax() else "draws_same"
    if _plausible(counts, np.full(len(counts), 1 / len(counts))):
        return "draws_uniform"
    if last is not None and _plausible(counts, p(1 / temperature, last)):
        return "path_start"
    if temperature != 1:
        if _plausible(counts, p(1.0)):
            return "draws_untempered"
        if _plausible(counts, p(temperature)):
            return "draws_multiplied"
    return "draws_other"


def is_likeliest(ids: Array, nats: Array) -> bool:
    """Whether each of the characters (T,) is the likeliest, or nearly, by their costs (T, V)."""
    return float((nats[np.arange(len(ids)), ids] - nats.min(axis=1)).max()) <= SURE


def path_mistake(ids: Array, contexts: Mapping[str, Array]) -> str:
    """Name what a text was drawn from, at a temperature at which the likeliest always comes.

    Parameters
    ----------
    ids
        The characters that were written, (T,).
    contexts
        What each character costs, (T, V): after the ``"whole"`` text before it; after the
        ``"last"`` character alone; after the start's last character and all of its ``"own"``.
        Those behind the first that explains the text may be missing.
    """
    names = {"whole": "", "last": "path_last", "own": "path_start"}
    for name, mistake in names.items():
        if name in contexts and is_likeliest(ids, contexts[name]):
            return mistake
    return "path_other"


def _plausible(counts: Array, p: Array) -> bool:
    """Whether counts may come from probabilities: a chi-square, rare characters taken together."""
    expected = p * counts.sum()
    often = expected >= 5
    seen = np.append(counts[often], counts[~often].sum())
    wanted = np.append(expected[often], expected[~often].sum())
    kept = wanted > 1e-9
    if seen[~kept].sum():
        return False
    statistic = float(((seen - wanted)[kept] ** 2 / np.maximum(wanted[kept], 1.0)).sum())
    freedom = max(int(kept.sum()) - 1, 1)
    return statistic <= freedom + LIKELY * np.sqrt(2 * freedom)
