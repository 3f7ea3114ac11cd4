"""A Chromium that opens the site's pages and notes everything that goes wrong in them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from course.export.browser import QUIET
from course.export.find_chromium import NoChromiumError, find
from once import once
from playwright.sync_api import Browser, Page, Request, Response, sync_playwright

FLAGS = [
    *QUIET,
    # No other host can be found; playwright's own means would hold up every request to the site.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def _wait_for_function(
    page: Page, expression: str, *, arg: Any = None, timeout: float = 30_000
) -> None:
    """Wait until an expression, or a function of `arg`, is true in `page`.

    Playwright's own evaluates text in the page at each look, which the policy of the site's pages
    forbids there; a single evaluation from outside passes.
    """
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"still not true in {page.url}: {expression}"
        page.wait_for_timeout(20)


def await_late(page: Page) -> None:
    """Wait for what a page asks for once it has been painted: data, and scripts that read them."""
    page.wait_for_selector("#course-late", state="detached")


Page.wait_for_function = _wait_for_function  # type: ignore[method-assign, assignment]


def look_once(factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Where Chromium is, looked for once a test run; else "", and what was tried."""

    def look(folder: Path) -> tuple[str, str]:
        try:
            return find(), ""
        except NoChromiumError as tried:
            return "", str(tried)

    return once(factory, "chromium", look) or ("", "looking for one failed")


@contextmanager
def chromium(path: str | None = None) -> Iterator[Browser]:
    """A running Chromium without a window, from `path` or the one that `find` finds."""
    path = path or find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What went wrong in a page, and where its requests went.

    Attributes
    ----------
    home
        How the addresses of the site begin; a request to any other is noted.
    faults
        Errors of scripts and of the console, requests that failed or left the site.
    """

    home: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Page:
        """Watch `page` from now on, and return it."""
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", lambda message: self._note("console", message.text, message.type))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        return page

    def taken(self) -> list[str]:
        """The faults since the last call."""
        faults, self.faults = self.faults, []
        return faults

    def _note(self, kind: str, text: str, level: str) -> None:
        if level in ("error", "warning"):
            self.faults.append(f"{kind} {level}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.faults.append(f"request that leaves the site: {url}")

    def _failed(self, request: Request) -> None:
        # A navigation away cuts off what the page before was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"request failed: {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"request failed: {response.url}: {response.status}")
