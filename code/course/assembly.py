"""What becomes of each page: from the Markdown that MkDocs reads to the file that it writes."""

from __future__ import annotations

from pathlib import Path

from minimodel.texts.files import read_text
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from course.api.reference import Reference
from course.live.pack import Pages
from course.reading.pages import Page as PageText
from course.running.parts import PageRun
from course.session import Session
from course.student import on_page
from course.texts import typography
from course.texts.errors import CourseError
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from course.writing import (
    accessibility,
    citing,
    docstrings,
    foreign_words,
    katex,
    loading,
    maps,
    notices,
    page_chrome,
    permalinks,
    printed_links,
    redirects,
    search,
    security,
    symbol_links,
    theme_scripts,
    weight,
)
from course.writing.editions import Editions
from course.writing.generated import NotebookFile, address, root
from course.writing.render import Rendered, render


class Assembly:
    """Puts together what the modules of the course make of a page.

    Parameters
    ----------
    session
        The pages and their results.
    editions
        Their notebook editions.
    """

    def __init__(self, session: Session, editions: Editions) -> None:
        self.session = session
        self.editions = editions
        self.live = Pages(session.sources, session.timeout, session.computations.given)
        self.api = Reference(session.code)
        self._apart = loading.Apart()
        self._rendered: dict[str, Rendered] = {}
        self.cited = citing.Course("", "")  # as the language that is being built has it
        self._exercises = False  # whether one is done on its page

    def begin(self) -> None:
        """Forget the pages of the build before, and find what the pages show of the code."""
        self._rendered.clear()
        shown = [(run.page, run.parts) for run in self.session.results.originals]
        self.api.prepare(shown, self.session.sources.state)

    def markdown(self, markdown: str, page: Page) -> str:
        """The text of a page with a place for each of its results."""
        if isinstance(page.file, NotebookFile):
            page.meta["search"] = {"exclude": True}  # it says what its page says
            return markdown
        lang, path = address(page.file)
        source = self.original(path)
        for key in ("template", "hide", "assets"):
            if key in source.meta:
                page.meta[key] = source.meta[key]
        run = self.result(lang, path)
        if title := notices.title(run.page):
            page.meta["title"] = title
        page.meta["walks"] = bool(run.walks)  # the theme adds their style
        # Not the text that MkDocs has just read: it may have been edited since it was run.
        # A page that is laid out on its own, as the home page is, has no place for buttons.
        try:
            runnable = {} if "template" in page.meta else self.live.judge(run)
        except CourseError as error:
            raise PluginError(str(error)) from None
        rendered = render("\n".join(self.session.results.lines(lang, path)), run, runnable)
        self._rendered[page.file.src_uri] = rendered
        return rendered.markdown

    def content(self, html: str, page: Page) -> str:
        """The content of a page with its results, and above and below where they come from."""
        lang, path = address(page.file)
        run = self.result(lang, path)
        notice = notices.of(run.page, self.original(path))
        if isinstance(page.file, NotebookFile):
            return notice + page_chrome.notebook(accessibility.table_corners(html), path, lang)
        rendered = self._rendered[page.file.src_uri]
        try:
            filled = rendered.fill(search.prose_only(html))
        except CourseError as error:
            raise PluginError(str(error)) from None
        if page.present_anchor_ids is not None:  # MkDocs has looked before the results were there
            page.present_anchor_ids |= permalinks.anchors(filled)
        whole = typography.whole_code(accessibility.table_corners(filled))
        whole = docstrings.fold(whole, path, run.page.lang)
        whole = redirects.place(whole, path, run.page.lang, self.session.moves)
        whole = foreign_words.mark(whole, run.page.lang)
        if maps.on(run.page.lines):
            whole = maps.with_minutes(whole, path, self._minutes(lang))
        whole = self.session.reference.linked(whole, run.page)
        whole = self.api.write(whole, run.page, run.parts, self.session.library.titles)
        try:
            whole = on_page.panels(whole, run.page.lang, _up(page), run.page.file)
        except CourseError as error:
            raise PluginError(str(error)) from None
        self._exercises |= on_page.PANEL in whole
        links = path in self.editions.notebooks
        template = "template" in page.meta
        whole = rendered.keep_back(whole)
        known = citing.public(page.canonical_url)
        if not template:
            whole = printed_links.with_addresses(whole, page.url, known, run.page.lang)
        whole = page_chrome.page(whole, run, notice, notebook=links, template=template)
        return whole + citing.boxes(run.page, self.cited, known)

    def times(self, lang: str, path: str) -> str:
        """What a page says of others on its map, of which its own text says nothing."""
        page = self.session.library.known.get((lang, path))
        return str(self._minutes(lang)) if page and maps.on(page.lines) else ""

    def _minutes(self, lang: str) -> dict[str, int]:
        """How long each page of a language takes."""
        known = self.session.library.known.items()
        return {path: page.minutes for (in_lang, path), page in known if in_lang == lang}

    def finished(self, output: str, page: Page) -> str:
        """The whole file with drawings and formulas, which come too late for the search index."""
        lang, path = address(page.file)
        output = notices.mark(self._drawn(output, page), self.result(lang, path).page)
        output = self._apart.take(weight.lighten(output), _up(page), page.meta.get("assets", []))
        return self.guarded(output, page.file.src_uri)

    def _drawn(self, output: str, page: Page) -> str:
        if page.file.src_uri in self._rendered:
            output = self._rendered[page.file.src_uri].draw(output)
        try:
            if isinstance(page.file, NotebookFile):
                return katex.render_math(output)
            lang, path = address(page.file)
            symbols = self.session.reference.symbols()
            return katex.render_math(*symbol_links.link(output, path, lang, symbols))
        except ValueError as error:
            file = f"{self.session.docs.name}/{page.file.src_uri}"
            raise PluginError(f"{file}: {error}") from None

    def guarded(self, output: str, uri: str) -> str:
        """A file that says what of itself a browser may run."""
        docs = self.session.docs
        file = docs / uri
        source = read_text(file) if file.is_file() else ""
        try:
            edited = theme_scripts.edit_page(output)
            return security.guarded(loading.deferred(edited), f"{docs.name}/{uri}", source)
        except CourseError as error:
            raise PluginError(str(error)) from None

    def publish(self, site: Path) -> None:
        """Write what the pages of a site ask for while they are read."""
        self._apart.publish(site)
        try:
            self.live.publish(site, {lang: root(lang) for lang in LANGUAGES})
        except CourseError as error:
            raise PluginError(str(error)) from None
        if self._exercises:
            on_page.publish(site)

    def result(self, lang: str, path: str) -> PageRun:
        """The results of a page; one that has appeared since ends the build."""
        try:
            return self.session.results.of(lang, path)
        except CourseError as error:
            raise PluginError(str(error)) from None

    def original(self, path: str) -> PageText:
        """A page as it is in the source language."""
        return self.result(SOURCE_LANGUAGE, path).page


def _up(page: Page) -> str:
    """From a page to the site's root."""
    return "../" * page.file.url.count("/")
