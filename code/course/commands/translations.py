"""`course translations`: what has changed since a page was translated, and that it was mended."""

from __future__ import annotations

import argparse
import sys

from course.reading import pages, parity, translations
from course.reading.translations import TOP
from course.session import Session
from course.texts import messages
from course.texts.errors import CourseError
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE

TARGETS = tuple(lang for lang in LANGUAGES if lang != SOURCE_LANGUAGE)


def run(session: Session, options: argparse.Namespace) -> int:
    """List or stamp translations; returns the exit status: 1 if any is behind, 2 for misuse."""
    known = pages.paths(session.docs, SOURCE_LANGUAGE)
    chosen = [str(page).removesuffix(".md") for page in options.pages] or known
    for path in chosen:
        if path not in known:
            said = messages.text("no_page", options.lang, page=path, known=", ".join(known))
            print(f"course: {said}", file=sys.stderr)
            return 2
    if options.stamp:
        return _stamp(session, chosen, options.lang)
    return _report(session, chosen, options.lang)


def _stamp(session: Session, chosen: list[str], lang: str) -> int:
    pairs = [
        (session.page(SOURCE_LANGUAGE, path), session.page(target, path))
        for path in chosen
        for target in TARGETS
    ]
    for pair in pairs:  # a page whose structure differs is not up to date: then none is stamped
        parity.compare(*pair)
    count = 0
    for source, translation in pairs:
        changed = translations.stamp(session.docs, translation.lang, source)
        count += len(changed)
        if changed:
            named = ", ".join(f"#{anchor}" if anchor != TOP else "#" for anchor in changed)
            print(f"{translation.file}: {named}")
    print(messages.text("stamped", lang, count=count))
    return 0


def _report(session: Session, chosen: list[str], lang: str) -> int:
    count = 0
    for path in chosen:
        source = session.page(SOURCE_LANGUAGE, path)
        for target in TARGETS:
            try:
                translation = session.page(target, path)
                record = translations.read(session.docs, target, path)
            except CourseError as error:
                print(error)
                count += 1
                continue
            if record is None:
                print(messages.text("unstamped", lang, file=translation.file))
                count += 1
                continue
            lines = {section.anchor: section.line for section in translations.sections(translation)}
            for stale in translations.stale(source, record):
                count += 1
                place = translation.file
                if stale.now.anchor in lines:
                    place += f":{lines[stale.now.anchor]}"
                key = "stale_section" if stale.before else "new_section"
                here = f"{source.file}:{stale.now.line}"
                print(messages.text(key, lang, place=place, source=here))
                print(stale.diff(messages.text("translated", lang), messages.text("now", lang)))
                print()
    if not count:
        print(messages.text("all_translated", lang, count=len(chosen)))
        return 0
    print(messages.text("how_to_stamp", lang, count=count))
    return 1
