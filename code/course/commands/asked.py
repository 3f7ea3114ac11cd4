"""What a command was asked for, or the one line that says why there is no such thing."""

from __future__ import annotations

import argparse
import sys

from course.reading import pages
from course.session import Session
from course.student.texts import text
from course.texts import messages


def page_asked_for(session: Session, options: argparse.Namespace) -> str:
    """The page asked for, if there is one; otherwise ends the command with what there is."""
    path = str(options.page).removesuffix(".md")
    known = pages.paths(session.docs, options.lang)
    if path not in known:
        said = messages.text("no_page", options.lang, page=path, known=", ".join(known))
        print(f"course: {said}", file=sys.stderr)
        raise SystemExit(2)
    return path


def misuse(key: str, lang: str, **values: object) -> int:
    """Report in one line what a student's command cannot do; returns exit status 2."""
    print(f"course: {text(f'command.{key}', lang, **values)}", file=sys.stderr)
    return 2
