"""Fixtures that several tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project, whose pages run against the real `code/`."""
    return Project(tmp_path)
