"""The project that the tests of walks edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from walk_project import Walked


@pytest.fixture
def walked(tmp_path: Path) -> Walked:
    """A page that walks through all of a small program, in two languages."""
    return Walked(tmp_path)
