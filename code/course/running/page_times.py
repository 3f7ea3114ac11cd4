"""How long the pages take to compute: measured by a benchmark, kept here, read by a page.

A build does not measure it, since two builds of one commit must not differ.
"""

from __future__ import annotations

import os
import platform
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from minimodel.texts.files import read_text

TIMES: Final = Path(__file__).with_name("page_times.toml")
COMMAND: Final = "python tests/benchmarks/page_times.py"


@dataclass(frozen=True)
class Times:
    """What the benchmark found.

    Attributes
    ----------
    pages
        How many pages each part of the site has, by its folder's name.
    seconds
        Of each part: seconds of processor time, all cores together.
    cores
        How many cores the machine had.
    python, numpy
        The versions that ran.
    """

    pages: Mapping[str, int]
    seconds: Mapping[str, float]
    cores: int
    python: str
    numpy: str

    @property
    def total(self) -> float:
        """The seconds of all parts together."""
        return sum(self.seconds.values())


def measured_times() -> Times:
    """Read what the benchmark wrote."""
    return Times(**tomllib.loads(read_text(TIMES)))


def write_times(pages: Mapping[str, int], seconds: Mapping[str, float]) -> None:
    """Write what the benchmark found, for `measured_times` to read."""
    lines = [
        f"# Written by {COMMAND} --keep: seconds of processor time, all cores together.",
        f"cores = {os.cpu_count()}",
        f'python = "{platform.python_version()}"',
        f'numpy = "{version("numpy")}"',
        "",
        "[pages]",
        *(f"{name} = {count}" for name, count in pages.items()),
        "",
        "[seconds]",
        *(f"{name} = {used:.1f}" for name, used in seconds.items()),
    ]
    TIMES.write_text("\n".join(lines) + "\n", encoding="utf-8")
