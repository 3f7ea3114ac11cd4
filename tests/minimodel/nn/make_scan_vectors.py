"""Make scan_vectors.json: the linear recurrences written out in PyTorch, for `minimodel.nn`.

    pip install torch==2.13.0
    python make_scan_vectors.py

Needed only to make the file anew. The tests read it and need no PyTorch. Each recurrence is a loop
over the steps, after its paper's equations, and PyTorch finds the gradients by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import torch

BATCH, STEPS, D_IN = 2, 7, 3
Tensors = dict[str, torch.Tensor]


def min_gru(p: Tensors, x: torch.Tensor, h: torch.Tensor, slope: int) -> list[torch.Tensor]:
    """Feng et al. 2024, with 1 − slope · z as the factor; h (B, H)."""
    outputs = []
    for x_t in x.unbind(1):
        p_z, candidate = (x_t @ p["W_xh"].T + p["b_h"]).chunk(2, dim=1)
        z = torch.sigmoid(p_z)
        h = (1 - slope * z) * h + z * candidate
        outputs.append(h)
    return [torch.stack(outputs, 1), h]


def lru(p: Tensors, x: torch.Tensor, state: torch.Tensor) -> list[torch.Tensor]:
    """Orvieto et al. 2023, appendix A; state (B, H), real parts first."""
    lam = torch.exp(torch.complex(-torch.exp(p["nu"]), torch.exp(p["theta"])))
    B, C = torch.complex(p["B_re"], p["B_im"]), torch.complex(p["C_re"], p["C_im"])
    h = torch.complex(*state.chunk(2, dim=1))
    outputs = []
    for x_t in x.unbind(1):
        h = lam * h + torch.exp(p["gamma"]) * (x_t.to(B.dtype) @ B.T)
        outputs.append((h @ C.T).real + p["D"] * x_t)
    return [torch.stack(outputs, 1), torch.cat([h.real, h.imag], 1)]


def selective(p: Tensors, x: torch.Tensor, state: torch.Tensor) -> list[torch.Tensor]:
    """Gu and Dao 2023, Algorithm 2, discretized as in their code; state (B, D · N)."""
    A = -torch.exp(p["L"])
    h = state.reshape(len(x), *A.shape)
    outputs = []
    for x_t in x.unbind(1):
        delta = torch.nn.functional.softplus(x_t @ p["W_delta"].T + p["b_delta"])
        beta, kappa = x_t @ p["W_B"].T, x_t @ p["W_C"].T
        h = torch.exp(torch.einsum("bd,dn->bdn", delta, A)) * h
        h = h + torch.einsum("bd,bn,bd->bdn", delta, beta, x_t)
        outputs.append(torch.einsum("bdn,bn->bd", h, kappa) + p["S"] * x_t)
    return [torch.stack(outputs, 1), h.reshape(len(x), -1)]


Recurrence = Callable[[Tensors, torch.Tensor, torch.Tensor], list[torch.Tensor]]
CASES: dict[str, tuple[Recurrence, int, dict[str, tuple[int, ...]]]] = {
    "min_gru": (lambda p, x, h: min_gru(p, x, h, 1), 4, {"W_xh": (8, D_IN), "b_h": (8,)}),
    "min_gru_signed": (lambda p, x, h: min_gru(p, x, h, 2), 4, {"W_xh": (8, D_IN), "b_h": (8,)}),
    "lru": (
        lru,
        8,
        {
            **dict.fromkeys(("nu", "theta", "gamma"), (4,)),
            **dict.fromkeys(("B_re", "B_im"), (4, D_IN)),
            **dict.fromkeys(("C_re", "C_im"), (D_IN, 4)),
            "D": (D_IN,),
        },
    ),
    "selective": (
        selective,
        D_IN * 2,
        {
            "L": (D_IN, 2),
            "W_delta": (D_IN, D_IN),
            "b_delta": (D_IN,),
            "W_B": (2, D_IN),
            "W_C": (2, D_IN),
            "S": (D_IN,),
        },
    ),
}


def case(recurrence: Recurrence, d_hidden: int, shapes: dict[str, tuple[int, ...]]) -> dict:
    """Run a recurrence forward and backward on random numbers; the loss weights every output."""
    p = {name: (torch.randn(shape) * 0.7).requires_grad_() for name, shape in shapes.items()}
    x = torch.randn(BATCH, STEPS, D_IN, requires_grad=True)
    state = torch.randn(BATCH, d_hidden, requires_grad=True)
    results = recurrence(p, x, state)
    weights = [torch.randn_like(result) for result in results]
    sum((weight * result).sum() for weight, result in zip(weights, results, strict=True)).backward()
    return {
        "parameters": {name: value.tolist() for name, value in p.items()},
        "inputs": [x.tolist(), [state.tolist()]],
        "results": [results[0].tolist(), [results[1].tolist()]],
        "weights": [weights[0].tolist(), [weights[1].tolist()]],
        "d_inputs": [x.grad.tolist(), [state.grad.tolist()]],
        "d_parameters": {name: value.grad.tolist() for name, value in p.items()},
    }


def main() -> None:
    """Write the file beside this one."""
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float64)
    vectors = {
        "made_with": f"torch {torch.__version__}",
        "recurrent": {name: case(*arguments) for name, arguments in CASES.items()},
    }
    path = Path(__file__).with_name("scan_vectors.json")
    path.write_text(json.dumps(vectors, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
