"""All pages of the site, read, held against each other, and run."""

from __future__ import annotations

import hashlib
import importlib
import operator
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from course.reading import links, pages, parity, translations
from course.reading.pages import Page
from course.reading.walks import matching
from course.running import approval, drawings
from course.running.ahead import Ahead
from course.running.computations import Computations
from course.running.definitions import does
from course.running.execution import SnippetError
from course.running.page_run import Runner
from course.running.parts import PageRun, Part, parts_of
from course.running.sources import Sources
from course.running.workers import Workers
from course.texts.errors import CourseError, CourseErrors
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
        self._pages: dict[tuple[str, str], tuple[tuple[int, int], Page]] = {}
        self._compared: dict[tuple[str, str], tuple[Page, Page]] = {}
        self._runs: dict[tuple[str, str], tuple[str, PageRun]] = {}
        self._ahead = Ahead(
            self.computations, code, lambda page, source: self._runner(page, source, None)
        )

    def page(self, lang: str, path: str) -> Page:
        """Read one page, or return it as it was read if its file has not changed since."""
        file = self.docs / lang / f"{path}.md"
        state = (file.stat().st_mtime_ns, file.stat().st_size) if file.is_file() else (0, 0)
        known = self._pages.get((lang, path))
        if known is None or known[0] != state:
            self._pages[lang, path] = known = (state, pages.read(self.docs, lang, path))
        return known[1]

    def prepare(self) -> None:
        """Read, compare and run every page in every language.

        Raises
        ------
        CourseErrors
            With every fault found, one a page at most for those that stop it from running.
        """
        self._fresh()
        addresses = self._addresses()
        faults = _Faults()
        read: dict[str, dict[str, Page]] = {lang: {} for lang in LANGUAGES}
        for path, languages in addresses.items():
            faults.of(self._compare, path, languages, read, self._ahead.begin)
        if not faults.found:  # a page that cannot be read has no anchors to lead to
            faults.found += [fault for lang in LANGUAGES for fault in links.check(read[lang])]
        for page in [page for page in self._runs if page[1] not in addresses]:
            del self._runs[page]
        if not faults.found:
            self._run_all(list(addresses), faults)
        if faults.found:
            raise CourseErrors(faults.found)

    def check(self) -> None:
        """Read and compare every page in every language, with the code that it shows; run none.

        Raises
        ------
        CourseErrors
            With every fault found.
        """
        faults = _Faults()
        read: dict[str, dict[str, Page]] = {lang: {} for lang in LANGUAGES}
        for path, languages in self._addresses().items():
            faults.of(self._compare, path, languages, read)
        if not faults.found:
            faults.found += [fault for lang in LANGUAGES for fault in links.check(read[lang])]
            for lang in LANGUAGES:
                for path, page in read[lang].items():
                    source = read[SOURCE_LANGUAGE][path]
                    faults.of(parts_of, page, source, self.code)
                    faults.of(matching.walks, page, self.code, source.meta.get("walks", []))
        if faults.found:
            raise CourseErrors(faults.found)

    def close(self) -> None:
        """Stop the workers; results stay."""
        self.computations.close()

    def result(self, lang: str, path: str) -> PageRun:
        """The results of a page as `prepare` found it, whatever has been edited since.

        Raises
        ------
        CourseError
            If it did not exist then.
        """
        if (lang, path) not in self._runs:
            raise CourseError(
                "the page appeared while the site was being built.",
                file=f"{self.docs.name}/{lang}/{path}.md",
                fix="Build again.",
            )
        return self._runs[lang, path][1]

    def digest(self, lang: str, path: str) -> str:
        """A digest of all that `prepare` found a page to be made from: text, code and results."""
        key, run = self._runs[lang, path]
        source = self._runs[SOURCE_LANGUAGE, path][1].page
        made_from = [key, run.page.text, source.text, *run.behind]
        made_from += [f"{part.title} {part.line}\n{part.code}" for part in run.parts]
        made_from += [walk.digest for walk in run.walks]
        return hashlib.sha256("\0".join(made_from).encode()).hexdigest()

    @property
    def paths(self) -> list[str]:
        """The addresses of the pages that `prepare` ran."""
        return sorted({path for _, path in self._runs})

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
        page = self.page(lang, path)
        source = page if lang == SOURCE_LANGUAGE else self.page(SOURCE_LANGUAGE, path)
        parts = parts_of(page, source, self.code)
        walks = matching.walks(page, self.code, source.meta.get("walks", []))
        key = self._key(page, source, parts)
        known = self._runs.get((lang, path))
        if known and known[0] == key and watch is None:
            # The prose may have moved the blocks, so the results are laid on the page as it is.
            parts = [
                replace(part, output=old.output)
                for part, old in zip(parts, known[1].parts, strict=True)
            ]
            run = PageRun(page, parts, known[1].values, known[1].seed)
        else:
            self._fresh()
            run = self._runner(page, source, watch).run(parts)
        run = replace(run, walks=walks, behind=translations.behind(self.docs, page, source))
        self._runs[lang, path] = (key, run)
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
            runs = [self.run(lang, path, watch=lambda part: None) for lang in LANGUAGES]
        finally:
            self._approving = False
        return approval.accept(self.approved, runs)

    def _run_all(self, paths: list[str], faults: _Faults) -> None:
        """Run what has to be run, while workers draw the figures that it gives."""
        pages = [(lang, path) for path in paths for lang in LANGUAGES]
        # For the few figures of a page that was edited, no worker is worth starting.
        few = self._runs and not self.workers.ready
        self._draw = drawings.draw_with(self.workers, after=FEW if few else 0)
        for page in self._ready_first(pages):
            faults.of(self.run, *page)
        self._draw = drawings.draw_here
        for page in pages:
            if page in self._runs:
                faults.of(self._await_drawings, self._runs[page][1])

    def _ready_first(self, pages: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Yield each page, as long as there is one that finds its long computations done."""
        waiting = list(pages)
        while waiting:
            able = (page for page in waiting if not self._ahead.waits(page[1]))
            page = next(able, waiting[0])
            waiting.remove(page)
            yield page

    def _await_drawings(self, run: PageRun) -> None:
        for part in run.parts:
            try:
                _ = part.output and part.output.figure
            except SnippetError as error:
                # Without its results, the page is run again by the next build.
                del self._runs[run.page.lang, run.page.path]
                raise CourseError(
                    f"block {part.block.id!r}: {error.message}",
                    file=run.page.file,
                    line=part.block.line,
                    fix=error.fix,
                ) from None

    def _addresses(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for lang in LANGUAGES:
            for path in pages.paths(self.docs, lang):
                found.setdefault(path, []).append(lang)
        return dict(sorted(found.items()))

    def _fresh(self) -> None:
        """Let the code be imported anew if it changed, and long computations run here."""
        if self.sources.refresh():
            self.computations.renew()
            self._ahead.forget()
        module = importlib.import_module("minimodel.running.long_computations")
        module.run_with(self.computations.run)

    def _compare(
        self,
        path: str,
        languages: list[str],
        read: dict[str, dict[str, Page]],
        begin: Callable[[Page, Page], None] | None = None,
    ) -> None:
        """Read a page into `read`, hold its languages together, and `begin` what it will need."""
        for lang in languages:
            read[lang][path] = self.page(lang, path)
        for lang in LANGUAGES:
            if lang not in languages:
                raise parity.missing(self.docs.name, lang, path, languages[0])
        source = read[SOURCE_LANGUAGE][path]
        for lang in LANGUAGES:
            pair = (source, read[lang][path])
            known = self._compared.get((lang, path), (None, None))
            if lang != SOURCE_LANGUAGE and not all(map(operator.is_, pair, known)):
                parity.compare(*pair)
                self._compared[lang, path] = pair
        for name in source.meta.get("assets", []):
            if not (self.docs / "assets" / str(name)).is_file():
                raise CourseError(
                    f"there is no asset {name!r}.",
                    file=source.file,
                    line=1,
                    fix=f"Name a style or script below {self.docs.name}/assets.",
                )
        if begin:
            for lang in LANGUAGES:
                begin(read[lang][path], source)

    def _key(self, page: Page, source: Page, parts: list[Part]) -> str:
        """A digest of all that the results of a page depend on."""
        executed = [part for part in parts if part.block.executed]
        above = [sum(p.block.line < value.line for p in parts) for value in page.values]
        said = [page.lang, *(v.expression for v in page.values), *map(str, above)]
        said += [f"{part.block.id} {sorted(part.options.items())}" for part in parts]
        said += approval.texts(self.approved, page, parts)
        code = [part.code for part in executed]
        code += [f'f"""{{{value.expression}}}"""' for value in page.values]
        module, _, name = source.meta.get("seed", "").partition(":")
        code += [f"from {module} import {name}\n{name}"] if name else []
        places = "\n".join(f"{part.title} {part.line}" for part in executed)
        try:
            said += [does(part.code) for part in executed]
            used = self.sources.digest("\n".join(code), places)
            if (page.lang, page.path) in self._runs:  # hence its imports have been seen to work
                used += "" if self.sources.importable("\n".join(code)) else self.sources.state
        except SyntaxError:
            used = self.sources.state  # running it will say where
        return hashlib.sha256("\n".join([*said, used]).encode()).hexdigest()


class _Faults:
    """Faults gathered from attempts that each may fail."""

    def __init__(self) -> None:
        self.found: list[CourseError] = []

    def of(self, action: Callable[..., Any], *arguments: Any) -> None:
        """Attempt `action` and keep the faults that it raises."""
        try:
            action(*arguments)
        except CourseError as error:
            self.found.append(error)
        except CourseErrors as several:
            self.found.extend(several.errors)
