"""What is made once for all processes of a test run."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Seconds that the build of the whole site, or installing a browser, may take: beside a test run on
# two old cores the site took over 15 minutes.
LONGEST = 2700.0


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Any:
    """What `make` returns, called by whichever process of the test run comes first.

    `make` gets a folder to work in; what it returns must be picklable.
    """
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each process of pytest-xdist has a folder of its own below it
    folder = folder / name
    result = folder / "result.pickle"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + LONGEST
        while not result.exists():
            assert time.monotonic() < end, f"another process does not come to an end with {name}"
            time.sleep(0.2)
    else:
        made: Any = None
        try:
            made = make(folder)
        finally:
            # Where it failed, the others learn that there is nothing to wait for.
            partial = folder / "result.partial"
            partial.write_bytes(pickle.dumps(made))
            partial.rename(result)
    return pickle.loads(result.read_bytes())
