"""The lab's measurement: the norm of ∂L/∂h_t at every step, and how many orders it loses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.vanishing.constants import D_EMBED, D_HIDDEN, GATE_BIAS, SEED, SIGMA, T
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.mathematics.matrices import random_orthogonal
from minimodel.sequence_baselines.bptt import Gradients, gru_gradients, rnn_gradients
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

Model = VanillaRNN | GRU


def vanilla_rnn(
    seed: int = SEED, sigma: float = SIGMA, orthogonal_scale: float | None = None
) -> VanillaRNN:
    """Return the lab's vanilla RNN; other arguments are for comparison.

    Parameters
    ----------
    seed, sigma
        As for `VanillaRNN`.
    orthogonal_scale
        If given, W_hh becomes a random orthogonal matrix times this number, so that all its
        singular values are equal to it. The other weights stay as they were drawn.
    """
    model = VanillaRNN(len(corpus_vocabulary()), D_EMBED, D_HIDDEN, seed, sigma=sigma)
    if orthogonal_scale is not None:
        model.W_hh = orthogonal_scale * random_orthogonal(D_HIDDEN, seed)
    return model


def gru(seed: int = SEED, sigma: float = SIGMA, gate_bias: float = 0.0) -> GRU:
    """Return the lab's GRU with every entry of b_z set to `gate_bias`."""
    model = GRU(len(corpus_vocabulary()), D_EMBED, D_HIDDEN, seed, sigma=sigma)
    model.b_z += gate_bias
    return model


def gradients(model: Model, option: str = "A", length: int = T) -> Gradients:
    """Differentiate the loss at the last step of one of the lab's sequences, of `length` tokens."""
    sequence = synthetic_sequence(option, length)
    if isinstance(model, GRU):
        return gru_gradients(model, sequence.ids, sequence.target)
    return rnn_gradients(model, sequence.ids, sequence.target)


def gradient_norms(model: Model, option: str = "A", length: int = T) -> NDArray[Any]:
    """Return g_t = ‖∂L/∂h_t‖ for t = 0 … T on one of the lab's sequences, shape (length + 1,)."""
    return norms(gradients(model, option, length).dh)


def norms(rows: NDArray[Any]) -> NDArray[Any]:
    """Return the length of each row."""
    return np.linalg.norm(rows, axis=1)


def orders_lost(g: Sequence[float] | NDArray[Any]) -> float:
    """Return log10(g_T / g_0): orders of magnitude that the gradient loses on its way back.

    Negative if it grows; infinite if g_0 is exactly zero.
    """
    if g[0] == 0:
        return float("inf")
    return float(np.log10(g[-1]) - np.log10(g[0]))


def orders_per_10_steps(g: Sequence[float] | NDArray[Any]) -> float:
    """Return `orders_lost`, spread evenly over the steps, for ten of them."""
    return 10 * orders_lost(g) / (len(g) - 1)


def for_log_plot(g: NDArray[Any]) -> NDArray[Any]:
    """Replace exact zeros, which have no logarithm, by the smallest positive float."""
    return np.where(g == 0, np.finfo(g.dtype).smallest_subnormal, g)


def measure(option: str = "A", sigma: float = SIGMA) -> dict[str, NDArray[Any]]:
    """Return g_0 … g_T of the lab's three curves.

    Parameters
    ----------
    option
        Which sequence, ``"A"`` or ``"B"``.
    sigma
        Standard deviation of every weight; another than the lab's own is for comparison.

    Returns
    -------
    dict
        ``"rnn"``, ``"gru"`` (b_z = 0) and ``"gru_closed"`` (b_z = −3), each of shape (T + 1,).
    """
    models: dict[str, Model] = {
        "rnn": vanilla_rnn(sigma=sigma),
        "gru": gru(sigma=sigma),
        "gru_closed": gru(sigma=sigma, gate_bias=GATE_BIAS),
    }
    return {name: gradient_norms(model, option) for name, model in models.items()}


def norm_table(curves: Mapping[str, NDArray[Any]]) -> str:
    """Return g_0 … g_T of several curves as text, a line a step, and the orders that each loses."""
    lines = [" ".join([" t", *(f"{name:>12}" for name in curves)])]
    for t, row in enumerate(zip(*curves.values(), strict=True)):
        lines.append(" ".join([f"{t:2d}", *(f"{g:12.4e}" for g in row)]))
    lost = [f"{orders_lost(g):12.2f}" for g in curves.values()]
    return "\n".join([*lines, " ".join(["  ", *lost, " orders of magnitude lost"])])
