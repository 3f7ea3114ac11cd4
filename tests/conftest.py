"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from minimodel.running.long_computations import run_here, run_with
from site_project import Project
from skipped_tests import without_a_browser


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project, whose pages run against the real `code/`."""
    return Project(tmp_path)


@pytest.fixture(autouse=True)
def _own_runner() -> Iterator[None]:
    """Let no test compute with the workers that another one has set up."""
    yield
    run_with(run_here)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End a run that left out the browser tests by saying so, below pytest's own last line."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and (said := without_a_browser(reporter.stats.get("skipped", []))):
        reporter.write_line(said, yellow=True)
