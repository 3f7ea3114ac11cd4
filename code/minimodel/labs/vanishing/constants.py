"""What is locked in every committed result of the vanishing-gradient lab."""

from __future__ import annotations

from typing import Final

from minimodel.labs.forward.constants import D_EMBED, D_HIDDEN, SEED, SIGMA

__all__ = [
    "D_EMBED",
    "D_HIDDEN",
    "EXPERIMENT",
    "GATE_BIAS",
    "OPTIONS",
    "ORTHOGONAL_SCALE",
    "SEED",
    "SIGMA",
    "T",
]

T: Final = 50  # tokens of the sequence; the loss stands after the last one
OPTIONS: Final = ("A", "B")  # which sequence
GATE_BIAS: Final = -3.0  # b_z of the third curve: z ≈ 0.05, the gate nearly closed
ORTHOGONAL_SCALE: Final = 0.9
EXPERIMENT: Final = "14-vanishing-grad"
