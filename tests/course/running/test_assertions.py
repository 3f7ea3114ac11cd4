"""A claim of a page that doesn't hold is named: block, line, assertion, values, another NumPy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from site_project import Project, block, faults

HEAD = "# A page\n\nText.\n\n"  # four lines, and the fence


def said(folder: Path, code: str, before: str = "") -> str:
    """What the English page's fault says."""
    project = Project(folder)
    project.page(HEAD + before + block(code))
    english, *_ = faults(project).splitlines()
    return english


@pytest.mark.parametrize(
    ("code", "line", "what"),
    [
        ("x = 3\nassert x < 2", 7, "AssertionError at `x < 2`, where x is 3."),
        (
            "x = 3\nassert x < 2, 'too large'",
            7,
            "AssertionError: too large at `x < 2`, where x is 3.",
        ),
        (
            "import numpy as np\nx = np.array([1, 2.5])\nassert (\n    np.abs(x).max()\n    < 2\n)",
            9,
            "AssertionError at `np.abs(x).max() < 2`, where x is array([1. , 2.5]).",
        ),
        (
            "import numpy as np\n"
            "def within(a, margin):\n    assert a < margin\n"
            "within(np.float64(0.25), 0.125)",
            8,
            "AssertionError at `a < margin`, where a is 0.25, margin is 0.125.",
        ),
        (
            "import numpy as np\nnp.testing.assert_allclose([1.0], [2.0])",
            7,
            "AssertionError: Not equal to tolerance",
        ),
        ("x = list(range(99))\nassert not x", 7, "AssertionError at `not x`."),
    ],
)
def test_what_did_not_hold_is_named(tmp_path: Path, code: str, line: int, what: str) -> None:
    fault = said(tmp_path, code)
    assert fault.startswith(f"docs/en/labs/x.md:{line}: block 'one' raised {what}")


def test_an_assertion_of_a_block_above_leads_to_its_line(tmp_path: Path) -> None:
    above = block("def hold(x):\n    assert x < 2", "", "above")
    fault = said(tmp_path, "hold(3)", above)
    assert fault.startswith("docs/en/labs/x.md:7: block 'one' raised AssertionError.")


def test_another_numpy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pinned = np.__version__
    monkeypatch.setattr(np, "__version__", "99.1.0")
    fault = said(tmp_path, "x = 3\nassert x < 2")
    assert f"where x is 3 (under NumPy 99.1.0; the course pins {pinned})." in fault
