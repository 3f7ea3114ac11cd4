"""In which order pages are run: those that find their results ready, or those asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from course.reading.library import Address


def ready_first(pages: list[Address], waits: Callable[[str], bool]) -> Iterator[Address]:
    """Yield each page, as long as there is one that finds its long computations done.

    Parameters
    ----------
    pages
        The pages.
    waits
        Says whether anything that was begun for a path is still to come.
    """
    waiting = list(pages)
    while waiting:
        able = (page for page in waiting if not waits(page[1]))
        page = next(able, waiting[0])
        waiting.remove(page)
        yield page


def asked_first(
    pages: list[Address],
    asked: Callable[[], list[Address]],
    new: Callable[[Address], bool],
    end: float,
) -> Iterator[tuple[Address, float]]:
    """Yield each page with the time by which it has to be begun, else it is left for later.

    Parameters
    ----------
    pages
        The pages.
    asked
        Gives those that somebody waits for, as it is whenever a page is chosen.
    new
        Says whether a page has nothing to show yet, and may have once it is run.
    end
        The time for pages that nobody waits for. The first new one that somebody does wait for
        has no end; with it, what nobody waits for is left.
    """
    waiting = dict.fromkeys(pages)
    hurried = ""  # the path of the page that is to be shown as soon as it can
    while waiting:
        first = asked()
        page = next((page for page in first if page in waiting), next(iter(waiting)))
        del waiting[page]
        if page in first and new(page):
            hurried = hurried or page[1]
        elif hurried:
            end = -math.inf
        yield page, math.inf if page in first and page[1] == hurried else end
