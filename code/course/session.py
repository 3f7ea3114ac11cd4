"""All pages of the site, read, held against each other, and run."""

from __future__ import annotations

import importlib
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from course.reading import moved, translations
from course.reading.library import Address, Library
from course.reading.pages import Page
from course.reading.walks import matching
from course.running import approval, drawings, order, results
from course.running.ahead import Ahead
from course.running.computations import Computations
from course.running.page_run import Runner, await_drawings
from course.running.parts import PageRun, Part, parts_of
from course.running.results import Results
from course.running.sources import Sources
from course.running.workers import Workers
from course.terms.reference import Reference
from course.texts.errors import CourseError, CourseErrors, Faults
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE

FEW = 8  # figures that a rebuild draws itself, which takes about as long as starting workers


class Session:
    """The pages of a project, each language's run at most once per state of their sources.

    Parameters
    ----------
    docs, code
        The folders of pages and of code.
    timeout
        Seconds that a block may take unless it says otherwise.
    cache
        A folder where long computations outlive the process; `None` computes all anew.
    """

    def __init__(
        self, docs: Path, code: Path, *, timeout: float = 20.0, cache: Path | None = None
    ) -> None:
        self.docs = docs
        self.code = code
        self.approved = docs.parent / "tests" / "approved"
        self.timeout = timeout
        self.sources = Sources(code)
        self.workers = Workers()
        self.computations = Computations(self.sources, cache, self.workers)
        self._draw: drawings.Draw = drawings.draw_here
        self._approving = False
        self.library = Library(docs)
        self.reference = Reference(self.library)
        self._failed: dict[Address, tuple[str, Page, Page, CourseError]] = {}
        self.results = Results(docs, self.reference)
        self._ahead = Ahead(
            self.computations, code, lambda page, source: self._runner(page, source, None)
        )

    def page(self, lang: str, path: str) -> Page:
        """Read one page, or return it as it was read if its file has not changed since."""
        return self.library.page(lang, path)

    def prepare(self) -> None:
        """Read, compare and run every page in every language.

        Raises
        ------
        CourseErrors
            With every fault found, one a page at most for those that stop it from running.
        """
        faults = Faults()
        pages = self._read(faults, self._ahead.begin)
        if not faults.found:
            with self._drawing(pages, faults):
                for page in order.ready_first(pages, self._ahead.waits):
                    faults.of(self._run_before, math.inf, [], *page)
        if faults.found:
            raise CourseErrors(faults.found)

    def check(self) -> None:
        """Read and compare every page in every language, with the code that it shows; run none.

        Raises
        ------
        CourseErrors
            With every fault found.
        """
        faults = Faults()
        able = self.library.read(faults)
        self._hold_to_reference(faults)
        for lang, path in able if not faults.found else []:
            page, source = self.page(lang, path), self.page(SOURCE_LANGUAGE, path)
            faults.of(parts_of, page, source, self.code)
            faults.of(matching.walks, page, self.code, source.meta.get("walks", []))
        if faults.found:
            raise CourseErrors(faults.found)

    def prepare_some(
        self, asked: Callable[[], list[Address]], seconds: float
    ) -> tuple[list[CourseError], bool]:
        """Read and compare every page, and run those without a fault for a while.

        Earlier results stay for pages that have a fault or whose turn is still to come.

        Parameters
        ----------
        asked
            Gives the pages that somebody waits for, as it is then. They come next; one that has
            never been run is run however long it takes, and then there is no time for others.
        seconds
            After how long no other page is begun that has to be run.

        Returns
        -------
        list of CourseError
            The faults.
        bool
            Whether any page's turn is still to come.
        """
        faults = Faults()
        # What a page computes long begins when its turn comes: it would be in another one's way.
        pages = self._read(faults, None)
        later: list[Address] = []
        with self._drawing(pages, faults):
            end = time.monotonic() + seconds
            for page, until in order.asked_first(pages, asked, self._new, end):
                if self._new(page) and time.monotonic() > until:
                    later.append(page)  # without a look at what it depends on
                else:
                    faults.of(self._run_before, until, later, *page)
        return faults.found, bool(later)

    def _read(self, faults: Faults, begin: Callable[[Page, Page], None] | None) -> list[Address]:
        """Read and compare all pages; the languages and paths of those that can be run."""
        self._fresh()
        able = self.library.read(faults, begin)
        self._hold_to_reference(faults)
        self.results.forget_but(self.library.paths)
        return able

    def _hold_to_reference(self, faults: Faults) -> None:
        if not faults.found:  # of a page that cannot be read nobody knows what it refers to
            self.reference.check(faults)

    @property
    def moves(self) -> list[moved.Move]:
        """The addresses that have moved."""
        return moved.read(self.docs)

    def close(self) -> None:
        """Stop the workers; results stay."""
        self.computations.close()

    def run(self, lang: str, path: str, watch: Callable[[Part], None] | None = None) -> PageRun:
        """Run a page, or return the results of the last run if nothing that it uses changed.

        Parameters
        ----------
        lang, path
            Which page.
        watch
            Called with each part as soon as it has run; such a run is always made.

        Raises
        ------
        CourseError
            If a block or value fails, or a region is missing.
        CourseErrors
            If annotations and code of its walks do not match.
        """
        run = self._run_before(math.inf, [], lang, path, watch)
        assert run is not None
        return run

    def _run_before(
        self,
        end: float,
        later: list[Address],
        lang: str,
        path: str,
        watch: Callable[[Part], None] | None = None,
    ) -> PageRun | None:
        """As `run`, but add the page to `later` if it would have to be run after `end`."""
        page = self.page(lang, path)
        if page.place != page.lang:  # nobody has translated it: what the original gave is shown
            original = self._run_before(end, later, SOURCE_LANGUAGE, path, watch)
            if original:
                run = replace(original, page=page)
                self.results.runs[lang, path] = (self.results.runs[SOURCE_LANGUAGE, path][0], run)
            return original and run
        source = page if lang == SOURCE_LANGUAGE else self.page(SOURCE_LANGUAGE, path)
        parts = parts_of(page, source, self.code)
        walks = matching.walks(page, self.code, source.meta.get("walks", []))
        ran = (lang, path) in self.results.runs
        key = results.key(page, source, parts, self.approved, self.sources, ran=ran)
        # A module may fail to be imported for what no result depends on.
        state = key + self.sources.state
        known = self.results.runs.get((lang, path))
        current = known and known[0] == key and all(map(self.computations.open, known[1].waits))
        if known and current and watch is None:
            # The prose may have moved the blocks, so the results are laid on the page as it is.
            parts = [
                replace(part, output=old.output)
                for part, old in zip(parts, known[1].parts, strict=True)
            ]
            run = PageRun(page, parts, known[1].values, known[1].seed)
        elif (failed := self._failed.get((lang, path))) and failed[:3] == (state, page, source):
            raise failed[3]  # it would fail again
        elif time.monotonic() > end:
            later.append((lang, path))
            return None
        else:
            self._fresh()
            try:
                if self.computations.landed is not None:
                    self._ahead.begin(page, source)
                run = self._runner(page, source, watch).run(parts)
            except CourseError as error:
                self._failed[lang, path] = (state, page, source, error)
                raise
        run = replace(run, walks=walks, behind=translations.behind(self.docs, page, source))
        self.results.runs[lang, path] = (key, run)
        return run

    def _runner(self, page: Page, source: Page, watch: Callable[[Part], None] | None) -> Runner:
        return Runner(
            page,
            source,
            approved=None if self._approving else self.approved,
            timeout=self.timeout,
            draw=self._draw,
            watch=watch,
        )

    def approve(self, path: str) -> list[str]:
        """Accept what the blocks of a page that are marked `approved` print now.

        Returns
        -------
        list of str
            What changed, as `approval.accept` says it.
        """
        self._approving = True
        try:
            own = [lang for lang in LANGUAGES if self.page(lang, path).lang == lang]
            runs = [self.run(lang, path, watch=lambda part: None) for lang in own]
        finally:
            self._approving = False
        return approval.accept(self.approved, runs)

    @contextmanager
    def _drawing(self, pages: list[Address], faults: Faults) -> Iterator[None]:
        """Let workers draw the figures of the pages that are run meanwhile; wait for them."""
        # For the few figures of a page that was edited, no worker is worth starting.
        served = self.computations.landed is not None
        few = served or (self.results.runs and not self.workers.ready)
        self._draw = drawings.draw_with(self.workers, after=FEW if few else 0)
        if served and self.computations.busy:
            self._draw = drawings.draw_here  # not behind computations that nobody waits for
        yield
        self._draw = drawings.draw_here
        for page in pages:
            if page in self.results.runs:
                faults.of(self._await_drawings, self.results.runs[page][1])

    def _new(self, page: Address) -> bool:
        """Whether a page has never been run; one that failed would only fail again."""
        return page not in self.results.runs and page not in self._failed

    def _await_drawings(self, run: PageRun) -> None:
        try:
            await_drawings(run)
        except CourseError:
            # Without its results, the page is run again by the next build.
            for lang in {run.page.lang, run.page.place}:
                self.results.runs.pop((lang, run.page.path), None)
            raise

    def _fresh(self) -> None:
        """Let the code be imported anew if it changed, and long computations run here."""
        if self.sources.refresh():
            self.computations.renew()
            self._ahead.forget()
        module = importlib.import_module("minimodel.running.long_computations")
        module.run_with(self.computations.run)
