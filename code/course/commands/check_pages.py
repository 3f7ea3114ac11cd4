"""`course check-pages`: every fault of pages and texts, without running any unless asked to."""

from __future__ import annotations

import argparse
from itertools import product

from minimodel.texts import languages

from course.api.reference import Reference
from course.reading import code_texts
from course.reading.pages import Page
from course.running.parts import parts_of
from course.session import Session
from course.skeletons import texts as skeletons
from course.student import asked_texts, on_page
from course.student.catalogue import ASSIGNMENTS
from course.student.start import starter_files
from course.texts import messages
from course.texts.errors import CourseError, CourseErrors, Faults
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE


def run(session: Session, options: argparse.Namespace) -> int:
    """Read and compare all pages; with ``--run``, run them too."""
    faults = Faults()
    _hold_texts(session, faults)
    if not faults.of(session.prepare if options.run else session.check):
        faults.of(_hold_reference, session)
        for path, lang in product(session.library.paths, LANGUAGES):
            page = session.page(lang, path)
            faults.of(on_page.hold, page)
            faults.of(_hold_title, page, session.page(SOURCE_LANGUAGE, path))
    if faults.found:
        raise CourseErrors(faults.found)
    print(messages.text("pages_run" if options.run else "pages_fine", options.lang))
    source = {path: session.page(SOURCE_LANGUAGE, path) for path in session.library.paths}
    if drafts := [path for path, page in source.items() if page.meta.get("draft")]:
        print(messages.text("drafts", options.lang, pages=", ".join(drafts)))
    return 0


def _hold_texts(session: Session, faults: Faults) -> None:
    """See that each text that is asked for is there, and in every complete language."""
    faults.of(_hold_catalogues, session)
    faults.of(asked_texts.hold)
    if not faults.found:  # else a starter file would say the same of a text that is missing
        for name in ASSIGNMENTS:
            for lang in LANGUAGES:
                faults.of(starter_files, name, lang)


def _hold_catalogues(session: Session) -> None:
    faults = Faults()
    for path, catalogue in code_texts.read_all(session.code).items():
        for lang in (code for code in LANGUAGES if languages.LANGUAGES[code].complete):
            lacking = catalogue.without(lang)
            if len(lacking) == 1:
                faults.of(catalogue.hold_whole, lang)
            elif lacking:
                message = f"{len(lacking)} texts have no words in {lang!r}."
                fix = f"Translate them: course translations {path} lists them."
                faults.found.append(CourseError(message, file=path, fix=fix))
    if faults.found:
        raise CourseErrors(faults.found)


def _hold_title(page: Page, source: Page) -> None:
    """See that a page that is finished does not call itself a draft any more."""
    mark = skeletons.text("page_title", page.lang, title="").strip()
    if page.title.endswith(mark) and not source.meta.get("draft"):
        raise CourseError(
            f"the title still says {mark}, though {source.file} has no draft: true.",
            file=page.file,
            fix="Take it out of the title.",
        )


def _hold_reference(session: Session) -> None:
    """See that the reference takes in every name that a page shows."""
    reference = Reference(session.code)
    source = [session.page(SOURCE_LANGUAGE, path) for path in session.library.paths]
    shown = [(page, parts_of(page, page, session.code)) for page in source]
    reference.prepare(shown, session.sources.state)
    reference.hold()
