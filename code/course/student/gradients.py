"""In the student's process: gradients beside the derivatives of the student's own loss."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course.student.networks import Network, flatten, held
from course.student.recorder import Recorder, named

Array = NDArray[Any]
Function = Callable[..., Any]

SHOWN: Final = 3  # names of gradients in a message
ENTRIES: Final = 48  # of a parameter that are measured; of a smaller one, all
TINY: Final = 1e-20  # imaginary step: nothing is subtracted, so nothing is lost
STEPS: Final = (1e-3, 1e-5)  # of differences; the smaller one where a kink lies near
SINGLE_STEP: Final = 2e-2  # of differences of a loss with seven digits
TOLERANCE: Final = {"complex": 1e-6, "differences": 1e-5, "single": 2e-2}
FLOOR: Final = {"complex": 1e-9, "differences": 1e-3, "single": 5e-2}


def room(how: str, measured: Array, largest: float) -> float:
    """Return how far a gradient may be from what was measured.

    Parameters
    ----------
    how
        ``"complex"``, ``"differences"`` or ``"single"``: how it was measured.
    measured
        The derivatives by the entries of one parameter.
    largest
        The largest of all parameters.
    """
    own = float(np.abs(measured).max(initial=0.0))
    return TOLERANCE[how] * max(own, FLOOR[how] * largest, 1e-300)


def keep_gradients(
    recorder: Recorder, step: str, function: Function, network: Any, *data: Any
) -> bool:
    """Call ``function(network, *data)`` for ``(loss, gradients)``, and measure the derivatives.

    What is kept can be read with `trained.measured_gradients`: the loss, each gradient, and the
    derivative by some entries of each parameter, by a complex step where the student's code
    carries complex numbers, by differences where it does not.

    Parameters
    ----------
    recorder, step
        Where it is kept; a failure of this step if there is nothing to compare.
    function
        The student's. Loss and gradients are the first two that it returns.
    network
        As the student's function for it returns it; see `Network`.
    data
        The other arguments, which are copied for each call.
    """

    def call(network: Any) -> Any:
        return function(network, *(np.copy(each) for each in data))

    # Once with its signature looked at, so that other arguments are reported as that.
    first = recorder.call(step, function, network, *(np.copy(each) for each in data))
    if step in recorder.failures:
        return False
    name = getattr(function, "__name__", step)
    if not isinstance(first, tuple | list) or len(first) < 2:
        expected = "(loss, gradients)"
        recorder.fail(step, "returned", name=name, found=named(first), expected=expected)
        return False
    loss, gradients = first[0], {key: np.array(g) for key, g in _by_name(first[1]).items()}
    if np.size(loss) != 1:
        recorder.fail(step, "returned", name=f"{name}[0]", found=named(loss), expected="loss")
        return False
    if not recorder.keep(step, "loss", np.ravel(loss)[0]):
        return False
    if not gradients:
        recorder.fail(step, "returned", name=f"{name}[1]", found=named(first[1]), expected="dict")
        return False
    if not set(Network(network).arrays) & set(gradients):
        names = ", ".join(list(gradients)[:SHOWN])
        recorder.fail(step, "no_parameters", found=named(network), names=names)
        return False
    found = recorder.attempt(step, lambda: _Measuring(Network(network), call, gradients).result())
    if found is None:
        return False
    for key, value in gradients.items():
        if not recorder.keep(step, f"gradient {key}", value):
            return False
    for key, value in found.pop("arrays").items():
        recorder.keep(step, key, value)
    recorder.values[f"{step}/measured"] = found
    return True


def _by_name(gradients: Any) -> dict[str, Array]:
    return flatten(held(gradients, ("grads", "gradients"), gradients))


class _Measuring:
    """The derivatives of one loss by some entries of each parameter."""

    def __init__(
        self, network: Network, call: Callable[[Any], Any], gradients: dict[str, Array]
    ) -> None:
        self.network = network
        self.call = call
        self.gradients = gradients
        # In an object's own arrays those without a gradient need not be parameters.
        self.arrays = {
            name: a for name, a in network.arrays.items() if network.replaced or name in gradients
        }

    def loss(self, network: Any) -> Any:
        return np.ravel(self.call(network)[0])[0]

    def result(self) -> dict[str, Any]:
        again = self.call(self.network.as_given())
        twice = {name: np.array(g) for name, g in _by_name(again[1]).items()}
        once, now = (float(np.real(self.loss(self.network.as_given()))) for _ in range(2))
        entries = {
            name: _chosen(a.shape, self.gradients.get(name)) for name, a in self.arrays.items()
        }
        how, measured = self._measure(entries)
        kept: dict[str, Any] = {}
        for name, places in entries.items():
            kept[f"entries {name}"] = np.array(places, int).reshape(len(places), -1)
            kept[f"measured {name}"] = measured[name]
            kept[f"shape {name}"] = np.array(self.arrays[name].shape, int)
            if name in twice:
                kept[f"again {name}"] = twice[name]
        unknown = sorted(set(self.gradients) - set(self.arrays))
        return {
            "how": how,
            "names": list(self.arrays),
            "unknown": unknown,
            "varies": once != now,
            "arrays": kept,
        }

    def _measure(self, entries: dict[str, list[Any]]) -> tuple[str, dict[str, Array]]:
        if self.network.replaced:
            measured = self._by_complex_step(entries)
            if measured is not None and self._confirmed(entries, measured):
                return "complex", measured
        how = "single" if self._is_single() else "differences"
        return how, {
            name: np.array([self._difference(name, place, how) for place in places])
            for name, places in entries.items()
        }

    def _by_complex_step(self, entries: dict[str, list[Any]]) -> dict[str, Array] | None:
        measured = {}
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            try:
                for name, places in entries.items():
                    values = [self.network.nudged(self.loss, name, p, TINY * 1j) for p in places]
                    if not all(np.iscomplexobj(value) for value in values):
                        return None
                    measured[name] = np.array([value.imag / TINY for value in values])
            except Exception:  # this code does not carry complex numbers, which it need not
                return None
        return measured

    def _confirmed(self, entries: dict[str, list[Any]], measured: dict[str, Array]) -> bool:
        """Whether differences find the same where the complex step is farthest from the student's.

        Code that takes an absolute value, say, gives complex numbers that are no derivative.
        """
        largest = max((float(np.abs(m).max(initial=0)) for m in measured.values()), default=0.0)
        for name, places in entries.items():
            mine = self.gradients.get(name)
            if mine is None or mine.shape != self.arrays[name].shape or not places:
                continue
            off = np.abs([mine[place] for place in places] - measured[name])
            if off.max() <= room("complex", measured[name], largest):
                continue
            worst = int(np.argmax(off))
            other = self._difference(name, places[worst], "differences")
            if abs(other - measured[name][worst]) > 10 * room(
                "differences", measured[name], largest
            ):
                return False
        return all(np.isfinite(m).all() for m in measured.values())

    def _is_single(self) -> bool:
        """Whether the loss is computed with seven digits only: it does not feel a tiny change."""
        if any(a.dtype.itemsize < 8 for a in self.arrays.values()):
            return True
        once = self.loss(self.network.as_given())
        return all(once == self.network.nudged(self.loss, name, ..., 1e-10) for name in self.arrays)

    def _difference(self, name: str, place: Any, how: str) -> float:
        """Return the derivative by four points: (f₋₂ − 8 f₋₁ + 8 f₁ − f₂) / 12h."""

        def at(by: float) -> float:
            return float(np.real(self.network.nudged(self.loss, name, place, by)))

        mine = self.gradients.get(name)
        best = float("nan")
        for h in (SINGLE_STEP,) if how == "single" else STEPS:
            found = (at(-2 * h) - 8 * at(-h) + 8 * at(h) - at(2 * h)) / (12 * h)
            if mine is None or mine.shape != self.arrays[name].shape:
                return found
            off = abs(found - float(mine[place]))
            if np.isnan(best) or off < abs(best - float(mine[place])):
                best = found
            if off <= 1e-7 * abs(found):
                break
        return best


def _chosen(shape: tuple[int, ...], gradient: Array | None) -> list[Any]:
    """Choose entries in many rows and columns, and the largest ones of the student's gradient."""
    if not shape:
        return [()]
    size = int(np.prod(shape))
    if size <= ENTRIES:
        return list(np.ndindex(shape))
    rng = np.random.default_rng(0)
    spread = [np.resize(rng.permutation(length), ENTRIES * 2 // 3) for length in shape]
    chosen = set(zip(*(axis.tolist() for axis in spread), strict=True))
    if gradient is not None and gradient.shape == shape:
        largest = np.argsort(-np.abs(gradient), axis=None, kind="stable")[: ENTRIES // 3]
        chosen |= {tuple(int(i) for i in np.unravel_index(flat, shape)) for flat in largest}
    return sorted(chosen)
