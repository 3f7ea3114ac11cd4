"""Make reference_vectors.json: what PyTorch computes, for the tests of `minimodel.nn`.

    pip install torch==2.13.0 numpy==2.4.6
    python make_reference_vectors.py

Needed only to make the file anew. The tests read it and need no PyTorch.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch

BATCH, STEPS, D_IN, D_HIDDEN = 2, 4, 3, 2
CASES = {
    "rnn": (torch.nn.RNN, {}),
    "gru": (torch.nn.GRU, {}),
    "lstm": (torch.nn.LSTM, {}),
    "rnn-stacked": (torch.nn.RNN, {"num_layers": 2}),
    "gru-stacked": (torch.nn.GRU, {"num_layers": 2}),
    "lstm-stacked": (torch.nn.LSTM, {"num_layers": 2}),
    "rnn-bidirectional": (torch.nn.RNN, {"bidirectional": True}),
    "gru-bidirectional": (torch.nn.GRU, {"bidirectional": True}),
    "lstm-bidirectional": (torch.nn.LSTM, {"bidirectional": True}),
}


def numbers(tensor: torch.Tensor) -> list:
    """Return a tensor as nested lists."""
    return tensor.detach().tolist()


def recurrent_case(kind: type[torch.nn.RNNBase], options: dict) -> dict:
    """Run a layer forward and backward on random numbers; the loss weights every output."""
    layer = kind(D_IN, D_HIDDEN, batch_first=True, **options)
    rows = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
    x = torch.randn(BATCH, STEPS, D_IN, requires_grad=True)
    states = [
        torch.randn(rows, BATCH, D_HIDDEN, requires_grad=True)
        for _ in range(2 if kind is torch.nn.LSTM else 1)
    ]
    outputs, state_n = layer(x, tuple(states) if len(states) == 2 else states[0])
    results = [outputs, *(state_n if len(states) == 2 else [state_n])]
    weights = [torch.randn_like(result) for result in results]
    sum((weight * result).sum() for weight, result in zip(weights, results, strict=True)).backward()
    return {
        "parameters": {name: numbers(value) for name, value in layer.named_parameters()},
        "inputs": [numbers(value) for value in [x, *states]],
        "results": [numbers(result) for result in results],
        "weights": [numbers(weight) for weight in weights],
        "d_inputs": [numbers(value.grad) for value in [x, *states]],
        "d_parameters": {name: numbers(value.grad) for name, value in layer.named_parameters()},
    }


def adam_case() -> dict:
    """Five steps of Adam with given gradients."""
    value = torch.nn.Parameter(torch.randn(2, 3))
    start = numbers(value)
    optimizer = torch.optim.Adam([value], lr=0.05)
    gradients = [torch.randn(2, 3) * scale for scale in (1.0, 10.0, 1e-3, 0.0, 1.0)]
    values = []
    for gradient in gradients:
        value.grad = gradient
        optimizer.step()
        values.append(numbers(value))
    return {
        "learning_rate": 0.05,
        "start": start,
        "gradients": [numbers(gradient) for gradient in gradients],
        "values": values,
    }


def clipping_case() -> dict:
    """Clipping by the joint norm of two gradients."""
    gradients = [torch.randn(2, 3) * 4, torch.randn(5) * 2]
    before = [numbers(gradient) for gradient in gradients]
    parameters = [torch.nn.Parameter(torch.zeros_like(gradient)) for gradient in gradients]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient
    norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm=1.0)
    return {
        "gradients": before,
        "norm": float(norm),
        "clipped": [numbers(parameter.grad) for parameter in parameters],
    }


def main() -> None:
    """Write the file beside this one."""
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float64)
    vectors = {
        "made_with": f"torch {torch.__version__}",
        "recurrent": {name: recurrent_case(*case) for name, case in CASES.items()},
        "adam": adam_case(),
        "clipping": clipping_case(),
    }
    path = Path(__file__).with_name("reference_vectors.json")
    path.write_text(json.dumps(vectors, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
