"""Results that are still being computed: what stands for them, and what on a page needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from course.reading import names

SETTLED = (ModuleType, FunctionType, BuiltinFunctionType, type)  # no block computes these


@dataclass(frozen=True)
class Wait:
    """Calls of a long computation that a block needs, by their keys."""

    keys: tuple[str, ...]

    @property
    def id(self) -> str:
        """A short name, the same for the same calls."""
        return hashlib.sha256("\n".join(self.keys).encode()).hexdigest()[:12]


class Pending(BaseException):
    """Raised inside code whose results are not there yet; few programs swallow this kind."""

    def __init__(self, wait: Wait) -> None:
        super().__init__(wait)
        self.wait = wait


class PendingValue(str):
    """Stands for a value in a sentence that is not there yet."""

    wait: Wait

    def __new__(cls, wait: Wait) -> PendingValue:
        """Make one that reads as an ellipsis."""
        value = super().__new__(cls, "…")
        value.wait = wait
        return value


class Unfinished:
    """What the blocks of a page that could not finish have left open.

    Parameters
    ----------
    namespace
        The page's namespace.
    """

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._open: dict[str, Wait] = {}

    def needed_by(self, code: str) -> Wait | None:
        """What `code` has to wait for because of the blocks above it; `None` if for nothing."""
        if not self._open:
            return None
        used = sorted(self._open.keys() & names.of(code).all)
        return self._open[used[0]] if used else None

    def leave(self, code: str, wait: Wait) -> None:
        """Take it that every object which `code` may have made or changed is open."""
        for name in names.of(code).all:
            if not isinstance(self._namespace.get(name), SETTLED):
                self._open.setdefault(name, wait)
        # A function of the page that uses what is open gives what is open.
        before = -1
        while len(self._open) > before:
            before = len(self._open)
            for name, value in self._namespace.items():
                if isinstance(value, FunctionType) and value.__globals__ is self._namespace:
                    self._take_on(name, value.__code__.co_names)

    def _take_on(self, name: str, used: tuple[str, ...]) -> None:
        wait = next((self._open[each] for each in used if each in self._open), None)
        if wait is not None:
            self._open.setdefault(name, wait)
