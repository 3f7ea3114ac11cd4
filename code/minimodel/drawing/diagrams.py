"""Boxes, operations and wires: the parts that the drawings of cells and architectures share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch

from minimodel.drawing.style import PALETTE

WIDTH: Final = 7.0  # inches; a unit of a diagram is an inch
RADIUS: Final = 0.17  # of an operation's circle
Point = tuple[float, float]


def box(
    axes: Axes, center: Point, size: Point, color: str, rounding: float = 0.08, **style: Any
) -> None:
    """Draw a rounded box, empty if `style` says nothing else."""
    (x, y), (width, height) = center, size
    look: dict[str, Any] = {"facecolor": "none", "linewidth": 1.5} | style
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2),
            *(width, height),
            boxstyle=f"round,pad=0,rounding_size={rounding}",
            edgecolor=color,
            **look,
        )
    )


def arrow(axes: Axes, start: Point, end: Point, color: str, **style: Any) -> None:
    """Draw an arrow from point to point; `style` as in the `arrowprops` of `Axes.annotate`."""
    head = {"arrowstyle": "-|>,head_width=0.16,head_length=0.32", "color": color}
    axes.annotate("", end, start, arrowprops=head | {"shrinkA": 0, "shrinkB": 0} | style)


class Diagram:
    """A figure without axes, whose coordinates are inches from the lower left corner.

    Parameters
    ----------
    height
        Of the figure, in inches; every diagram is `WIDTH` wide.
    """

    def __init__(self, height: float) -> None:
        self.figure = Figure(figsize=(WIDTH, height))
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, WIDTH), ylim=(0, height))
        self.axes.axis("off")

    def box(
        self,
        center: Point,
        text: str,
        size: Point = (0.62, 0.44),
        color: str = "muted",
        **style: Any,
    ) -> None:
        """Draw a rounded box with a text in it."""
        edge = {name: style.pop(name) for name in ("linewidth", "linestyle") if name in style}
        box(self.axes, center, size, PALETTE[color], **edge)
        self.text(center, text, **style)

    def operation(self, center: Point, sign: str) -> None:
        """Draw a circle with the sign of what happens entry by entry."""
        self.axes.add_patch(
            Circle(center, RADIUS, facecolor="none", edgecolor=PALETTE["muted"], linewidth=1.5)
        )
        self.text(center, sign, color="muted", weight="bold")

    def text(self, place: Point, text: str, color: str = "ink", **style: Any) -> None:
        """Write a text, centered if nothing else is said."""
        style = {"ha": "center", "va": "center"} | style
        self.axes.text(*place, text, color=PALETTE[color], **style)

    def wire(
        self,
        points: Sequence[Point],
        color: str = "muted",
        head: bool = True,
        **style: Any,
    ) -> None:
        """Draw straight pieces from point to point, the last one ending in an arrow's head."""
        style = {"linewidth": 1.4} | style
        x, y = zip(*points, strict=True)
        if head:
            if len(points) > 2:
                self.axes.plot(x[:-1], y[:-1], color=PALETTE[color], **style)
            arrow(self.axes, points[-2], points[-1], PALETTE[color], **style)
        else:
            self.axes.plot(x, y, color=PALETTE[color], **style)

    def dot(self, place: Point, color: str = "muted") -> None:
        """Mark where a wire branches: wires that cross without a dot do not touch."""
        self.axes.plot(*place, marker="o", markersize=4.5, color=PALETTE[color])
