"""The dark colors as a style sheet of their own, for browsers that run no script to choose them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from course.texts.errors import CourseError

SHEET: Final = "dark.css"
# In the order in which pages load them; the first is Material's.
SOURCES: Final = ("palette.*.min.css", "course.css", "notebook.css")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{};]*)\{([^{}]*)\}")
SCHEME = re.compile(r'\[data-md-color-scheme="?slate"?\]')


def write(site: Path) -> None:
    """Write the rules of the dark scheme of a built site, as rules of whatever scheme there is.

    Pages load it without scripts only, and only where the system asks for dark colors.

    Raises
    ------
    CourseError
        If a style sheet of Material's or of the course has no rule for the dark scheme.
    """
    folder = site / "assets" / "stylesheets"
    rules = []
    for pattern in SOURCES:
        for file in folder.glob(pattern):
            # The sheet stands behind Material's and before the course's own.
            scheme = "[data-md-color-scheme]" * (1 if pattern == SOURCES[0] else 2)
            found = _rules(file.read_text(encoding="utf-8"), scheme)
            if not found:
                raise CourseError(
                    "no rule for the dark scheme, [data-md-color-scheme=slate].",
                    file=file.name,
                    fix=f"Correct how {Path(__file__).name} finds them.",
                )
            rules += found
    (folder / SHEET).write_text("\n".join([*rules, ""]), encoding="utf-8")


def _rules(sheet: str, scheme: str) -> list[str]:
    """The rules for the dark scheme alone, but for those of colors that no page has."""
    rules = []
    for selectors, body in RULE.findall(COMMENT.sub("", sheet)):
        if not SCHEME.search(selectors) or "color-primary" in selectors:
            continue
        selector = SCHEME.sub(scheme, " ".join(selectors.split()))
        rules.append(f"{selector} {{{' '.join(body.split())}}}")
    return rules
