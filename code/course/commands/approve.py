"""`course approve`: accepting what a page's approved blocks print now."""

from __future__ import annotations

import argparse

from course.commands.asked import page_asked_for
from course.session import Session
from course.texts import messages


def run(session: Session, options: argparse.Namespace) -> int:
    """Accept what a page's approved blocks print now."""
    changes = session.approve(page_asked_for(session, options))
    print("\n".join(changes) or messages.text("nothing_changed", options.lang))
    return 0
