"""In the student's process: the arrays that a network learns, wherever the student keeps them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
ATTRIBUTES: Final = ("params", "parameters", "weights")
SPREAD: Final = 1.5  # of what a matrix makes of entries of size one


def flatten(kept: Any, prefix: str = "") -> dict[str, Array]:
    """Return the arrays of floats in nested dictionaries and lists, by names such as ``gru.W``.

    A list of numbers, or of lists of numbers, is an array; one of arrays or dictionaries holds
    others, which are named by their place. Of an object count the arrays that it keeps in a
    dictionary such as `params`. What is no array of floats is left out.
    """
    kept = held(kept, ATTRIBUTES, kept)
    if isinstance(kept, dict):
        items = [(str(key), value) for key, value in kept.items()]
    elif isinstance(kept, list | tuple) and not _is_leaf(kept):
        items = [(str(place), value) for place, value in enumerate(kept)]
    else:
        array = _as_floats(kept)
        return {} if array is None else {prefix: array}
    found: dict[str, Array] = {}
    for name, value in items:
        found |= flatten(value, f"{prefix}.{name}" if prefix else name)
    return found


def held(kept: Any, names: Sequence[str], otherwise: Any) -> Any:
    """Return the dictionary or list that an object keeps under one of these names, if it does."""
    if isinstance(kept, dict | list | tuple | np.ndarray):
        return otherwise
    found = (getattr(kept, name, None) for name in names)  # `parameters` may be a method
    return next((each for each in found if isinstance(each, dict | list | tuple)), otherwise)


def enlarge(given: Any) -> Any:
    """Make the matrices of a network larger whose arrays are its own, and return it.

    Where the loss has seven digits a derivative is measured to some percent. A first network has
    small states, at which tanh is nearly a straight line: that its slope was forgotten would not
    show. Of a dictionary or a list of arrays the derivatives are exact, so it is left alone.
    """
    network = Network(given)
    if not network.replaced:
        for array in network.arrays.values():
            size = float(np.sqrt(np.mean(np.square(array, dtype=float))))
            if array.ndim > 1 and size > 0 and array.flags.writeable:
                array *= max(1.0, SPREAD / (size * min(array.shape[-2:]) ** 0.5))
    return given


class Network:
    """A student's network with single numbers of it changed.

    Parameters
    ----------
    given
        What the student's function made: a dictionary or a list of arrays, or an object that
        keeps such a dictionary as `params`, or its arrays as attributes; or a dictionary or a
        list of such objects.

    Attributes
    ----------
    arrays
        The parameters by name, in the type in which the loss is computed from them.
    replaced
        Whether the loss is computed from a copy, of any type; if not, the student's own arrays
        are changed and put back.
    """

    def __init__(self, given: Any) -> None:
        self.given = given
        self.replaced = isinstance(given, dict | list | tuple) and not _has_objects(given)
        if self.replaced:
            self.arrays = {name: a.astype(float) for name, a in flatten(given).items()}
            return
        own = {k: v for k, v in getattr(given, "__dict__", {}).items() if _is_floats(v)}
        kept = given if isinstance(given, dict | list | tuple) else held(given, ATTRIBUTES, own)
        self.arrays = {name: a for name, a in flatten(kept).items() if a.size}

    def nudged(self, compute: Callable[[Any], Any], name: str, index: Any, by: complex) -> Any:
        """Return ``compute(network)`` with `by` added to some entries of one parameter."""
        if self.replaced:
            kind = complex if isinstance(by, complex) else float
            copies = {key: value.astype(kind) for key, value in self.arrays.items()}
            copies[name][index] += by
            return compute(self._rebuilt(self.given, copies))
        array = self.arrays[name]
        before = np.copy(array[index])
        array[index] += by
        try:
            return compute(self.given)
        finally:
            array[index] = before

    def as_given(self) -> Any:
        """Return the network, a fresh copy where that can be made."""
        return self._rebuilt(self.given, self.arrays) if self.replaced else self.given

    def _rebuilt(self, kept: Any, arrays: dict[str, Array], prefix: str = "") -> Any:
        if prefix in arrays:
            return arrays[prefix].copy()
        if isinstance(kept, dict):
            items = {
                key: self._rebuilt(value, arrays, f"{prefix}.{key}" if prefix else str(key))
                for key, value in kept.items()
            }
            return items if type(kept) is dict else type(kept)(items)
        if isinstance(kept, list | tuple) and not _is_leaf(kept):
            parts = [
                self._rebuilt(value, arrays, f"{prefix}.{place}" if prefix else str(place))
                for place, value in enumerate(kept)
            ]
            if isinstance(kept, list):
                return parts
            return type(kept)(*parts) if hasattr(kept, "_fields") else tuple(parts)
        return kept


def _has_objects(kept: Any) -> bool:
    """Whether somewhere in dictionaries and lists stands an object that keeps arrays."""
    if isinstance(kept, dict | list | tuple):
        return any(map(_has_objects, kept.values() if isinstance(kept, dict) else kept))
    return held(kept, ATTRIBUTES, None) is not None


def _is_leaf(kept: list[Any] | tuple[Any, ...]) -> bool:
    """Whether a list is one array: all numbers, in rows of equal length."""
    return _holds_numbers(kept) and _as_floats(kept) is not None


def _holds_numbers(kept: list[Any] | tuple[Any, ...]) -> bool:
    return bool(kept) and all(
        isinstance(each, int | float) or (isinstance(each, list | tuple) and _holds_numbers(each))
        for each in kept
    )


def _is_floats(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def _as_floats(value: Any) -> Array | None:
    if isinstance(value, list | tuple):
        try:
            value = np.array(value, dtype=float)
        except (TypeError, ValueError):  # ragged
            return None
    return value if _is_floats(value) else None
