"""`course check-pages`: every fault of every page, without running them unless asked to."""

from __future__ import annotations

import argparse

from course.session import Session
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE


def run(session: Session, options: argparse.Namespace) -> int:
    """Read and compare all pages; with ``--run``, run them too."""
    if options.run:
        session.prepare()
    else:
        session.check()
    print(messages.text("pages_run" if options.run else "pages_fine", options.lang))
    source = {path: session.page(SOURCE_LANGUAGE, path) for path in session.library.paths}
    if drafts := [path for path, page in source.items() if page.meta.get("draft")]:
        print(messages.text("drafts", options.lang, pages=", ".join(drafts)))
    return 0
