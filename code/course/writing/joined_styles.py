"""The style sheets that all pages have as one: a page shows nothing until each of them is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from course.texts.errors import CourseError

SHEET: Final = "base.css"
# In the order in which they hold. All lie in one folder, whence their addresses begin.
SOURCES: Final = ("main.*.min.css", "palette.*.min.css", "course.css")
LINKS: Final = re.compile(
    r'<link rel="stylesheet" href="([^"]*)main\.\w+\.min\.css">'
    r'\s*<link rel="stylesheet" href="\1palette\.\w+\.min\.css">'
)


def linked(styles: str) -> str:
    """The head of a page as Material writes it, with one link in place of its two."""
    return LINKS.sub(rf'<link rel="stylesheet" href="\1{SHEET}">', styles, count=1)


def write(site: Path) -> None:
    """Write the sheet of a built site.

    Raises
    ------
    CourseError
        If a sheet is missing, or pages do not ask for this one in place of Material's: a release
        may name or write them otherwise.
    """
    folder = site / "assets" / "stylesheets"
    found = [sorted(folder.glob(pattern)) for pattern in SOURCES]
    page = (site / "404.html").read_text(encoding="utf-8")  # every site has it
    links = re.findall(r'<link rel="stylesheet" href="[^"]*/([^"/]+)">', page)
    others = [file.name for files in found for file in files if file.name in links]
    if [len(files) for files in found] != [1] * len(SOURCES) or others or SHEET not in links:
        raise CourseError(
            f"the pages do not load {SHEET} in place of {', '.join(SOURCES)}.",
            file="Material's base.html",
            fix=f"See how it names its style sheets, and correct {Path(__file__).name}.",
        )
    sheets = [file.read_text(encoding="utf-8") for (file,) in found]
    (folder / SHEET).write_text("\n".join(sheets), encoding="utf-8")
