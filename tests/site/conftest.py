"""The real site, built once for all tests, and a browser to open it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Watch, chromium
from crawl import Visit, visit_all
from mkdocs_project import mkdocs
from playwright.sync_api import Browser, BrowserContext, Page
from site_project import ROOT
from static_server import served

LONGEST = 600.0  # seconds that the build of the whole site may take


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real site, built by whichever test process comes first."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each process of pytest-xdist has a folder of its own below it
    folder = folder / "built"
    log = folder / "log.txt"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + LONGEST
        while not log.exists() and time.monotonic() < end:
            time.sleep(0.2)
    else:
        target = folder / "site"
        run = mkdocs(["build", "--strict", "--site-dir", str(target)], ROOT, seconds=LONGEST)
        partial = folder / "log.partial"
        partial.write_text(run.stdout, encoding="utf-8")
        partial.rename(log)
    if not (folder / "site" / "index.html").is_file():
        said = log.read_text(encoding="utf-8").splitlines() if log.exists() else ["no answer"]
        faults = "\n".join(line for line in said if not line.startswith("INFO"))
        pytest.fail(f"`mkdocs build --strict` gave no site:\n{faults}", pytrace=False)
    return folder / "site"


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the site, served at the root of a host."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def subpath(site: Path) -> Iterator[str]:
    """The address of the site, served below a path."""
    with served(site, "/courses/rnn/") as address:
        yield address


@pytest.fixture(scope="session")
def disk(site: Path) -> str:
    """The address of the site opened from disk."""
    return f"{site.as_uri()}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests of this process."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def visits(browser: Browser, home: str, site: Path) -> dict[str, Visit]:
    """What the browser found in each page, by its path below the site's root."""
    return visit_all(browser, home, site)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile, with a desktop's window."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext, home: str) -> Page:
    """A window in which a fault of the page is a fault of the test: see `watch`."""
    return context.new_page()


@pytest.fixture
def watch(page: Page, home: str) -> Watch:
    """What goes wrong in `page`."""
    watch = Watch(home)
    watch.over(page)
    return watch
