"""What a test run says last of the tests that it had to leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

NO_BROWSER = "no browser"  # how the reason of a skipped browser test begins
HOW = "Install Chromium or Chrome, then run: .venv/bin/pytest -m browser"


def without_a_browser(skipped: Iterable[pytest.TestReport]) -> str:
    """Say in one line which browser tests were skipped and how to run them; "" if none was."""
    files = Counter(
        report.nodeid.partition("::")[0]
        for report in skipped
        if f"Skipped: {NO_BROWSER}" in str(report.longrepr)
    )
    if not files:
        return ""
    which = ", ".join(f"{count} in {file}" for file, count in sorted(files.items()))
    return f"{files.total()} browser tests were SKIPPED: no Chromium was found ({which}). {HOW}"
