"""What stands for matplotlib where there is none: files that import it run, as far as they draw."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Final, NoReturn

PACKAGE: Final = "matplotlib"
# Calls that set something and draw nothing, by the last part of their names.
SETTINGS: Final = frozenset(
    {"use", "update", "rc", "switch_backend", "ion", "ioff", "filterwarnings"}
)


class DrawingError(BaseException):
    """The student's code draws; not an `Exception`, which many programs catch."""


class _Name:
    """Anything that matplotlib has: it can be named and set, but not used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> _Name:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Name(name)

    def __setitem__(self, key: object, value: object) -> None:
        """Take a setting, as in ``plt.rcParams["font.size"] = 12``."""

    def __call__(self, *args: Any, **named: Any) -> None:
        """Take a setting.

        Raises
        ------
        DrawingError
            If it is none, but draws or asks for something drawn.
        """
        if self._name not in SETTINGS:
            raise DrawingError

    def _used(self, *args: Any) -> NoReturn:
        raise DrawingError

    __getitem__ = __iter__ = __enter__ = _used


class _Module(ModuleType):
    """Any module of the package."""

    def __getattr__(self, name: str) -> _Name:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Name(name)


class _Finder(MetaPathFinder, Loader):
    """Finds the package and whatever is imported from below it."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Find a module of the package; leave all else to the other finders."""
        if fullname.partition(".")[0] != PACKAGE:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make it."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it as it was made."""


def install() -> None:
    """Let imports of the package succeed from now on, where it is not installed."""
    sys.meta_path.append(_Finder())  # behind the others: a package that is there comes first
