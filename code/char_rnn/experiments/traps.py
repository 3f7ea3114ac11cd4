"""Mistakes in train.py's backward pass that raise no error: what training makes of each."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

from minimodel.running.long_computations import long_computation

from char_rnn import train
from char_rnn.runs.default_run import default_corpus, start_on

RIGHT: Final = "right"
# Name of a trap, and what it writes for what stands in `train.backward`.
TRAPS: Final[dict[str, tuple[str, str]]] = {
    RIGHT: ("", ""),
    "no_transpose": ("model.W_hh.T", "model.W_hh"),
    "slope_before": ("derivative(fwd.hs[1:])", "derivative(fwd.hs[:-1])"),
    "readout_before": ("dys.T.dot(fwd.hs[1:])", "dys.T.dot(fwd.hs[:-1])"),
}


def backward_with(trap: str) -> Callable[..., Any]:
    """Return train.py's own backward pass with one mistake in it.

    Raises
    ------
    ValueError
        If train.py no longer has the words that the mistake replaces, once.
    """
    source = inspect.getsource(train.backward)
    if trap == RIGHT:
        return train.backward
    right, wrong = TRAPS[trap]
    if source.count(right) != 1:
        raise ValueError(f"train.backward should hold {right!r} once: mend TRAPS[{trap!r}]")
    names = dict(vars(train))
    exec(compile(source.replace(right, wrong), f"<train.backward, {trap}>", "exec"), names)
    made: Callable[..., Any] = names["backward"]
    return made


@long_computation("training with a wrong backward pass")
def loss_with(*, trap: str, steps: int = 2_000, seed: int = 42) -> float:
    """Train as train.py does, but for the trap; held-out loss in nats per character at the end."""
    run = start_on(default_corpus(), steps=steps, seed=seed)
    config = run.config
    backward = backward_with(trap)
    for _ in range(steps):
        fwd = train.forward(run.model, train.next_chunk(run), run.h)
        bwd = backward(run.model, fwd, config.clip)
        train.update_parameters(run.model, bwd, run.velocity, config.lr, config.momentum)
        run.h = fwd.hs[-1]
    return float(train.compute_val_loss(run.model, run.val_ids))


def losses() -> dict[str, float]:
    """Return what each trap comes to, the right backward pass first."""
    return dict(zip(TRAPS, loss_with.map([{"trap": trap} for trap in TRAPS]), strict=True))
