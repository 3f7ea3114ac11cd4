"""Training with each remedy on the page's tasks, from several seeds at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.clipping import global_norm, shorten
from minimodel.mathematics.generators import Generators
from minimodel.mathematics.losses import mean_squared_error
from minimodel.mathematics.optimizers import SGD, Adam
from minimodel.remedies.networks import LAYERS, Regression
from minimodel.running.long_computations import long_computation
from minimodel.tasks.adding import adding_batch
from minimodel.tasks.copy_first import copy_first_batch

Array = NDArray[Any]

LENGTH: Final = 30
STEPS: Final = 400
DESCENT_STEPS: Final = 250  # enough to tell who explodes, who learns and who does not
BATCH: Final = 16
LAST: Final = 50  # steps at the end whose mean loss is the result
SEEDS: Final = (0, 1, 2, 3, 4)
MAX_NORM: Final = 1.0
DESCENT_RATE: Final = 0.1  # at half of it, rounding decides which seeds explode
EARLY: Final = 5  # steps at the beginning among which both marks of the adding problem may stand
OPTIMIZERS: Final = {"adam": Adam, "sgd": SGD}

TASKS: Final[dict[str, tuple[int, Callable[[np.random.Generator], tuple[Array, Array]]]]] = {
    "copy_first": (1, lambda rng: copy_first_batch(BATCH, LENGTH, rng)),
    "copy_first_plus_1": (1, lambda rng: copy_first_batch(BATCH, LENGTH, rng, 1.0)),
    "adding": (2, lambda rng: adding_batch(BATCH, LENGTH, rng)),
    "adding_minus_1": (2, lambda rng: adding_batch(BATCH, LENGTH, rng, offset=-1.0)),
    "adding_early": (2, lambda rng: adding_batch(BATCH, LENGTH, rng, among=EARLY)),
    "adding_early_minus_1": (
        2,
        lambda rng: adding_batch(BATCH, LENGTH, rng, among=EARLY, offset=-1.0),
    ),
}


@dataclass(frozen=True)
class Run:
    """What one training run leaves behind.

    Attributes
    ----------
    losses
        Mean squared error of each step's batch, before its update.
    norms
        Norm of all gradients together, before any clipping. Ends early, as `losses` does, at
        the first step in which it is not a finite number.
    recurrent_norms
        Norm of the recurrent layer's gradients alone.
    params
        The recurrent layer's parameters at the end.
    """

    losses: tuple[float, ...]
    norms: tuple[float, ...]
    recurrent_norms: tuple[float, ...] = ()
    params: dict[str, Array] = field(default_factory=dict, compare=False)

    @property
    def overflowed(self) -> bool:
        """Whether the run ended in numbers that are not finite."""
        return not np.isfinite(self.norms[-1])

    @property
    def final_loss(self) -> float:
        """The mean loss of the last steps; NaN for a run that overflowed."""
        return float("nan") if self.overflowed else float(np.mean(self.losses[-LAST:]))

    @property
    def largest_norm(self) -> float:
        """The largest norm that is a finite number."""
        return max(norm for norm in self.norms if np.isfinite(norm))

    def until(self, step: int) -> Run:
        """Return the run as far as a step; without parameters, which are those of its end."""
        if len(self.norms) <= step:
            return self
        return Run(self.losses[:step], self.norms[:step], self.recurrent_norms[:step])


@long_computation("remedies: training networks", together="seed")
def train_with(
    *,
    remedy: str,
    task: str = "copy_first",
    seed: tuple[int, ...] = (0,),
    optimizer: str = "adam",
    rate: float = 0.01,
    clipped: bool = True,
    steps: int = STEPS,
) -> list[Run]:
    """Train one network for each seed, side by side, each step on newly drawn sequences.

    Parameters
    ----------
    remedy, task
        Keys of `LAYERS` and of `TASKS`.
    seed
        Seeds of the first weights and of the sequences.
    optimizer, rate
        ``"adam"`` or ``"sgd"``, plain gradient descent, and its learning rate.
    clipped
        Whether the norm of the gradient is clipped at 1.
    steps
        Updates, if the numbers stay finite.
    """
    d_in, draw = TASKS[task]
    rng = Generators(seed)
    network = Regression(remedy, rng, d_in=d_in)
    update = OPTIMIZERS[optimizer](network.params, rate)
    losses, norms, recurrent_norms = [], [], []
    # Overflow is what some of these runs are to show: it is seen and recorded below.
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            x, targets = draw(rng)
            loss, dy = mean_squared_error(network.forward(x), targets, network.side_by_side)
            network.zero_grads()
            network.backward(dy)
            losses.append(loss)
            norms.append(global_norm(network.grads, 1))
            recurrent_norms.append(global_norm(network.recurrent.grads, 1))
            if not np.isfinite(norms[-1]).any():
                break
            if clipped:
                shorten(network.grads, MAX_NORM, 1)
            update.step(network.grads)
    runs = []
    for index in range(len(seed)):
        finite = np.isfinite([each[index] for each in norms])
        end = len(finite) if finite.all() else int(np.argmin(finite)) + 1
        curves = [[float(v[index]) for v in c[:end]] for c in (losses, norms, recurrent_norms)]
        params = {name: value[index].copy() for name, value in network.recurrent.params.items()}
        runs.append(Run(tuple(curves[0]), tuple(curves[1]), tuple(curves[2]), params))
    return runs


def train_all(cases: Sequence[dict[str, Any]]) -> list[list[Run]]:
    """Train each case, the arguments of `train_with`, from every seed; the runs by case."""
    runs = iter(train_with.map([{**case, "seed": seed} for case in cases for seed in SEEDS]))
    return [[next(runs) for _ in SEEDS] for _ in cases]


def compare() -> dict[str, list[Run]]:
    """Train every network on copy-first; the runs of each by its name."""
    # The slow ones first, so that two workers end at about the same time.
    order = sorted(LAYERS, key=lambda remedy: not remedy.startswith(("lstm", "gru", "layer")))
    runs = dict(zip(order, train_all([{"remedy": remedy} for remedy in order]), strict=True))
    return {remedy: runs[remedy] for remedy in LAYERS}


DESCENTS: Final = {
    "uniform": ("plain", "sgd", DESCENT_RATE),
    "orthogonal": ("orthogonal", "sgd", DESCENT_RATE),
    "orthogonal_adam": ("orthogonal", "adam", 0.01),
    "lstm": ("lstm_keeping", "sgd", 2 * DESCENT_RATE),
    "lstm_adam": ("lstm_keeping", "adam", 0.01),
}


def descend_all(names: Sequence[str] = tuple(DESCENTS)) -> dict[tuple[str, bool], list[Run]]:
    """Train each of `DESCENTS`, unclipped and clipped; the runs by its name and whether clipped."""
    keys = [(name, clipped) for name in names for clipped in (False, True)]
    cases = []
    for name, clipped in keys:
        remedy, optimizer, rate = DESCENTS[name]
        case: dict[str, Any] = {"remedy": remedy}
        if optimizer == "sgd" or not clipped:
            case["steps"] = DESCENT_STEPS
        if optimizer == "sgd":  # what is left out is as in `compare`, and computed once
            case |= {"optimizer": optimizer, "rate": rate}
        cases.append(case if clipped else {**case, "clipped": False})
    runs = zip(keys, train_all(cases), strict=True)
    return {key: [run.until(DESCENT_STEPS) for run in each] for key, each in runs}
