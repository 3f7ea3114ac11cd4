"""Figures drawn by worker processes, while the build goes on to the next block."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import cloudpickle
from matplotlib.figure import Figure

from course.running import svg
from course.running.workers import Workers

Drawing = Callable[[], str]  # gives the drawing as soon as it is made
Draw = Callable[[Figure, str, str], Drawing]


def draw_here(figure: Figure, prefix: str, alt: str) -> Drawing:
    """Draw a figure in this process; see `svg.from_figure`."""
    drawn = svg.from_figure(figure, prefix, alt)
    return lambda: drawn


def draw_with(workers: Workers, after: int = 0) -> Draw:
    """A function that has figures drawn by `workers`, each as it is when it is handed over.

    The first `after` figures are drawn in this process.
    """
    own = iter(range(after))

    def draw(figure: Figure, prefix: str, alt: str) -> Drawing:
        if next(own, None) is not None:
            return draw_here(figure, prefix, alt)
        try:
            content = cloudpickle.dumps(figure)  # unlike pickle it takes a lambda along
        except (pickle.PicklingError, TypeError):
            return draw_here(figure, prefix, alt)  # it holds a file, a lock or the like
        return workers.submit(_draw, content, prefix, alt).result

    return draw


def _draw(content: bytes, prefix: str, alt: str) -> str:
    return svg.from_figure(pickle.loads(content), prefix, alt)
