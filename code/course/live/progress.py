"""Stands in a browser for tqdm, which without a terminal goes through its loop and writes lines.

Standard library only: this file is part of what a browser gets, under the name `tqdm`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


class tqdm:
    """A loop without a bar; takes and leaves alone how the bar would look."""

    monitor_interval = 0

    def __init__(self, iterable: Iterable[Any] | None = None, *_: Any, **__: Any) -> None:
        self.iterable = iterable
        self.n: float = 0

    def __iter__(self) -> Iterator[Any]:
        """Go through what there is."""
        if self.iterable is None:
            raise TypeError("tqdm was given nothing to go through")
        for each in self.iterable:
            yield each
            self.n += 1

    def __enter__(self) -> tqdm:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def update(self, n: float = 1) -> None:
        """Count steps."""
        self.n += n

    def close(self) -> None:
        """End."""

    def set_description(self, *_: Any, **__: Any) -> None:
        """Say what is under way, where there is a bar."""

    def set_postfix(self, *_: Any, **__: Any) -> None:
        """Say how it stands, where there is a bar."""

    @classmethod
    def write(cls, s: str, file: Any = None, end: str = "\n", nolock: bool = False) -> None:
        """Print a line, which a bar would not be mixed up with."""
        print(s, file=file, end=end)


def trange(*arguments: int, **options: Any) -> tqdm:
    """`tqdm` over a range."""
    return tqdm(range(*arguments), **options)
