"""A zip file that has the same bytes whenever and wherever it is made of the same files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

DATE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
READABLE: Final = 0o644 << 16  # by everyone, wherever it is unpacked


def write(out: Path | IO[bytes], files: Iterable[tuple[str, bytes]]) -> int:
    """Write files, each given by its name in the archive and its content; say how many."""
    count = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE
            archive.writestr(entry, content)
            count += 1
    return count
