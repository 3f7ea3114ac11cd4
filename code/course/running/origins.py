"""What the result of a long computation comes from: the key that it is kept under."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Mapping
from typing import Any

from course.running.sources import Sources

Key = str


class ComputationError(Exception):
    """A long computation that failed; says which and why."""


def origin(sources: Sources, computation: Any) -> str:
    """A digest of all that a long computation comes to use.

    Raises
    ------
    ComputationError
        If it comes to read a clock: its results are published, and would differ from build to
        build.
    """
    function = computation.function
    code = f"from {function.__module__} import {function.__qualname__}\n{function.__qualname__}"
    for clock, module in sources.clocks(code).items():
        raise ComputationError(
            f"the long computation {computation.title!r} reads a clock, {clock} in {module}, so "
            "that no build would be like another; measure times outside of it"
        )
    return sources.digest(code)


def key(origin: str, computation: Any, arguments: Mapping[str, Any]) -> Key:
    """The key of one call; the arguments are the same whether defaults are written out or not."""
    name = computation.function.__qualname__
    said = "\n".join(
        [
            name,
            f"# {name} {computation.said(arguments)}",
            f"# {platform.python_version()} {platform.machine()}",
            *(f"# {name} {importlib.metadata.version(name)}" for name in ("numpy",)),
        ]
    )
    return hashlib.sha256(f"{origin}\n{said}".encode()).hexdigest()[:32]
