"""What stands for matplotlib in a browser: it can be imported and set, not drawn with."""

from __future__ import annotations

import sys

import pytest
from course.student import undrawn

SETTING = """
import drawing_library
import drawing_library.pyplot as plt
from drawing_library.patches import Rectangle
from drawing_library import cm, pyplot

drawing_library.use("Agg")
plt.style.use("ggplot")
plt.rcParams["font.size"] = 8
plt.rcParams.update({"axes.grid": True})
"""


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undrawn, "PACKAGE", "drawing_library")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    undrawn.install()


@pytest.mark.parametrize(
    "draws",
    [
        "figure, axes = plt.subplots()",
        "size = plt.rcParams['font.size']",
        "box = Rectangle((0, 0), 1, 1)",
        "with plt.style.context('ggplot'):\n    pass",
        "for color in cm.colors:\n    pass",
        "try:\n    plt.figure()\nexcept Exception:\n    pass",
    ],
)
def test_what_sets_something_goes_on_and_what_draws_does_not(draws: str) -> None:
    exec(SETTING, names := {})
    with pytest.raises(undrawn.DrawingError):
        exec(draws, names)


def test_a_package_that_is_installed_comes_first() -> None:
    undrawn.PACKAGE = "matplotlib"  # type: ignore[misc]  # put back by the fixture
    import matplotlib.pyplot as plt

    assert plt.figure is not None
    assert "matplotlib" in str(plt.__file__)
