"""The finished site as one file that works from disk: the same bytes for the same site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from course.live import archive
from course.texts.errors import CourseError

# The home page's link to this very file, which does not hold itself.
ITSELF: Final = re.compile(rb"\s*<a\b[^>]*\bdata-course-zip\b[^>]*>.*?</a>", re.DOTALL)
FOLDER: Final = "rnn-course"  # what the file unpacks to
# For search engines and hosts, which a folder has none of.
LEFT_OUT: Final = ("sitemap.xml", "sitemap.xml.gz", "404.html", "robots.txt")


def pack(site: Path, output: Path) -> tuple[int, int]:
    """Write every file of a site into `output`; returns how many there are, and its bytes.

    Raises
    ------
    CourseError
        If there is no finished site.
    OSError
        If the file can't be written; then nothing of it is left.
    """
    if not (site / "index.html").is_file():
        raise CourseError(
            "there is no finished site here.",
            file=str(site),
            fix="Build it: mkdocs build, or name its folder with --site.",
        )
    partly = output.with_name(f"{output.name}.partial")
    own = (output.resolve(), partly.resolve())
    try:
        count = archive.write(
            partly,
            (_packed(file, site) for file in _files(site) if file.resolve() not in own),
        )
        size = partly.stat().st_size
        partly.replace(output)
    finally:
        partly.unlink(missing_ok=True)
    return count, size


def _files(site: Path) -> Iterator[Path]:
    for file in sorted(site.rglob("*")):
        if file.is_file() and file.relative_to(site).as_posix() not in LEFT_OUT:
            yield file


def _packed(file: Path, site: Path) -> tuple[str, bytes]:
    data = file.read_bytes()
    content = ITSELF.sub(b"", data) if file.suffix == ".html" else data
    return f"{FOLDER}/{file.relative_to(site).as_posix()}", content
