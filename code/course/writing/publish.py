"""Publishing a build as a whole: it takes the place of the last one only when it succeeded."""

from __future__ import annotations

import shutil
from pathlib import Path


class Staging:
    """A folder beside the site's, where a build is written before it becomes the site.

    Parameters
    ----------
    site
        The folder that is published.
    """

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folder = site.with_name(f".{site.name}.partial")

    def begin(self) -> Path:
        """Make the folder, empty, and return it."""
        self.discard()
        self.folder.mkdir(parents=True)
        return self.folder

    def promote(self) -> None:
        """Put what was built in the place of the last build."""
        old = self.site.with_name(f".{self.site.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.site.exists():
            self.site.rename(old)
        self.folder.rename(self.site)
        shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Throw away what was built."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
