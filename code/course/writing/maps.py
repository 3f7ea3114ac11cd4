"""A map of pages says of each how long it takes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Final

# What an author writes around a list whose items begin with a link, and what becomes of it.
WRITTEN: Final = '<div class="course-map" markdown>'
MAP: Final = re.compile(r'<div class="course-map">.*?</div>', re.DOTALL)
ITEM: Final = re.compile(r'<li>\s*(?:<p>)?<a href="(?P<to>[^":#?]+)\.html">.*?</a>', re.DOTALL)


def on(lines: Iterable[str]) -> bool:
    """Whether a map stands among a page's lines."""
    return any(line.strip() == WRITTEN for line in lines)


def with_minutes(content: str, path: str, minutes: Mapping[str, int]) -> str:
    """Put behind the link to each page on a map how long it takes.

    Parameters
    ----------
    content
        The HTML of a page's content.
    path
        Of that page, without ending, below the folder of its language.
    minutes
        Of each page of the language, by its path.
    """

    def timed(item: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), item["to"]))
        if target not in minutes:  # a link that leads elsewhere, or nowhere, which a build says
            return item[0]
        return f'{item[0]} <span class="course-minutes">{minutes[target]} min</span>'

    return MAP.sub(lambda found: ITEM.sub(timed, found[0]), content)
