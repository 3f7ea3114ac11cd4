"""A small site of one page of blocks to run, and a browser's window on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Watch
from live_page import PAGE
from mkdocs_project import MkDocsProject
from once import once
from playwright.sync_api import Browser, BrowserContext, Page, expect
from static_server import Sent, served


def built(folder: Path) -> Path:
    """Build it in a folder; returns that of the site."""
    project = MkDocsProject(folder / "project", notebooks=[])
    project.page(PAGE, "labs/live")
    project.page("# Home\n\nThe page of a test.\n", "index")
    return project.published()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built once."""
    folder = once(tmp_path_factory, "live", built)
    assert folder, "its build failed in another process, which says why"
    return Path(folder)


@pytest.fixture(scope="session")
def sent() -> Sent:
    """What was sent, and how many bytes."""
    return []


@pytest.fixture(scope="session")
def address(site: Path, sent: Sent) -> Iterator[str]:
    """Where it is served: below a path, which is harder than at a root."""
    with served(site, "/courses/rnn/", sent=sent) as home:
        yield home


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Python takes seconds to start, and more on a busy machine."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A fresh profile on a phone."""
    fresh = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    fresh.set_default_timeout(60_000)
    yield fresh
    fresh.close()


@pytest.fixture
def opened(context: BrowserContext, address: str) -> Iterator[Page]:
    """A window whose faults are the test's."""
    watch = Watch(address)
    page = watch.over(context.new_page())
    yield page
    assert not watch.taken()
