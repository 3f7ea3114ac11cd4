"""The server of `mkdocs serve`: it holds no request, and shows faults over the last good pages."""

from __future__ import annotations

import hashlib
import html
import json
import logging
import posixpath
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from mkdocs import utils
from mkdocs.commands import serve
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer, _timestamp

from course.serving import panel
from course.serving.faults import Fault, of
from course.serving.outdated import Outdated
from course.texts import messages
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from course.writing import placeholders

log = logging.getLogger("mkdocs.plugins.course")

LANG = re.compile(rb'<html[^>]*\slang="(\w+)')
CLEAN = utils.clean_directory
PATIENCE = 30.0  # seconds after which a browser asks again whether its page has changed


class PreviewServer(LiveReloadServer):
    """Serves the pages of the last build that ended well, while the next one is made beside them.

    Attributes
    ----------
    staging
        The folder that the next build writes to.
    asked
        The addresses of the pages that browsers asked for, the last one first.
    found, again
        Set by a build: the faults that it went on in spite of, and whether there is more to do.
    faults
        The faults shown.
    noted
        Called with the address of each page that a browser asks for.
    progress
        Gives how far what pages wait for is, by the wait's id.
    """

    def __init__(self, builder: Callable[[], None], *args: Any, **options: Any) -> None:
        super().__init__(builder, *args, **options)
        folder = Path(self.root)
        self._folders = [folder / "a", folder / "b"]
        self.root, self.staging = map(str, self._folders)
        self.asked: list[str] = []
        self.faults: list[Fault] = []
        self.found: list[Fault] = []
        self.again = False
        self.noted: Callable[[str], object] = lambda address: None
        self.progress: Callable[[], dict[str, tuple[int, int, float]]] = dict
        self.builder, self._make = self._build, builder
        self._outdated = Outdated()
        self.error_handler = lambda code: None
        self._want_rebuild = True  # the first build is made like all others, while serving

    def rebuild(self) -> None:
        """Build again as if a file had changed."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _build(self) -> None:
        """Build, and serve the result if there is one; never raises what a build raises."""
        # MkDocs holds requests while these differ.
        self._wanted_epoch = self._visible_epoch
        self.found, self.again = [], False
        with _Said() as said:
            try:
                try:
                    self._make()
                finally:  # it may be why a build ends
                    self.found = [*self._outdated.faults(), *self.found]
            except (SystemExit, MkDocsException) as error:
                self.faults = [*self.found, *of(error, said.messages, Path.cwd())]
                log.warning("%s\nThe last good pages are still served.", error)
            except Exception as error:
                self.faults = [*self.found, *of(error, said.messages, Path.cwd())]
                log.exception("The last good pages are still served.")
            else:
                self.faults = self.found
                self.root, self.staging = self.staging, self.root
                if self.again:
                    self.rebuild()
            finally:
                # mkdocs-static-i18n replaces it while it builds, and leaves it so after a fault.
                utils.clean_directory = CLEAN
        for fault in self.found:
            log.error("%s", fault)
        self._wanted_epoch = _timestamp()

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path == "/livereload/progress":
            return _answer(start_response, json.dumps(self.progress()), "application/json")
        if path == "/livereload/live.js":
            return _answer(start_response, panel.asset("live.js"), "text/javascript")
        if path == "/livereload/page":
            query = parse_qs(environ["QUERY_STRING"])
            version = self._changed(query.get("path", ["/"])[0], query.get("version", [""])[0])
            return _answer(start_response, json.dumps({"version": version}), "application/json")
        if path == "/favicon.ico":  # browsers ask for one where a page, as a stand-in, names none
            return _answer(start_response, b"", "image/x-icon", "204 No Content")
        file = self._file(path)
        if file.suffix == ".html":
            self._note(path)
            if not file.is_file():
                missing = b"404 Not Found" if self._built else b"503 Service Unavailable"
                content = self._inject_js_into_html(self._stand_in(path), 0)
                return _answer(start_response, content, "text/html", missing.decode())
        return super()._serve_request(environ, start_response)

    @property
    def _built(self) -> bool:
        return (Path(self.root) / "index.html").is_file()

    def _note(self, path: str) -> None:
        address = path[len(self.mount_path) - 1 :].lstrip("/") or "index.html"
        self.asked = [address, *(a for a in self.asked if a != address)][:20]
        self.noted(address)

    def _file(self, path: str) -> Path:
        inside = path[len(self.mount_path) :] if path.startswith(self.mount_path) else path
        inside += "index.html" if path.endswith("/") else ""
        return Path(self.root) / posixpath.normpath(f"/{inside}").lstrip("/")

    def _changed(self, path: str, version: str) -> str:
        """The version of a page as soon as it is another one, or after a while."""
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self._version(path) != version, timeout=PATIENCE)
        return self._version(path)

    def _version(self, path: str) -> str:
        file = self._file(path)
        content = file.read_bytes() if file.is_file() else self._stand_in(path)
        return hashlib.sha256(content + repr(self.faults).encode()).hexdigest()[:12]

    def _stand_in(self, path: str) -> bytes:
        """What is answered where there is no page: the 404 page, or that it is on its way."""
        missing = Path(self.root) / "404.html"
        if self._built and missing.is_file():
            return missing.read_bytes()
        lang = next((x for x in LANGUAGES if path.startswith(f"/{x}/")), SOURCE_LANGUAGE)
        text = messages.text("page_broken" if self.faults else "site_pending", lang)
        return placeholders.page(messages.text("site_title", lang), text, lang).encode()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Add the panel of faults, if there are any, and what keeps the page up to date."""
        match = LANG.search(content)
        lang = match[1].decode() if match and match[1].decode() in LANGUAGES else SOURCE_LANGUAGE
        version = hashlib.sha256(content + repr(self.faults).encode()).hexdigest()[:12]
        progress = html.escape(messages.text("pending_progress", lang, **_KEPT))
        # Not as text in the page, whose policy lets only the scripts run that were built with it.
        script = (
            f'<script src="/livereload/live.js" data-course-live data-version="{version}"'
            f' data-progress="{progress}"></script>'
        )
        # Panel and script stand together at the end, for what compares a page with a built one.
        faults = panel.markup(self.faults, lang)
        added = f"<!-- serve -->{faults}{script}".encode()
        end = content.rfind(b"</body>")
        end = len(content) if end < 0 else end
        return content[:end] + added + content[end:]


_KEPT = {name: f"{{{name}}}" for name in ("done", "total", "seconds")}  # filled in by the script


class _Said(logging.Handler):
    """The warnings and errors that MkDocs writes meanwhile."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.messages.append(record.getMessage())

    def __enter__(self) -> _Said:
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("mkdocs").removeHandler(self)


def install(take: Callable[[PreviewServer], object]) -> None:
    """Let `mkdocs serve` use this server, and begin to serve before it has built anything.

    Parameters
    ----------
    take
        Called with the server when it is made.
    """
    build = serve.build

    def make(*arguments: Any, **options: Any) -> PreviewServer:
        server = PreviewServer(*arguments, **options)
        take(server)
        return server

    def later(*_: object, **__: object) -> None:
        serve.build = build

    serve.build = later  # a fault in the first build would end MkDocs before it has served
    # A function where MkDocs has a class: it does nothing with it but call it.
    serve.LiveReloadServer = make  # type: ignore[misc, assignment]


def _answer(
    start_response: Any, content: str | bytes, kind: str, status: str = "200 OK"
) -> Iterable[bytes]:
    data = content.encode() if isinstance(content, str) else content
    headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(data)))]
    start_response(status, [*headers, ("Cache-Control", "no-store")])
    return [data]
