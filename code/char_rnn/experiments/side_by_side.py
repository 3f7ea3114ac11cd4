"""Networks of the same sizes, trained side by side on one text: each as train.py trains it.

Matrices of this size take less time than the calls that multiply them. A call that serves several
networks costs little more than one that serves one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Final

# Before NumPy is loaded: it pins the matrix products to one thread.
from char_rnn.train import CharRNN, Run, activation_pair, get_lr, next_chunk, softmax

# isort: split
import numpy as np
from numpy.typing import NDArray

from char_rnn.training.config import TrainConfig
from char_rnn.training.flags import Diverged

Array = NDArray[Any]
# The flags in which networks that are trained together may differ.
OWN: Final = ("seed", "init", "lr", "clip", "freeze_whh")


def train_side_by_side(runs: Sequence[Run]) -> None:
    """Train runs to their last step, in place; they keep losses and norms, and no records.

    Parameters
    ----------
    runs
        S of them, as `start_run` returns them, on one text, with the same flags but for `OWN`.

    Raises
    ------
    Diverged
        If a loss or a gradient does not stay finite.
    ValueError
        If another flag differs, or the networks have an embedding, whose gradient is not written
        here.
    """
    first, configs = runs[0], [run.config for run in runs]
    config, S = first.config, len(runs)
    if any(_shared(each) != _shared(config) for each in configs):
        raise ValueError(f"runs: may differ in {', '.join(OWN)}, and in no other flag")
    if first.model.has_embedding:
        raise ValueError("runs: a network with an embedding cannot be trained side by side")
    theta = np.stack([_flat(run.model) for run in runs])  # (S, P)
    velocity = np.zeros_like(theta)
    weights = _split(first.model, theta)
    clip = np.array([each.clip or np.inf for each in configs])
    rate = np.array([each.lr for each in configs])
    frozen = [each.freeze_whh for each in configs]
    losses, norms = np.empty((2, config.steps, S))
    h = np.zeros((S, config.hidden_size, 1))
    with np.errstate(all="ignore"):  # Diverged says it better
        for step in range(1, config.steps + 1):
            chunk = next_chunk(first)  # all read the same text, from its beginning
            if first.position == config.seq_len:
                h = np.zeros_like(h)
            loss, gradient, h = _step(weights, chunk, h, config.activation)
            _split(first.model, gradient)["W_hh"][frozen] = 0
            norm = np.sqrt(np.vecdot(gradient, gradient))  # (S,)
            lr = get_lr(1.0, step, config.lr_decay_rate, config.lr_decay_every) * rate
            finite = np.isfinite(loss + lr * norm)
            if not finite.all():
                diverged = configs[int(finite.argmin())]
                raise Diverged.at(step, diverged.lr, diverged.clip)
            losses[step - 1], norms[step - 1] = loss, norm
            gradient *= (lr * np.minimum(1, clip / norm))[:, None]
            if config.momentum:
                velocity *= config.momentum
                velocity += gradient
                gradient = velocity
            theta -= gradient
    for place, run in enumerate(runs):
        for name, parameter in run.model.parameters().items():
            parameter[...] = weights[name][place]
        run.losses.extend(losses[:, place].tolist())
        run.grad_norms.extend(norms[:, place].tolist())
        run.velocity, run.h = velocity[place].copy(), h[place, :, 0].copy()
        run.position, run.step = first.position, config.steps


def _shared(config: TrainConfig) -> dict[str, Any]:
    """The flags in which all must agree. Each may have read the text from a file of its own."""
    flags = dataclasses.asdict(config)
    return {name: value for name, value in flags.items() if name not in (*OWN, "corpus")}


def _flat(model: CharRNN) -> Array:
    return np.concatenate([parameter.ravel() for parameter in model.parameters().values()])


def _split(model: CharRNN, stacked: Array) -> dict[str, Array]:
    """Views of S vectors of P numbers, (S, P): each parameter's part, (S, …) in its shape."""
    parts, start = {}, 0
    for name, parameter in model.parameters().items():
        end = start + parameter.size
        parts[name] = stacked[:, start:end].reshape(len(stacked), *parameter.shape)
        start = end
    return parts


def _step(
    weights: dict[str, Array], chunk: Array, h: Array, activation: str
) -> tuple[Array, Array, Array]:
    """Read a chunk, T + 1 ids, from S states (S, H, 1), and go back.

    Returns
    -------
    (S,), (S, P), (S, H, 1)
        Mean loss of a character; gradient of the chunk's summed loss; the last states.
    """
    f, derivative = activation_pair(activation)
    W_xh, W_hh, W_hy, b_h, b_y = (weights[n] for n in ("W_xh", "W_hh", "W_hy", "b_h", "b_y"))
    ids, targets = chunk[:-1], chunk[1:]
    T, S = len(ids), len(h)
    xs = np.eye(W_xh.shape[2])[ids]  # (T, V)
    # Time first, and each step's states in one piece: the loop below runs through them.
    zs = np.moveaxis(xs @ W_xh.mT + b_h[:, None], 1, 0)[..., None].copy()  # (T, S, H, 1)
    hs = np.empty((T + 1, *h.shape))  # (T + 1, S, H, 1)
    hs[0] = h
    for t in range(T):
        hs[t + 1] = f(zs[t] + W_hh @ hs[t])
    states = np.moveaxis(hs[..., 0], 0, 1)  # (S, T + 1, H)
    ps = softmax(states[:, 1:] @ W_hy.mT + b_y[:, None])  # (S, T, V)
    losses = -np.log(ps[:, range(T), targets]).mean(axis=1)
    ps[:, range(T), targets] -= 1  # ∂L/∂logits = p − onehot(target)
    dhs = np.moveaxis(ps @ W_hy, 1, 0)[..., None].copy()  # (T, S, H, 1)
    slopes = derivative(hs[1:])
    back = np.ascontiguousarray(W_hh.mT)
    for t in reversed(range(1, T)):
        dhs[t - 1] += back @ (dhs[t] * slopes[t])
    dzs = np.moveaxis((dhs * slopes)[..., 0], 0, 1)  # (S, T, H)
    gradients = {
        "W_xh": dzs.mT @ xs,
        "W_hh": dzs.mT @ states[:, :-1],
        "W_hy": ps.mT @ states[:, 1:],
        "b_h": dzs.sum(axis=1),
        "b_y": ps.sum(axis=1),
    }
    joined = np.concatenate([gradients[name].reshape(S, -1) for name in weights], axis=1)
    return losses, joined, hs[-1]
