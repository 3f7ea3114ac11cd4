"""A small site of an exercise and a lab, opened as a reader opens it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Watch
from mkdocs_project import MkDocsProject
from once import once
from playwright.sync_api import Browser, BrowserContext, Page, expect
from static_server import Sent, served

NAMES = ("train-step", "lab-02")  # the panels of the small site


def built(folder: Path) -> Path:
    """Build it in a folder; returns that of the site."""
    project = MkDocsProject(folder / "project", notebooks=[])
    for name in NAMES:
        place = f'<div data-exercise="{name}"></div>'
        project.page(
            f"# Exercise\n\nDo it.\n\n## Check {{ #check }}\n\n{place}\n", f"exercises/{name}"
        )
    project.page("# Home\n\nThe page of a test.\n", "index")
    return project.published()


@pytest.fixture(scope="session")
def sent() -> Sent:
    """What was sent, and how many bytes."""
    return []


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, sent: Sent) -> Iterator[str]:
    """A site of an exercise and a lab, below a path."""
    folder = once(tmp_path_factory, "exercise", built)
    assert folder, "its build failed in another process, which says why"
    with served(Path(folder), "/courses/rnn/", sent=sent) as home:
        yield home


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A fresh profile on a phone."""
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(120_000)
    expect.set_options(timeout=120_000)
    yield context
    expect.set_options(timeout=5_000)
    context.close()


@pytest.fixture
def opened(context: BrowserContext, address: str) -> Iterator[Page]:
    """A window whose faults are the test's."""
    watch = Watch(address)
    yield watch.over(context.new_page())
    assert not watch.taken()
