"""What the passes of train.py return; letters of shapes are those of its first lines."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
PARAMETERS: Final = ("W_xh", "W_hh", "W_hy", "b_h", "b_y", "E")


class Forward(NamedTuple):
    """What the network makes of a chunk."""

    loss: Any  # Σ_t, in nats: what the gradients are of; a number, complex in checks
    hs: Array  # (T + 1, H), the carried-in state first
    ps: Array  # (T, V)
    xs: Array  # (T, D)
    inputs: Array  # (T,)
    targets: Array  # (T,)

    @property
    def nats_per_character(self) -> float:
        """The loss as it is reported, so that chunks of any length can be compared."""
        return float(self.loss / len(self.targets))


class Backward(NamedTuple):
    """The gradient of a chunk's summed loss, clipped, and what can be said of it."""

    gradient: Array  # (P,), of all parameters; the parts below are cut from it
    total_grad_norm: float  # its length before clipping
    clipped: bool
    clip_ratio: float  # what it was multiplied by
    dhs: Array  # (T, H), ∂L/∂h_t
    dW_xh: Array  # (H, D)
    dW_hh: Array  # (H, H)
    dW_hy: Array  # (V, H)
    db_h: Array  # (H,)
    db_y: Array  # (V,)
    dE: Array | None = None  # (V, D), with an embedding only

    @property
    def grad_norms(self) -> dict[str, float]:
        """How long the part of each parameter was, before clipping."""
        parts = [(name, getattr(self, f"d{name}")) for name in PARAMETERS]
        norms = {name: np.linalg.norm(d) for name, d in parts if d is not None}
        return {name: float(norm / self.clip_ratio) for name, norm in norms.items()}

    @property
    def per_step_grad_norm(self) -> Array:
        """How long ∂L/∂h_t is at each step, (T,)."""
        return np.linalg.norm(self.dhs, axis=1)
