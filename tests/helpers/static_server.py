"""A web server for a built site, at its root or below a path, compressing or not.

Where there is no file it answers with the site's 404 page, as those do that sites lie on.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".map")

Sent = list[tuple[str, int]]


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder below `prefix`; everything outside it is a 404."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self, *arguments: Any, prefix: str, compress: bool, sent: Sent, **options: Any
    ) -> None:
        self.prefix = prefix
        self.compress = compress
        self.sent = sent
        super().__init__(*arguments, **options)

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer a request with a file, compressed if asked to."""
        if not self.path.startswith(self.prefix):
            self.send_error(404)
            return None
        self.path = "/" + self.path.removeprefix(self.prefix)
        file = Path(self.translate_path(self.path))
        if self.compress and file.suffix in COMPRESSED and file.is_file():
            return self._compressed(file)
        if file.is_file():
            self.sent.append((self.path.lstrip("/"), file.stat().st_size))
        elif not file.is_dir():
            return self._missing(Path(self.directory) / "404.html")
        return super().send_head()

    def _missing(self, page: Path) -> BytesIO | None:
        if not page.is_file():
            self.send_error(404)
            return None
        data = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def _compressed(self, file: Path) -> BytesIO:
        data = gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)
        self.sent.append((self.path.lstrip("/"), len(data)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing; the browser notes what fails."""


class _Server(ThreadingHTTPServer):
    # A connection beyond these is dropped and tried again a second later, then two, then four:
    # the five that are usual are soon full where a page asks for many files on a busy machine.
    request_queue_size = 128


@contextmanager
def served(
    folder: Path, prefix: str = "/", *, compress: bool = False, sent: Sent | None = None
) -> Iterator[str]:
    """Serve `folder` on a free port; gives the address that stands for the folder.

    Each file that is asked for is noted in `sent`, with the size of what was sent.
    """
    noted: Sent = [] if sent is None else sent
    handler = partial(_Handler, directory=str(folder), prefix=prefix, compress=compress, sent=noted)
    with _Server(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
        finally:
            server.shutdown()
            thread.join()
