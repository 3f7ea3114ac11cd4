"""The finished site as one file that works from disk: the same bytes for the same site."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from course.texts.errors import CourseError

# The home page's link to this very file, which does not hold itself.
ITSELF: Final = re.compile(rb"\s*<a\b[^>]*\bdata-course-zip\b[^>]*>.*?</a>", re.DOTALL)
FOLDER: Final = "rnn-course"  # what the file unpacks to
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
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
    count = 0
    try:
        with zipfile.ZipFile(partly, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for file in _files(site):
                if file.resolve() in (output.resolve(), partly.resolve()):
                    continue
                entry = zipfile.ZipInfo(f"{FOLDER}/{file.relative_to(site).as_posix()}", EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                data = file.read_bytes()
                packed.writestr(entry, ITSELF.sub(b"", data) if file.suffix == ".html" else data)
                count += 1
        size = partly.stat().st_size
        partly.replace(output)
    finally:
        partly.unlink(missing_ok=True)
    return count, size


def _files(site: Path) -> Iterator[Path]:
    for file in sorted(site.rglob("*")):
        if file.is_file() and file.relative_to(site).as_posix() not in LEFT_OUT:
            yield file
