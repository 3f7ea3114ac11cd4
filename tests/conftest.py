"""Fixtures that several tests share."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import built_site
import bytecode
import pytest
from chromium import look_once
from course.running.sources import TEACHING
from minimodel.running.long_computations import run_here, run_with
from site_project import Project
from skipped_tests import without_a_browser


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project, whose pages run against the real `code/`."""
    return Project(tmp_path)


@pytest.fixture(autouse=True)
def _own_runner() -> Iterator[None]:
    """Let no test compute with the workers that another one has set up."""
    yield
    run_with(run_here)


@pytest.fixture(autouse=True, scope="session")
def _site_ahead(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Build the real site, if any test needs it, while others run: it leaves cores idle."""
    session = request.session
    needs = [set(getattr(item, "fixturenames", ())) for item in session.items]
    needs = [fixtures for fixtures in needs if "real_site" in fixtures]
    # Tests that are skipped for want of a browser need no site either.
    if not needs or (
        all("browser" in each for each in needs) and not look_once(tmp_path_factory)[0]
    ):
        yield
        return
    with built_site.ahead(tmp_path_factory) as build:
        yield
        interrupted = session.exitstatus == pytest.ExitCode.INTERRUPTED
        if session.shouldstop or session.shouldfail or interrupted:
            build.end()


@pytest.fixture(autouse=True, scope="session")
def _ended_threads() -> Iterator[None]:
    """Let a thread that was told to end do so silently, as Python does, with no traceback of it.

    pytest makes one whatever ended a thread, in that thread, where Python parses the lines shown;
    and Python 3.11 cannot parse in two threads at once: now and then the other one, a test, gets
    "AST constructor recursion depth mismatch".
    """
    report = threading.excepthook

    def reported(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_type is not SystemExit:
            report(ended)

    threading.excepthook = reported
    yield
    threading.excepthook = report


def pytest_configure(config: pytest.Config) -> None:
    """Spare the processes that tests start what they would compile; workers inherit it."""
    cache = getattr(config, "cache", None)  # pytest can be run without one
    inherited = hasattr(config, "workerinput") or sys.pycache_prefix
    if sys.dont_write_bytecode and cache and not inherited:
        parallel = bool(config.getoption("numprocesses", None))
        bytecode.keep(cache.mkdir("bytecode"), renew=parallel)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give what a browser does not do in time on a busy machine a second chance, and say so.

    The last line counts the tests that took it. A fault of the site fails both times.
    """
    for item in items:
        opens = "browser" in getattr(item, "fixturenames", ())
        if opens and not item.get_closest_marker("every_block"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End a run that left out the browser tests by saying so, below pytest's own last line."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and (said := without_a_browser(reporter.stats.get("skipped", []))):
        reporter.write_line(said, yellow=True)


@pytest.fixture(autouse=True)
def _own_modules() -> Iterator[None]:
    """Let no test lose the modules that it imported to one that had the teaching code forgotten.

    `inspect` finds no source for a class whose module is not the imported one any more.
    """
    before = _teaching_modules()
    yield
    now = _teaching_modules()
    if any(now.get(name) is not module for name, module in before.items()):
        for name in now:
            del sys.modules[name]
        sys.modules.update(before)


def _teaching_modules() -> dict[str, ModuleType]:
    return {n: m for n, m in sys.modules.items() if n.partition(".")[0] in TEACHING}
