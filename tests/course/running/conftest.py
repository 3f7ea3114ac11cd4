"""What tests of running share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from course.running import leaks


@pytest.fixture
def as_before() -> Iterator[None]:
    """Whatever a test lets pages do, this process is as it was afterwards."""
    state = leaks.State()
    yield
    # What pytest and the session set up is theirs.
    expected = {"the environment", "minimodel.running.long_computations._runner"}
    assert set(state.restore()) <= expected
