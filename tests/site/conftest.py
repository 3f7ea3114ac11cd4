"""The real site, built once for all tests, and a browser to open it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from built_site import built
from chromium import Watch, chromium, look_once
from crawl import Visit, visit_all
from once import once
from playwright.sync_api import Browser, BrowserContext, Page
from skipped_tests import NO_BROWSER
from static_server import served


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real site, built once."""
    target, said = built(tmp_path_factory)
    if not (target / "index.html").is_file():
        faults = "\n".join(line for line in said.splitlines() if not line.startswith("INFO"))
        pytest.fail(f"`mkdocs build --strict` gave no site:\n{faults}", pytrace=False)
    return target


@pytest.fixture(scope="session")
def site(real_site: Path) -> Path:
    """The folder of the site that is opened: the real one, where a file has none of its own."""
    return real_site


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the site, served at the root of a host."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The address of a site that a file has of its own."""
    with served(site) as own:
        yield own


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
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium for all tests of this process; they are skipped where none can be had."""
    path, tried = look_once(tmp_path_factory)
    if not path:
        pytest.skip(f"{NO_BROWSER}: {tried}")
    with chromium(path) as running:
        yield running


@pytest.fixture(scope="session")
def visits(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, home: str, site: Path
) -> dict[str, Visit]:
    """What a browser found in each page, by its path below the site's root; visited once."""
    found = once(tmp_path_factory, "visited", lambda folder: visit_all(browser, home, site))
    assert found, "the visit failed in another process, which says why"
    return dict(found)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile, with a desktop's window."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    fresh.set_default_timeout(30_000)
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
