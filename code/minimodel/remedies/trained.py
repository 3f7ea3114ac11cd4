"""Training with each remedy on the copy-first task; gradient descent, clipped and not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from minimodel.mathematics.clipping import clip_by_global_norm, global_norm
from minimodel.mathematics.losses import mean_squared_error
from minimodel.mathematics.optimizers import SGD, Adam
from minimodel.remedies.networks import LAYERS, Regression
from minimodel.running.long_computations import long_computation
from minimodel.tasks.copy_first import copy_first_batch

LENGTH: Final = 30
EPOCHS: Final = 400
LAST: Final = 50  # epochs at the end whose mean loss is the result
SEEDS: Final = (0, 1)
DESCENT_SEEDS: Final = (0, 1, 2, 3)
MAX_NORM: Final = 1.0
DESCENT_RATE: Final = 0.05


@dataclass(frozen=True)
class Run:
    """What one training run leaves behind.

    Attributes
    ----------
    losses
        Mean squared error of each epoch's batch, before its update.
    norms
        Norm of all gradients together, before any clipping. Ends early, as `losses` does, at
        the first epoch in which it is not a finite number.
    recurrent_norms
        Norm of the recurrent layer's gradients alone.
    singular_values
        Of the recurrent matrix W_hh at the end, the largest first; none after an overflow. The
        matrices of a gated layer stand one below the other.
    """

    losses: tuple[float, ...]
    norms: tuple[float, ...]
    recurrent_norms: tuple[float, ...] = ()
    singular_values: tuple[float, ...] = ()

    @property
    def overflowed(self) -> bool:
        """Whether the run ended in numbers that are not finite."""
        return not np.isfinite(self.norms[-1])

    @property
    def final_loss(self) -> float:
        """The mean loss of the last epochs; NaN for a run that overflowed."""
        return float("nan") if self.overflowed else float(np.mean(self.losses[-LAST:]))

    @property
    def largest_norm(self) -> float:
        """The largest norm that is a finite number."""
        return max(norm for norm in self.norms if np.isfinite(norm))


def _train(
    remedy: str, seed: int, optimizer: type[Adam] | type[SGD], rate: float, max_norm: float | None
) -> Run:
    rng = np.random.default_rng(seed)
    network = Regression(remedy, rng)
    steps = optimizer(network.params, rate)
    losses, norms, recurrent_norms = [], [], []
    # Overflow is what some of these runs are to show: it is seen and recorded below.
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(EPOCHS):
            x, targets = copy_first_batch(32, LENGTH, rng)
            loss, dy = mean_squared_error(network.forward(x), targets)
            network.zero_grads()
            network.backward(dy)
            losses.append(loss)
            norms.append(global_norm(network.grads))
            recurrent_norms.append(global_norm(network.recurrent.grads))
            if not np.isfinite(norms[-1]):
                break
            if max_norm is not None:
                clip_by_global_norm(network.grads, max_norm)
            steps.step(network.grads)
    W_hh = network.recurrent.params["W_hh"]
    singular = np.linalg.svd(W_hh, compute_uv=False) if np.isfinite(norms[-1]) else np.empty(0)
    return Run(
        tuple(losses), tuple(norms), tuple(recurrent_norms), tuple(float(s) for s in singular)
    )


@long_computation("copy-first: training with each remedy")
def train_with(*, remedy: str, seed: int) -> Run:
    """Train with Adam at 0.01 and the norm clipped at 1."""
    return _train(remedy, seed, Adam, 0.01, MAX_NORM)


@long_computation("copy-first: gradient descent, clipped and not")
def descend(*, remedy: str, seed: int, clipped: bool) -> Run:
    """Train with plain gradient descent at 0.05, with the norm clipped at 1 or as it is."""
    return _train(remedy, seed, SGD, DESCENT_RATE, MAX_NORM if clipped else None)


def train_all() -> dict[str, list[Run]]:
    """Train every network from every seed; the runs of a remedy in the order of `SEEDS`."""
    # The slow ones first, so that two workers end at about the same time.
    order = sorted(LAYERS, key=lambda remedy: not remedy.startswith(("lstm", "gru")))
    calls = [{"remedy": remedy, "seed": seed} for remedy in order for seed in SEEDS]
    runs = iter(train_with.map(calls))
    by_remedy = {remedy: [next(runs) for _ in SEEDS] for remedy in order}
    return {remedy: by_remedy[remedy] for remedy in LAYERS}


def descend_all() -> dict[tuple[str, bool], list[Run]]:
    """Descend from a uniform and an orthogonal start; the runs by start and whether clipped."""
    cases = [(start, clipped) for start in ("plain", "orthogonal") for clipped in (False, True)]
    calls = [
        {"remedy": start, "seed": seed, "clipped": clipped}
        for start, clipped in cases
        for seed in DESCENT_SEEDS
    ]
    runs = iter(descend.map(calls))
    return {case: [next(runs) for _ in DESCENT_SEEDS] for case in cases}
