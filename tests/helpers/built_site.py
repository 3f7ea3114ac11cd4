"""The real site, built once for a whole test run, beside those tests that can do without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from mkdocs_project import Started
from once import LONGEST, once
from site_project import ROOT

# Names the folder of a site that was just built of this very checkout, as `.ci/run` does.
GIVEN = "BUILT_SITE"


class Build:
    """A build of the site by this process, once it has begun."""

    def __init__(self) -> None:
        self._started: Started | None = None

    def make(self, folder: Path) -> tuple[Path, str]:
        """Build the site below `folder`; return its own folder, and what was said."""
        target = folder / "site"
        self._started = Started(["build", "--strict", "--site-dir", str(target)], ROOT)
        return target, self._started.result(LONGEST).stdout

    def end(self) -> None:
        """Let it go no further."""
        if self._started is not None:
            self._started.end(patience=0)


def built(factory: pytest.TempPathFactory, build: Build | None = None) -> tuple[Path, str]:
    """The site's folder, and what its build said; where there is no index, it failed."""
    if given := os.environ.get(GIVEN):
        return Path(given), f"{GIVEN} names {given}, which has no index.html"
    return once(factory, "built", (build or Build()).make) or (Path(), "no answer")


@contextmanager
def ahead(factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Begin the build, in whichever process of the test run comes first; see it to its end."""
    build = Build()
    if GIVEN in os.environ:
        yield build
        return
    # pytest empties the folder when it is first asked for it, and two threads may both be first.
    factory.getbasetemp()
    thread = Thread(target=built, args=[factory, build])
    thread.start()
    yield build
    thread.join()  # others may wait for it when this process has nothing more to do
