"""A student's own seed: written into the starter files, read from the manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from minimodel.labs.forward.constants import SEED
from minimodel.texts.files import read_text

LARGEST: Final = 2**32 - 1
SIZE_LIMIT: Final = 10**6  # bytes of a manifest that is read
PLACES: Final = (f"SEED = {SEED}\n", f'"seed": {SEED},')  # in starter files


def with_seed(content: bytes, seed: int) -> bytes:
    """Return a starter file with another seed than the labs' own."""
    for place in PLACES:
        content = content.replace(place.encode(), place.replace(str(SEED), str(seed)).encode())
    return content


def stated_seed(manifest: Path) -> int | None:
    """Return the seed that a manifest states; `None` if it states none that can be one."""
    if not manifest.is_file() or manifest.stat().st_size > SIZE_LIMIT:
        return None
    try:
        values = json.loads(read_text(manifest))
    except (ValueError, RecursionError, OSError):  # the manifest's own item says what is wrong
        return None
    seed = values.get("seed") if isinstance(values, dict) else None
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LARGEST:
        return None
    return seed
