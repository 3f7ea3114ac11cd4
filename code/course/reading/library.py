"""The pages of a project: read once per state of their files, and held against each other."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from course.reading import links, moved, order, pages, parity, quiz, releases, untranslated
from course.reading.pages import Page
from course.texts.errors import CourseError, Faults
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE

Address = tuple[str, str]  # a page's language and path


class Library:
    """The pages below a folder.

    Parameters
    ----------
    docs
        The folder that holds one folder a language.
    """

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.paths: dict[str, list[str]] = {}
        self._pages: dict[Address, tuple[tuple[int, int], Page]] = {}
        self._shown: dict[Address, tuple[Page, Page]] = {}
        self._compared: dict[Address, tuple[Page, Page]] = {}

    def page(self, lang: str, path: str) -> Page:
        """Read one page, or return it as it was read if its file has not changed since.

        Where its file says that nobody has translated it, that is the page of the source language.
        """
        file = self.docs / lang / f"{path}.md"
        state = (file.stat().st_mtime_ns, file.stat().st_size) if file.is_file() else (0, 0)
        known = self._pages.get((lang, path))
        if known is None or known[0] != state:
            self._pages[lang, path] = known = (state, pages.read(self.docs, lang, path))
        if known[1].meta.get("untranslated"):
            untranslated.hold_allowed(known[1])
            source = self.page(SOURCE_LANGUAGE, path)
            shown = self._shown.get((lang, path))
            if shown is None or shown[0] is not source:
                self._shown[lang, path] = shown = (source, replace(source, shown_in=lang))
            return shown[1]
        return known[1]

    def read(
        self, faults: Faults, begin: Callable[[Page, Page], None] | None = None
    ) -> list[Address]:
        """Read and compare all pages, and give `faults` what is wrong with them.

        Parameters
        ----------
        faults
            Takes the faults.
        begin
            Called with each page, and its twin in the source language, that agree.

        Returns
        -------
        list of (str, str)
            The pages that no fault found here keeps from being run.
        """
        self.paths = self._addresses()
        read: dict[str, dict[str, Page]] = {lang: {} for lang in LANGUAGES}
        able: list[Address] = []
        for path, languages in self.paths.items():
            found = faults.of(self._compare, path, languages, read, begin)
            # A fault of a translation leaves the original as it is, but not the other way round.
            wrong = {error.file.split("/")[1] for error in found if error.file.count("/") > 1}
            only_translation = found and wrong and wrong <= {*LANGUAGES} - {SOURCE_LANGUAGE}
            stopped = wrong if only_translation else LANGUAGES if found else ()
            able += [(lang, path) for lang in languages if lang not in stopped]
        if not faults.found:  # a page that cannot be read has no anchors to lead to
            dead = [fault for lang in LANGUAGES for fault in links.check(read[lang])]
            dead += faults_of_addresses(self.docs, read[SOURCE_LANGUAGE])
            dead += order.check(self.docs.parent, self.paths)
            faults.found += {str(fault): fault for fault in dead}.values()  # each page once
        return able

    @property
    def known(self) -> dict[Address, Page]:
        """The pages, each as it could last be read."""
        known = sorted(self._pages.items())
        return {address: page for address, (_, page) in known if address[1] in self.paths}

    @property
    def titles(self) -> dict[Address, str]:
        """Their titles."""
        return {address: page.title for address, page in self.known.items()}

    def _addresses(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for lang in LANGUAGES:
            for path in pages.paths(self.docs, lang):
                found.setdefault(path, []).append(lang)
        return dict(sorted(found.items()))

    def _compare(
        self,
        path: str,
        languages: list[str],
        read: dict[str, dict[str, Page]],
        begin: Callable[[Page, Page], None] | None,
    ) -> None:
        """Read a page into `read` and hold its languages together."""
        for lang in languages:
            read[lang][path] = self.page(lang, path)
            quiz.questions(read[lang][path])
        for lang in LANGUAGES:
            if lang not in languages:
                raise parity.missing(self.docs.name, lang, path, languages[0])
        source = read[SOURCE_LANGUAGE][path]
        for lang in LANGUAGES:
            pair = (source, read[lang][path])
            known = self._compared.get((lang, path), (None, None))
            translated = pair[1].lang == lang != SOURCE_LANGUAGE
            if translated and not all(map(operator.is_, pair, known)):
                parity.compare(*pair)
                self._compared[lang, path] = pair
        for name in source.meta.get("assets", []):
            asset = self.docs / "assets" / str(name)
            # The build makes a style sheet of the folder that has its name.
            if not asset.is_file() and not (
                asset.suffix == ".css" and asset.with_suffix("").is_dir()
            ):
                raise CourseError(
                    f"there is no asset {name!r}.",
                    file=source.file,
                    line=1,
                    fix=f"Name a style or script below {self.docs.name}/assets.",
                )
        if begin:
            for lang in LANGUAGES:
                begin(read[lang][path], source)


def faults_of_addresses(docs: Path, known: dict[str, Page]) -> list[CourseError]:
    """What is wrong with old addresses: those that were moved, and those that were lost."""
    faults = Faults()
    faults.of(lambda: faults.found.extend(_old_addresses(docs, known)))
    return faults.found


def _old_addresses(docs: Path, known: dict[str, Page]) -> Iterator[CourseError]:
    moves = moved.read(docs)
    yield from moved.check(docs, moves, known)
    yield from releases.lost(releases.read_all(docs), moves, known, docs)
