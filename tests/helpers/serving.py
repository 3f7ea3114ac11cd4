"""A running `mkdocs serve`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mkdocs_project import ENVIRONMENT, MkDocsProject
from site_project import ROOT


@dataclass
class Server:
    """A server of a project's pages.

    Attributes
    ----------
    process
        The process.
    address
        Its host and port.
    log
        The file that it writes its messages to.
    """

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def fetch(self, path: str) -> str:
        """The text of a page as it is now; empty while the server has no answer."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=30) as answer:
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, TimeoutError):
            said = self.log.read_text(encoding="utf-8")
            assert self.process.poll() is None, f"the server has ended:\n{said}"
            return ""

    def wait_for(self, text: str, path: str, seconds: float = 60.0) -> float:
        """Wait until a page holds `text`; the seconds that it took."""
        start = time.monotonic()
        while text not in (found := self.fetch(path)):
            said = self.log.read_text(encoding="utf-8")[-3000:]
            assert time.monotonic() < start + seconds, f"no {text!r} in {found[-2000:]}\n{said}"
            time.sleep(0.02)
        return time.monotonic() - start

    def wait_until_gone(self, text: str, path: str, seconds: float = 60.0) -> None:
        """Wait until a page is there without `text`."""
        end = time.monotonic() + seconds
        while text in (found := self.fetch(path)) or not found:
            assert time.monotonic() < end, f"still {text!r} in {path}"
            time.sleep(0.05)


@contextmanager
def serving(project: MkDocsProject, **environment: str) -> Iterator[Server]:
    """Run `mkdocs serve` in a project's folder; it must end in peace."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = project.folder.with_name(f"{project.folder.name}-serve.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address],
            cwd=project.folder,
            env={**os.environ, **ENVIRONMENT, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Server(process, address, log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            status = process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    said = log.read_text(encoding="utf-8")
    assert status == 0, said
    assert "Traceback" not in said, said


def copied_code(folder: Path) -> Path:
    """A copy of the packages in `code/`, to be edited while it is served."""
    code = folder / "code"
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "vendored", "theme")
    shutil.copytree(ROOT / "code", code, ignore=ignored)
    (code / "course/writing/vendored").symlink_to(ROOT / "code/course/writing/vendored")
    return code
