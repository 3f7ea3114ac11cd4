"""What is kept of a training step, and of which steps."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from char_rnn.training.passes import Backward, Forward
from char_rnn.training.run import Model

Array = NDArray[Any]
SATURATED: Final = 0.95


def should_record(step: int, dense_steps: int, record_interval: int) -> bool:
    """Record all early steps, when most changes, then one every so many."""
    early = step == 1 or step <= dense_steps
    return record_interval > 0 and (early or step % record_interval == 0)


def eigen(W_hh: Array) -> tuple[Array, float]:
    """Return a matrix's eigenvalues, largest first, and its spectral radius |λ_1|."""
    values = np.linalg.eigvals(W_hh).astype(np.complex128)  # (H,)
    values = values[np.argsort(-np.abs(values), kind="stable")]
    return values, float(np.abs(values[0]))


def capture_step(model: Model, fwd: Forward, bwd: Backward, step: int, text: str) -> dict[str, Any]:
    """Return all that is worth keeping of a step; big arrays in single precision."""
    values, radius = eigen(model.W_hh)
    record: dict[str, Any] = {
        "step": step,
        "loss": fwd.nats_per_character,
        "eigenvalues": values,
        "spectral_radius": radius,
        "total_grad_norm": bwd.total_grad_norm,
        "clipped": bwd.clipped,
        "clip_ratio": bwd.clip_ratio,
        "per_step_grad_norm": bwd.per_step_grad_norm,
        "hs": fwd.hs[1:].astype(np.float32),
        "inputs": fwd.inputs,
        "targets": fwd.targets,
        "ps": fwd.ps.astype(np.float32),
        "correct": fwd.ps.argmax(axis=1) == fwd.targets,
        "saturation": float(np.mean(np.abs(fwd.hs[1:]) > SATURATED)),
        "text": text,
    }
    norms = bwd.grad_norms
    for name, parameter in model.parameters().items():
        record[name] = parameter.astype(np.float32)
        record[f"grad_norm_{name}"] = norms[name]
    return record
