"""`course release`: hold the pages against what a release has to be, and record what they are."""

from __future__ import annotations

import argparse
import re
import sys

from course.commands import translations
from course.reading import parity, releases
from course.session import Session
from course.skeletons.changes import Changes
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE

NOTES = "reference/changes"  # the page that says what each version brings


def run(session: Session, options: argparse.Namespace) -> int:
    """Set the version and write the record; returns the exit status: 1 where something is missing.

    Nothing is written then.
    """
    lang, version = options.lang, options.version
    project = session.docs.parent
    known = [each.version for each in releases.read_all(session.docs)]
    now = releases.version(project)
    last = known[-1] if known else now
    after = releases.order(version) > releases.order(last)
    if not releases.order(version) or not (after or (not known and version == now)):
        return _refuse(messages.text("release_bad", lang, version=version, last=last), 2)
    session.check()  # raises if anything is wrong
    pages = {path: session.page(SOURCE_LANGUAGE, path) for path in session.library.paths}
    if drafts := [path for path, page in pages.items() if page.meta.get("draft")]:
        return _refuse(messages.text("release_drafts", lang, pages=", ".join(drafts)))
    anchor = f"v{version.replace('.', '-')}"
    if NOTES not in pages or anchor not in [a for _, a, _ in parity.headings(pages[NOTES])]:
        file = f"{session.docs.name}/{SOURCE_LANGUAGE}/{NOTES}.md"
        said = messages.text("release_notes", lang, file=file, version=version, anchor=anchor)
        return _refuse(said)
    asked = argparse.Namespace(pages=[], stamp=False, lang=lang)
    if translations.run(session, asked):
        return _refuse(messages.text("release_behind", lang))
    changes = Changes(project)
    text = changes.text(releases.VERSION_FILE)
    changed, count = re.subn(r'(?m)^version = ".*"$', f'version = "{version}"', text, count=1)
    assert count, "its version has been read"
    if changed != text:
        changes.edit(releases.VERSION_FILE, changed)
    record = f"{session.docs.name}/{releases.FOLDER}/{version}.json"
    changes.create(record, releases.written(pages))
    changes.write()
    print(messages.text("release_written", lang, files=", ".join(changes.paths)))
    print(messages.text("release_left", lang, version=version))
    return 0


def _refuse(said: str, status: int = 1) -> int:
    print(f"course: {said}", file=sys.stderr)
    return status
