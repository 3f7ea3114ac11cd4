"""`course pages`: which pages there are."""

from __future__ import annotations

import argparse

from course.reading import pages
from course.session import Session


def run(session: Session, options: argparse.Namespace) -> int:
    """List the pages with their titles."""
    for path in pages.paths(session.docs, options.lang):
        print(f"{path:24} {session.page(options.lang, path).title}")
    return 0
