"""`course site-zip`: the finished site as one file that works from disk."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from minimodel.texts.reasons import reason

from course.export.offline import FOLDER, pack
from course.texts import messages


def run(options: argparse.Namespace) -> int:
    """Pack the site; 1 if the file can't be written."""
    said = partial(messages.text, lang=options.lang)
    output = options.output or Path(f"{FOLDER}.zip")
    try:
        count, size = pack(options.site, output)
    except OSError as error:
        print(
            f"course: {said('unwritable', file=output, why=reason(error, options.lang))}",
            file=sys.stderr,
        )
        return 1
    print(said("zip_written", file=output, count=count, size=f"{size / 1e6:.0f}"))
    return 0
