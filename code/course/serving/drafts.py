"""Which pages a build of `mkdocs serve` makes: those asked for first, and not all at once."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

from course.reading.library import Address
from course.serving import faults
from course.serving.server import PreviewServer
from course.session import Session
from course.texts import messages
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from course.writing import placeholders
from course.writing.editions import Editions

SECONDS = 2.0  # of running pages, after which a build shows what it has
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

    def prepare(self) -> None:
        """Run some pages; faults go to the server."""
        asked = [_address(url) for url in self.server.asked]
        home = [(lang, "index") for lang in LANGUAGES]
        found, self.server.again = self.session.prepare_some([*asked, *home], SECONDS)
        for page in reversed([page for page in asked if self.session.results.ready(*page)]):
            for wait in reversed(self.session.results.of(*page).waits):
                self.session.computations.hurry(wait)
        project = Path.cwd()
        self.server.found = [fault for error in found for fault in faults.of(error, [], project)]

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
