"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from minimodel.running.long_computations import run_here, run_with
from site_project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project, whose pages run against the real `code/`."""
    return Project(tmp_path)


@pytest.fixture(autouse=True)
def _own_runner() -> Iterator[None]:
    """Let no test compute with the workers that another one has set up."""
    yield
    run_with(run_here)
