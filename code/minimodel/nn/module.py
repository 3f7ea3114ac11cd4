"""What every layer has in common: named parameters, and a gradient for each of them."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
M = TypeVar("M", bound="Module")


class Module:
    """A part of a network, with its parameters and their gradients.

    A module's `backward` adds to `grads`, since a parameter that is used twice gets a gradient
    from each use; `zero_grads` starts over. All arrays are changed in place and shared: a module
    that holds others lists their parameters among its own, so that an optimizer sees one flat
    dictionary. To set a parameter, write into it: ``layer.W_hh[...] = value``.

    Attributes
    ----------
    params
        The parameters by their names; those of an included module as ``prefix.name``.
    grads
        The derivative of the loss with respect to each parameter, under the same names.
    """

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}

    def parameter(self, name: str, value: Array) -> Array:
        """Enter a parameter under its name, with a gradient of zero; returns the parameter."""
        self.params[name] = value
        self.grads[name] = np.zeros_like(value)
        return value

    def include(self, prefix: str, module: M) -> M:
        """Enter another module's parameters as ``prefix.name``; returns the module."""
        for name, value in module.params.items():
            self.params[f"{prefix}.{name}"] = value
            self.grads[f"{prefix}.{name}"] = module.grads[name]
        return module

    @property
    def side_by_side(self) -> tuple[int, ...]:
        """Sizes of the axes in front of every matrix: () for one module, (S,) for S of them."""
        return next(iter(self.params.values())).shape[:-2]

    def zero_grads(self) -> None:
        """Set every gradient to zero."""
        for gradient in self.grads.values():
            gradient.fill(0)

    def parameter_count(self) -> int:
        """Return how many numbers the parameters hold in all."""
        return sum(value.size for value in self.params.values())
