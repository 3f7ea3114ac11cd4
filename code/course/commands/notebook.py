"""`course notebook`: a page's notebook edition, written to a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat
from minimodel.texts.reasons import reason

from course.commands.asked import page_asked_for
from course.session import Session
from course.texts import messages
from course.writing import notebooks


def run(session: Session, options: argparse.Namespace) -> int:
    """Write a page's notebook edition, over nothing unless that is asked for."""
    page = page_asked_for(session, options)
    target: Path = options.output or Path(f"{page.rpartition('/')[2]}.ipynb")
    if target.exists() and not options.force:
        print(f"course: {messages.text('exists', options.lang, file=target)}", file=sys.stderr)
        return 2
    result = session.run(options.lang, page)
    lines = session.reference.lines(result.page)
    made = notebooks.build(result, notebooks.page_link(page), lines)
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.write_text(nbformat.writes(made) + "\n", encoding="utf-8")
        partial.replace(target)
    except OSError as error:
        said = messages.text(
            "unwritable", options.lang, file=target, why=reason(error, options.lang)
        )
        print(f"course: {said}", file=sys.stderr)
        return 2
    print(messages.text("written", options.lang, file=target))
    return 0
