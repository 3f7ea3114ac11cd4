"""Logarithmic axes, marked by powers of ten."""

from __future__ import annotations

import math

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from minimodel.texts.powers import power_of_ten


def power_ticks(axis: Axis, count: int = 6) -> None:
    """Mark a logarithmic axis by whole powers of ten, about `count` of them."""
    axis.set_major_locator(LogLocator(numticks=count))
    axis.set_major_formatter(FuncFormatter(lambda value, _: power_of_ten(round(math.log10(value)))))
    axis.set_tick_params(labelsize=13)  # exponents are small print already
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())
