"""State of the process that code of a page could change, and other pages would then see."""

from __future__ import annotations

import decimal
import gc
import locale
import logging
import marshal
import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from functools import cache
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Any
from unittest import mock

import matplotlib as mpl
import numpy as np

from course.running import limits, sources
from course.running.sources import TEACHING

LIBRARIES = (
    *("numpy", "scipy", "matplotlib", "math", "random", "builtins", "time", "json", "re", "string"),
    *("itertools", "functools", "collections", "statistics", "copy", "pathlib", "textwrap"),
    *("dataclasses", "operator", "datetime", "decimal", "fractions", "heapq", "bisect", "csv"),
)
SIGNALS = (
    *(signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP),
    *(signal.SIGPIPE, signal.SIGUSR1, signal.SIGUSR2),
)
PAGE = "course_page"  # what the module of a page's code is called, which changes with the page


def _set_environment(state: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(state)


def _set_path(state: list[str]) -> None:
    sys.path[:] = state


def _set_logging(state: tuple[int, list[logging.Handler], int]) -> None:
    logging.root.setLevel(state[0])
    logging.root.handlers[:] = state[1]
    logging.disable(state[2])


def _numpy_state() -> tuple[Any, ...]:
    state: Any = np.random.get_state(legacy=True)  # noqa: NPY002 # to see whether it moved
    name, keys, *rest = state
    return name, keys.tobytes(), *rest


def _set_numpy_state(state: tuple[Any, ...]) -> None:
    name, keys, *rest = state
    np.random.set_state((name, np.frombuffer(keys, np.uint32), *rest))  # noqa: NPY002


def _signals() -> list[Any]:
    """How signals are handled; an interrupt, as if no block were running."""
    handlers = (signal.getsignal(number) for number in SIGNALS)
    return [signal.default_int_handler if h is limits.interrupt else h for h in handlers]


def _set_signals(state: list[Any]) -> None:
    for number, handler in zip(SIGNALS, state, strict=True):
        if handler is not None:  # else it was set by no Python code
            signal.signal(number, handler)


def _umask() -> int:
    mask = os.umask(0o22)  # there is no other way to read it
    os.umask(mask)
    return mask


def _set_collector(state: tuple[bool, tuple[int, int, int]]) -> None:
    (gc.enable if state[0] else gc.disable)()
    gc.set_threshold(*state[1])


def _decimals() -> tuple[Any, ...]:
    now = decimal.getcontext()
    traps = [kind for kind, on in now.traps.items() if on]
    return now.prec, now.rounding, now.Emin, now.Emax, now.capitals, now.clamp, [], traps


def _set_decimals(state: tuple[Any, ...]) -> None:
    decimal.setcontext(decimal.Context(*state))


def _hooks() -> list[Any]:
    return [getattr(module, name) for module, name in HOOKS]


def _set_hooks(state: list[Any]) -> None:
    for (module, name), hook in zip(HOOKS, state, strict=True):
        setattr(module, name, hook)


def _set_colormaps(state: list[str]) -> None:
    for name in set(mpl.colormaps) - set(state):
        mpl.colormaps.unregister(name)


HOOKS = (
    *((sys, name) for name in ("excepthook", "displayhook", "unraisablehook", "breakpointhook")),
    (threading, "excepthook"),
)

# What it is called, how it is read, and how it is put back.
SETTINGS: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
    "the working directory": (os.getcwd, os.chdir),
    "the environment": (lambda: dict(os.environ), _set_environment),
    "the locale": (
        lambda: locale.setlocale(locale.LC_ALL),
        lambda state: locale.setlocale(locale.LC_ALL, state),
    ),
    "NumPy's print options": (np.get_printoptions, lambda state: np.set_printoptions(**state)),
    "NumPy's error handling": (np.geterr, lambda state: np.seterr(**state)),
    "NumPy's global random numbers": (_numpy_state, _set_numpy_state),
    "Python's global random numbers": (random.getstate, random.setstate),
    "sys.path": (lambda: list(sys.path), _set_path),
    "sys.argv": (lambda: list(sys.argv), lambda state: sys.argv.__setitem__(slice(None), state)),
    "sys.stdin": (lambda: sys.stdin, lambda state: setattr(sys, "stdin", state)),
    "what Python calls for errors": (_hooks, _set_hooks),
    "the time zone": (lambda: (time.timezone, time.tzname), lambda state: time.tzset()),
    "the mask of file modes": (_umask, os.umask),
    "garbage collection": (lambda: (gc.isenabled(), gc.get_threshold()), _set_collector),
    "the context of decimals": (_decimals, _set_decimals),
    "the limit of digits": (sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    "the interval of threads": (sys.getswitchinterval, sys.setswitchinterval),
    "the time that sockets wait": (socket.getdefaulttimeout, socket.setdefaulttimeout),
    "NumPy's buffer size": (np.getbufsize, np.setbufsize),
    "NumPy's function for errors": (np.geterrcall, np.seterrcall),
    "matplotlib's color maps": (lambda: list(mpl.colormaps), _set_colormaps),
    "the recursion limit": (sys.getrecursionlimit, sys.setrecursionlimit),
    "the handlers of signals": (_signals, _set_signals),
    "the set-up of logging": (
        lambda: (logging.root.level, list(logging.root.handlers), logging.root.manager.disable),
        _set_logging,
    ),
}


class State:
    """That state when a page begins, and with each module that the page then imports."""

    def __init__(self) -> None:
        self._settings = {name: read() for name, (read, _) in SETTINGS.items()}
        self._modules: dict[str, _Module] = {}
        self._add()

    def restore(self) -> list[str]:
        """Put back what has changed since; returns what that was."""
        changed = []
        for name, (read, put_back) in SETTINGS.items():
            if _differ(read(), self._settings[name]):
                changed.append(name)
                put_back(self._settings[name])
        for name, module in self._loaded.items():
            if sys.modules.get(name) is not module and name.partition(".")[0] not in TEACHING:
                changed.append(f"sys.modules[{name!r}]")
                sys.modules[name] = module
        attributes = [
            each
            for name, module in self._modules.items()
            if sys.modules.get(name) is module.module
            for each in module.restore()
        ]
        if any(name.partition(".")[0] in TEACHING for name in attributes):
            sources.forget()  # imported anew, it is as it was
        self._add()
        return changed + attributes

    @contextmanager
    def watching(self) -> Iterator[None]:
        """A context in which each module that is imported is looked at as soon as it is there."""
        original = SourceFileLoader.exec_module

        def load(loader: SourceFileLoader, module: ModuleType) -> None:
            original(loader, module)
            if _watched(module.__name__):
                self._modules[module.__name__] = _Module(module)

        with mock.patch.object(SourceFileLoader, "exec_module", load):
            yield

    def _add(self) -> None:
        self._loaded = {name: each for name, each in sys.modules.items() if name != PAGE}
        for name in [*sys.modules]:
            if _watched(name) and (
                name not in self._modules or self._modules[name].module is not sys.modules[name]
            ):
                self._modules[name] = _Module(sys.modules[name])


class _Module:
    """The names of a module, and the contents of those that are its own to be changed."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.own = module.__name__.partition(".")[0] in TEACHING
        self._take()

    def _take(self) -> None:
        self.names = vars(self.module).copy()
        self.values = (*self.names.values(),)
        self.contents = [
            (name, value, _contents(value), _copied(value))
            for name, value in self.names.items()
            if self.own and not name.startswith("__") and self._changeable(value)
        ]

    def _changeable(self, value: Any) -> bool:
        if isinstance(value, type):
            return value.__module__ == self.module.__name__
        return isinstance(value, dict | list | set | np.ndarray)

    def restore(self) -> list[str]:
        """Put the names back; returns those that a snippet, not an import, changed."""
        name = self.module.__name__
        found = []
        noted = False
        for key, value, frozen, saved in self.contents:
            if not _differ(_contents(value), frozen):
                continue
            if isinstance(value, type) and not _differ(_said(vars(value)), _said(saved)):
                noted = True
                continue
            found.append(key)
            _refill(value, saved)
        if noted:
            self._take()
        if _differ((*vars(self.module).values(),), self.values):
            found += self._restored()
            self._take()
        return [f"{name}.{key}" for key in found]

    def _restored(self) -> list[str]:
        present, missing = vars(self.module), object()
        found = []
        for key in present.keys() | self.names.keys():
            now, before = present.get(key, missing), self.names.get(key, missing)
            # Libraries fill private names and submodules in when they are first needed.
            noted = key == "__warningregistry__" or (key[0] == "_" and not self.own)
            if now is before or isinstance(now, ModuleType) or noted:
                continue
            found.append(key)
            if before is missing:
                delattr(self.module, key)
            else:
                setattr(self.module, key, before)
        return sorted(found)


@cache
def _watched(name: str) -> bool:
    parts = name.split(".")
    if parts[0] in TEACHING:
        return True
    return parts[0] in LIBRARIES and len(parts) <= 2 and not any(p[0] == "_" for p in parts)


def _differ(now: Any, before: Any) -> bool:
    try:
        return bool(now != before)  # what is identical is not asked whether it is equal
    except (ValueError, TypeError):
        return True  # arrays, for one, refuse to say it in one word


def _copied(value: Any) -> Any:
    return dict(vars(value)) if isinstance(value, type) else copy(value)


def _refill(value: Any, saved: Any) -> None:
    """Give a container, array or class what it held, for those that hold on to it."""
    if isinstance(value, type):
        for name in {*vars(value), *saved}:
            if name not in saved:
                delattr(value, name)
            elif vars(value).get(name) is not saved[name]:
                setattr(value, name, saved[name])
    elif isinstance(value, list | np.ndarray):
        value[:] = saved
    else:
        value.clear()
        value.update(saved)


def _said(names: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a class that are its own: libraries keep notes there, as pickle does."""
    return {key: value for key, value in names.items() if key[0] != "_" or callable(value)}


def _contents(value: Any) -> Any:
    """The contents of a container, array or class, to be compared later."""
    return (*vars(value).values(),) if isinstance(value, type) else _frozen(value)


def _frozen(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    try:
        return marshal.dumps(value, 2)  # plain tables, most of all; later formats count references
    except ValueError:
        pass  # it holds what is not plain
    if isinstance(value, dict):
        return (*value, *map(_frozen, value.values()))
    if isinstance(value, list | tuple):
        return (*map(_frozen, value),)
    if isinstance(value, set):
        return frozenset(value)
    return value
