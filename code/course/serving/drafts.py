"""Which pages a build of `mkdocs serve` makes: those asked for first, and not all at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from course.reading.library import Address
from course.serving import faults
from course.serving.server import PreviewServer
from course.session import Session
from course.texts import messages
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from course.writing import placeholders
from course.writing.editions import Editions
from course.writing.generated import address
from course.writing.rebuilds import Rebuilds, site_digest

SECONDS = 2.0  # of running pages, after which a build shows what it has
FEW = 12  # pages of a language that a build renders beside those asked for: nobody waits for them
NICE = 5  # how far workers stand back behind the process that makes pages


class Drafts:
    """The pages of a session as far as they are made.

    Parameters
    ----------
    session
        The pages; from now on no long computation is waited for.
    server
        Shows them, and is told when there is more to show.
    """

    def __init__(self, session: Session, server: PreviewServer) -> None:
        self.session = session
        self.server = server
        self._late: set[Future[Any]] = set()
        session.computations.landed = server.rebuild
        session.workers.niceness = NICE
        server.progress = session.computations.progress
        server.noted = lambda url: self._hurry(_address(url))

    def prepare(self) -> None:
        """Run some pages; faults go to the server."""
        found, self.server.again = self.session.prepare_some(self._first, SECONDS)
        for page in reversed(self._asked()):
            self._hurry(page)
        project = Path.cwd()
        self.server.found = [fault for error in found for fault in faults.of(error, [], project)]

    def keep_unchanged(
        self,
        files: Files,
        config: MkDocsConfig,
        rebuilds: Rebuilds,
        also: Callable[[str, str], str],
    ) -> None:
        """Let a build render only pages that are not as they were, and not too many of them.

        Parameters
        ----------
        files, config
            Of the language being built.
        rebuilds
            The pages of the builds before.
        also
            Gives what a page is made from besides its text, code and results, by its language
            and path.
        """
        results = self.session.results
        titles = [*self.session.library.titles.values(), str(rebuilds.wrong_guesses)]
        site = site_digest(config, titles)

        def digest(file: File) -> str | None:
            lang, path = address(file)
            if not results.ready(lang, path):
                return None
            return f"{site} {results.digest(lang, path)} {also(lang, path)}"

        paths = {address(file)[1] for file in files.documentation_pages()}  # none that is left out

        def choose(stale: list[File]) -> list[File]:
            first = self._first()
            new = [page for page in first if f"{page[0]}/{page[1]}.md" not in rebuilds]
            hurried = any(page[1] in paths and results.ready(*page) for page in new)
            awaited = [file for file in stale if address(file) in first]
            others = [file for file in stale if file not in awaited]
            others.sort(key=lambda file: file.src_uri in rebuilds)
            chosen = awaited + others[: 0 if hurried else FEW]
            self.server.again |= len(chosen) < len(stale)
            return chosen

        rebuilds.keep_unchanged(files, digest, lambda file: self.stand_in(*address(file)), choose)

    def _asked(self) -> list[Address]:
        """The pages that browsers asked for, the last one first."""
        return [_address(url) for url in list(self.server.asked)]

    def _first(self) -> list[Address]:
        """The pages that come next, each with its original, without which it cannot be made."""
        pages = [*self._asked(), *((lang, "index") for lang in LANGUAGES)]
        every = [each for page in pages for each in (page, (SOURCE_LANGUAGE, page[1]))]
        return list(dict.fromkeys(every))

    def _hurry(self, page: Address) -> None:
        """Let what a page waits for be computed next."""
        if self.session.results.ready(*page):
            for wait in reversed(self.session.results.of(*page).waits):
                self.session.computations.hurry(wait)

    def offer_made(self, editions: Editions) -> None:
        """Leave out the notebooks that workers have not made yet, until they have."""
        late = editions.drop_unmade(patient=not self.session.computations.busy)
        new = [future for future in late if future not in self._late]

        def tell(_: object) -> None:
            if all(future.done() for future in new):
                self.server.rebuild()

        self._late.update(new)
        for future in new:
            future.add_done_callback(tell)

    def stand_in(self, lang: str, path: str) -> tuple[str, str]:
        """The title of a page that has not been run, and what is shown in its place."""
        title = self.session.library.titles.get((lang, path), path)
        file = f"{self.session.docs.name}/{lang}/{path}.md"
        broken = any(fault.file == file for fault in self.server.found)
        text = messages.text("page_broken" if broken else "page_pending", lang)
        return title, placeholders.page(title, text, lang)


def _address(url: str) -> Address:
    """The page of an address below the site's root."""
    first, _, rest = url.partition("/")
    lang, path = (first, rest) if first in LANGUAGES else (SOURCE_LANGUAGE, url)
    return lang, path.removeprefix("notebooks/").removesuffix(".html")
