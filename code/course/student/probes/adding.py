"""Call a student's functions for the adding problem, and keep batches, gradients and answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from minimodel.tasks.adding import adding_batch
from numpy.typing import NDArray

from course.student.gradients import keep_gradients
from course.student.networks import enlarge
from course.student.recorder import Recorder
from course.student.trials import keep_parts, keep_predictions, trained

Array = NDArray[Any]

FILE: Final = "adding.py"
FUNCTIONS: Final = ("adding_batch", "make_network", "predict", "loss_and_gradients", "train")
DRAWN: Final = (1000, 12)  # sequences and their length, for the statistics of a batch
# Sequences and length of the batches whose gradients are measured; each asks for more.
CASES: Final = {"single": (1, 1), "steps": (1, 6), "batch": (5, 6)}
HELD_OUT: Final = 1000
SEED: Final = 7


def held_out(length: int) -> tuple[Array, Array]:
    """Return sequences that no student's training has seen, and their sums."""
    x, targets = adding_batch(HELD_OUT, length, np.random.default_rng(20_000 + length))
    return x.astype(float), targets.astype(float)


def case(name: str) -> tuple[Array, Array]:
    """Return the sequences and sums of one of `CASES`."""
    batch, length = CASES[name]
    rng = np.random.default_rng(batch + length)
    x = np.stack([rng.random((batch, length)), rng.integers(0, 2, (batch, length))], axis=-1)
    return x, rng.uniform(0.2, 1.8, (batch, 1))


def probe(recorder: Recorder, part: str, length: int = 0) -> None:
    """Run one part: ``"functions"``, or ``"train"`` at one length."""
    names = recorder.load(FILE)
    if names is None:
        return
    functions = {name: recorder.function(name, names, name) for name in FUNCTIONS}
    if part == "train":
        _train(recorder, names, functions, length)
        return
    _draw(recorder, functions["adding_batch"])
    make, predict = functions["make_network"], functions["predict"]
    if make is None:
        return
    network = trained(recorder, "make_network", make, SEED)
    if network is None:
        return
    if predict is not None:
        _answer(recorder, make, predict)
    if functions["loss_and_gradients"] is not None:
        flat = recorder.values.get("flat_targets", False)
        for name in CASES:
            x, targets = case(name)
            given = targets[:, 0] if flat else targets
            fresh = enlarge(recorder.call(f"network {name}", make, SEED))
            if predict is not None:
                keep_predictions(recorder, f"of {name}", predict, fresh, x, shape=targets.shape)
            if not keep_gradients(recorder, name, functions["loss_and_gradients"], fresh, x, given):
                return


def _draw(recorder: Recorder, function: Callable[..., Any] | None) -> None:
    """Keep three batches: two from one generator, and one from another with the same seed."""
    if function is None:
        return
    rng = np.random.default_rng(SEED)
    for step, (size, generator) in {
        "adding_batch": (DRAWN, rng),
        "more": (DRAWN, rng),
        "again": (DRAWN, np.random.default_rng(SEED)),
        "short": ((50, 2), np.random.default_rng(SEED)),
    }.items():
        given = (("x", "targets"), *size, generator)
        if keep_parts(recorder, step, function, *given, name="adding_batch") is None:
            return
    recorder.values["flat_targets"] = recorder.arrays["adding_batch/targets"].ndim == 1


def _answer(recorder: Recorder, make: Callable[..., Any], predict: Callable[..., Any]) -> None:
    """Keep what untrained networks answer: one, the same again, and one of another seed."""
    x, targets = held_out(10)
    for step, seed in (("predict", SEED), ("same", SEED), ("other", SEED + 1)):
        network = recorder.call(step, make, seed)
        if step in recorder.failures:
            return
        if not keep_predictions(recorder, step, predict, network, x, shape=targets.shape):
            return


def _train(
    recorder: Recorder, names: dict[str, Any], functions: dict[str, Any], length: int
) -> None:
    train, predict = functions["train"], functions["predict"]
    if train is None or predict is None:
        return
    step = f"train {length}"
    batches: list[tuple[int, ...]] = []
    if functions["adding_batch"] is not None:
        names["adding_batch"] = _noting(functions["adding_batch"], batches)
    network = trained(recorder, step, train, length, SEED)
    recorder.values["drawn"] = len(batches)
    recorder.values["different"] = len(set(batches))
    recorder.values["lengths"] = sorted({batch[1] for batch in batches})
    if network is None:
        return
    x, targets = held_out(length)
    keep_predictions(recorder, f"trained {length}", predict, network, x, shape=targets.shape)
    if functions["make_network"] is not None:
        before = recorder.call("before", functions["make_network"], SEED)
        keep_predictions(recorder, "before", predict, before, x, shape=targets.shape)


def _noting(function: Callable[..., Any], batches: list[tuple[int, ...]]) -> Callable[..., Any]:
    """Wrap the student's `adding_batch`: of each batch, its size and a number for its content."""

    def noted(*args: Any, **named: Any) -> Any:
        drawn = function(*args, **named)
        x = drawn[0] if isinstance(drawn, tuple | list) and drawn else None
        if isinstance(x, np.ndarray) and x.ndim == 3:  # if not, the training will say so
            batches.append((*x.shape[:2], hash(x.tobytes())))
        return drawn

    return noted
