"""What the build has and a browser has not: named when it is asked for, and stood in for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.abc import MetaPathFinder
from typing import Any

WRITTEN = ("minimodel", "char_rnn", "course")  # packages of which a browser gets what runs there


CHECKER = "course.student"  # told apart from what else of `course` a page's code may use


class Unavailable(ImportError):
    """Code of the course asked for what a browser does not have."""


class Missing:
    """Stands for what could not be made here; whatever uses it is left out, too."""

    def __init__(self, what: str) -> None:
        object.__setattr__(self, "what", what)

    def refuse(self) -> None:
        """Say that it is missing."""
        raise Unavailable(name=object.__getattribute__(self, "what"))

    def __getattribute__(self, name: str) -> Any:
        """Refuse; only its class can be asked for."""
        if name == "__class__":
            return Missing
        raise Unavailable(name=object.__getattribute__(self, "what"))


def _refuse(self: Missing, *_: Any, **__: Any) -> Any:
    raise Unavailable(name=object.__getattribute__(self, "what"))


for _operation in (
    *("call", "iter", "next", "getitem", "setitem", "contains", "len", "bool", "enter", "await"),
    *("str", "repr", "format", "hash", "eq", "ne", "lt", "le", "gt", "ge", "neg", "abs", "float"),
    *("int", "index", "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow"),
    *("matmul", "rmatmul", "setattr"),
):
    setattr(Missing, f"__{_operation}__", _refuse)


def kind_of(module: str) -> str:
    """What is lacking where a module is: its package, or the course's checker."""
    if f"{module}.".startswith(f"{CHECKER}."):
        return CHECKER
    return module.partition(".")[0]


class Finder(MetaPathFinder):
    """Says of a module that the build has and a browser has not that it is unavailable.

    Parameters
    ----------
    lacking
        The packages of others that only the build has.
    absent
        Modules of the course that a browser does not get, each with what it would lack for them.
    """

    def __init__(self, lacking: Iterable[str], absent: Mapping[str, str] | None = None) -> None:
        self.lacking = frozenset(lacking)
        self.absent = absent or {}

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        """Refuse a module that is none of the browser's; called when nothing else found it."""
        top = fullname.partition(".")[0]
        if top in self.lacking:
            raise Unavailable(f"{fullname} is not in the browser", name=kind_of(fullname))
        if top in WRITTEN and path is not None:
            what = self.absent.get(fullname, kind_of(fullname))
            raise Unavailable(f"{fullname} is not in the browser", name=what)
