"""`course translations`: what has changed since a text was translated, and that it was mended."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from minimodel.texts import languages

from course.reading import code_texts, pages, parity, translations
from course.reading.code_texts import CodeTexts
from course.reading.pages import Page
from course.reading.translations import TOP
from course.session import Session
from course.skeletons.progress import Progress, progress
from course.texts import messages
from course.texts.errors import CourseError, CourseErrors
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE

TARGETS = tuple(lang for lang in LANGUAGES if lang != SOURCE_LANGUAGE)
FINISHED = tuple(lang for lang in TARGETS if languages.LANGUAGES[lang].complete)
BEGUN = tuple(lang for lang in TARGETS if lang not in FINISHED)


@dataclass(frozen=True)
class Translation:
    """A page, or the texts of a file below `code/`, in the source language and another.

    Attributes
    ----------
    lang
        The other language.
    source
        What it was translated from.
    page
        The translated page; `None` for a file, which holds all languages or names their twins.
    """

    lang: str
    source: Page | CodeTexts
    page: Page | None = None

    @property
    def file(self) -> str:
        """What to name where the whole is meant."""
        return self.page.file if self.page else self.source.path

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Where each section of the translation stands, by anchor."""
        return _places(self.page or self.source, self.lang)

    @cached_property
    def originals(self) -> Mapping[str, str]:
        """Where each section of the source stands, by anchor."""
        return _places(self.source, SOURCE_LANGUAGE)

    @property
    def made(self) -> bool:
        """Whether somebody has translated it, into a language that is not complete."""
        if isinstance(self.source, Page):
            return self.page is not None and not self.page.meta.get("untranslated")
        return not self.source.without(self.lang)

    def compare(self) -> None:
        """Hold the structure of both together.

        Raises
        ------
        CourseErrors
            If they differ, or a text is missing.
        """
        if isinstance(self.source, Page):
            assert self.page is not None, "a page is compared with its twin"
            parity.compare(self.source, self.page)
            return
        self.source.hold_whole(self.lang)


def _places(source: Page | CodeTexts, lang: str) -> dict[str, str]:
    if isinstance(source, CodeTexts):
        return {text.key: text.places[lang] for text in source.texts}
    return {each.anchor: f"{source.file}:{each.line}" for each in translations.sections(source)}


def run(session: Session, options: argparse.Namespace) -> int:
    """List or stamp translations; returns the exit status: 1 if any is behind, 2 for misuse."""
    known = pages.paths(session.docs, SOURCE_LANGUAGE)
    files = code_texts.read_all(session.code)
    chosen = [str(page).removesuffix(".md") for page in options.pages] or [*known, *files]
    for path in chosen:
        if path not in known and path not in files:
            said = messages.text("no_page", options.lang, page=path, known=", ".join(known))
            print(f"course: {said}", file=sys.stderr)
            return 2
    if options.stamp:
        return _stamp(session, chosen, files, options.lang)
    status = _report(session, chosen, files, options.lang, named=bool(options.pages))
    if not options.pages:
        status = _orphans(session, {*known, *files}, options.lang) or status
        for target in BEGUN:
            _left(progress(session.library, session.docs.parent, files, target), options.lang)
    return status


def _orphans(session: Session, known: Collection[str], lang: str) -> int:
    """List the records of what is no longer there; 1 if there are any.

    A page that was renamed without its record would be one that nobody has translated.
    """
    docs, found = session.docs, []
    for target in TARGETS:
        folder = docs / target / translations.FOLDER
        for file in sorted(folder.rglob("*.json")):
            if file.relative_to(folder).as_posix().removesuffix(".json") not in known:
                found.append(file.relative_to(docs.parent).as_posix())
    for path in found:
        print(messages.text("orphaned", lang, file=path))
    return 1 if found else 0


def _left(found: Progress, lang: str) -> None:
    """Say how far a language is that is not complete, and where what is left stands."""
    own = languages.LANGUAGES[found.lang].own
    print()
    print(messages.text("progress", lang, language=own, **found.counts))
    width = max((len(place) for place, *_ in found.left), default=0)
    for place, count, what in found.left:
        print(f"  {place:<{width}}  {messages.text(f'progress_{what}', lang, count=count)}")
    if not found.left:
        print(f"  {messages.text('progress_done', lang, language=own)}")


def _translation(
    session: Session, path: str, files: Mapping[str, CodeTexts], lang: str
) -> Translation:
    if path in files:
        return Translation(lang, files[path])
    page = session.page(lang, path)
    if page.lang != lang:  # nobody has translated it: what its file holds, not what is shown
        page = pages.read(session.docs, lang, path)
    return Translation(lang, session.page(SOURCE_LANGUAGE, path), page)


def _stamp(session: Session, chosen: list[str], files: Mapping[str, CodeTexts], lang: str) -> int:
    found = [_translation(session, path, files, target) for path in chosen for target in TARGETS]
    found = [each for each in found if each.lang in FINISHED or each.made]
    for each in found:  # where one differs in structure, it is not up to date: none is stamped
        each.compare()
    count = 0
    for each in found:
        changed = translations.stamp(session.docs, each.lang, each.source)
        count += len(changed)
        if changed:
            named = ", ".join(f"#{anchor}" if anchor != TOP else "#" for anchor in changed)
            print(f"{each.file}: {named}")
    print(messages.text("stamped", lang, count=count))
    return 0


def _report(
    session: Session, chosen: list[str], files: Mapping[str, CodeTexts], lang: str, *, named: bool
) -> int:
    count = 0
    for path in chosen:
        for target in TARGETS:
            try:
                each = _translation(session, path, files, target)
                if target in BEGUN and not each.made and not named:
                    continue  # counted below
                record = translations.read(session.docs, target, path)
                if path in files:
                    each.compare()
            except (CourseError, CourseErrors) as faults:
                print(faults)
                count += len(str(faults).splitlines())
                continue
            if record is None:
                print(messages.text("unstamped", lang, file=each.file))
                count += 1
                continue
            for stale in translations.stale(each.source, record):
                count += 1
                anchor = stale.now.anchor
                key = "stale_section" if stale.before else "new_section"
                place, here = each.places.get(anchor, each.file), each.originals[anchor]
                print(messages.text(key, lang, place=place, source=here))
                print(stale.diff(messages.text("translated", lang), messages.text("now", lang)))
                print()
    if not count:
        number = sum(path not in files for path in chosen)
        others = len(chosen) - number
        print(messages.text("all_translated", lang, pages=number, files=others))
        return 0
    print(messages.text("how_to_stamp", lang, count=count))
    return 1
