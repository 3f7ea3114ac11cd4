"""Make code/minimodel/exercises/rnn_class_vectors.json: what PyTorch's RNN computes.

    pip install torch==2.13.0 numpy==2.4.6
    python make_rnn_class_vectors.py

Needed only to make the file anew. The exercise reads it and needs no PyTorch.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch

# Batch, steps, entries of an input and of a state.
SIZES = {
    "ordinary": (2, 5, 3, 4),
    "one_step": (3, 1, 2, 4),
    "equal_sizes": (3, 3, 3, 3),
    "long": (1, 60, 2, 3),
}
NAMES = {
    "w_ih": "weight_ih_l0",
    "w_hh": "weight_hh_l0",
    "b_ih": "bias_ih_l0",
    "b_hh": "bias_hh_l0",
}


def case(batch: int, steps: int, d_in: int, d_hidden: int) -> dict:
    """Read random sequences from a given state and from PyTorch's own first state."""
    layer = torch.nn.RNN(d_in, d_hidden, batch_first=True)
    x, h0 = torch.randn(batch, steps, d_in), torch.randn(batch, d_hidden)
    outputs, h_n = layer(x, h0[None])
    from_zero, h_n_from_zero = layer(x)
    tensors = {ours: getattr(layer, theirs) for ours, theirs in NAMES.items()}
    tensors |= {"x": x, "h0": h0, "outputs": outputs, "h": h_n[0]}
    tensors |= {"outputs_from_zero": from_zero, "h_from_zero": h_n_from_zero[0]}
    return {name: tensor.detach().tolist() for name, tensor in tensors.items()}


def main() -> None:
    """Write the file beside the exercise's solution."""
    torch.manual_seed(2)
    torch.set_default_dtype(torch.float64)
    vectors = {
        "made_with": f"torch {torch.__version__}",
        "cases": {name: case(*sizes) for name, sizes in SIZES.items()},
    }
    folder = Path(__file__).parents[3] / "code" / "minimodel" / "exercises"
    path = folder / "rnn_class_vectors.json"
    path.write_text(json.dumps(vectors, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
