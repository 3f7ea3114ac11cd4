"""Random numbers for several networks at once, each from a generator of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Generators(np.random.Generator):
    """Several generators that draw as one: every draw has an axis in front, an entry for each.

    What one of them draws is what it would draw alone. So small networks that differ in their
    seed alone can be trained side by side, which spares the time that NumPy takes to be called,
    with the results that each would have had by itself.

    Parameters
    ----------
    seeds
        A seed for each.

    Attributes
    ----------
    each
        The generators.
    """

    def __init__(self, seeds: Iterable[int | Sequence[int]]) -> None:
        super().__init__(np.random.PCG64(0))
        self.each = [np.random.default_rng(seed) for seed in seeds]

    def stacked(self, array: NDArray[Any]) -> NDArray[Any]:
        """Return an array that is the same for each of them, with the axis in front."""
        return np.repeat(array[None], len(self.each), axis=0)


def _together(name: str) -> Any:
    def draw(self: Generators, *arguments: Any, **options: Any) -> NDArray[Any]:
        return np.stack([getattr(each, name)(*arguments, **options) for each in self.each])

    draw.__doc__ = f"Return what `Generator.{name}` gives with each, stacked."
    return draw


for _name in dir(np.random.Generator):
    # What changes an array in place, and what makes other generators, is not a draw.
    if not _name.startswith("_") and _name not in ("bit_generator", "shuffle", "spawn"):
        setattr(Generators, _name, _together(_name))
