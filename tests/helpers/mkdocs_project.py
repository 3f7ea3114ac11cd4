"""A small site with the real configuration and theme, to be built by the real `mkdocs`."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load
from site_project import ROOT, Project

# Without colors and a notice that nobody here reads; with addresses relative to the site's root.
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "SITE_URL": "", "REPO_URL": ""}


@dataclass
class MkDocsProject(Project):
    """The folder of a small site.

    Attributes
    ----------
    code
        The folder of code that its pages run.
    notebooks
        Which pages have a notebook edition.
    experiments
        Modules whose files are published.
    """

    code: Path = ROOT / "code"
    notebooks: list[str] = field(default_factory=lambda: ["labs/*"])
    experiments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.docs.mkdir(parents=True, exist_ok=True)
        assets = self.docs / "assets"
        if not assets.exists():
            # A link, since the hashes that a build checks cover files of `code/` beside it.
            assets.symlink_to(ROOT / "docs" / "assets", target_is_directory=True)
        self.configure()

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def configure(self, **changes: Any) -> None:
        """Write mkdocs.yml: the real one, led to this project's pages; `changes` replace keys."""
        config = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
        config["theme"]["custom_dir"] = str(ROOT / "code" / "course" / "theme")
        config.pop("nav", None)
        course = {
            "code": str(self.code),
            "notebooks": self.notebooks,
            "experiments": self.experiments,
        }
        config["plugins"] = [
            {"course": course} if "course" in plugin else plugin for plugin in config["plugins"]
        ]
        config.update(changes)
        text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
        (self.folder / "mkdocs.yml").write_text(text, encoding="utf-8")

    def build(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `mkdocs build --strict`."""
        return mkdocs(["build", "--strict"], self.folder, environment)

    def published(self) -> Path:
        """Build a site that has no fault; returns its folder."""
        run = self.build()
        assert run.returncode == 0, run.stdout
        return self.site

    def leftovers(self) -> list[str]:
        """Names in the project's folder that a build should not leave behind."""
        known = {"docs", "site", "mkdocs.yml", ".git", "code"}
        return sorted(path.name for path in self.folder.iterdir() if path.name not in known)


def copy_real_pages(folder: Path) -> None:
    """Copy the real site's pages, and the output that was approved of them, into a project."""
    for part in ("docs/en", "docs/es", "tests/approved"):
        shutil.copytree(ROOT / part, folder / part)
    for file in (ROOT / "docs").glob("*.*"):
        shutil.copy(file, folder / "docs")


def real_options() -> dict[str, Any]:
    """The real site's options of the `course` plugin."""
    plugins = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["plugins"]
    (options,) = (plugin["course"] for plugin in plugins if "course" in plugin)
    return dict(options)


class Started:
    """A `mkdocs` at work, and all that it starts.

    Parameters
    ----------
    arguments, folder, environment
        What it is told, where, and variables beside this process's own.
    python
        The environment whose `mkdocs` it is.
    """

    def __init__(
        self,
        arguments: list[str],
        folder: Path,
        environment: Mapping[str, str] | None = None,
        python: str = sys.executable,
    ) -> None:
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 — `result` closes it
        self._process = subprocess.Popen(
            [python, "-m", "mkdocs", *arguments],
            cwd=folder,
            env={**os.environ, **ENVIRONMENT, **(environment or {})},
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def result(self, seconds: float) -> subprocess.CompletedProcess[str]:
        """Wait for its end; see `mkdocs`."""
        try:
            self._process.wait(seconds)
        finally:
            survivors = self.end()
        self._output.seek(0)
        said = self._output.read().decode("utf-8")
        self._output.close()
        assert not survivors, f"a process outlived mkdocs, which said:\n{said}"
        return subprocess.CompletedProcess(self._process.args, self._process.returncode, said)

    def end(self, patience: float = 3.0) -> bool:
        """End what is left of it; says whether there was anything after a while."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                os.killpg(self._process.pid, 0)
            except ProcessLookupError:
                return False
            time.sleep(0.05)
        os.killpg(self._process.pid, signal.SIGKILL)
        return True


def mkdocs(
    arguments: list[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    seconds: float = 300.0,
    python: str = sys.executable,
) -> subprocess.CompletedProcess[str]:
    """Run the `mkdocs` of an environment, this one's by default, in `folder`.

    The output holds stderr too.

    Fails if a process that it started outlives it: such a one would keep a caller waiting that
    reads its output to the end.
    """
    return Started(arguments, folder, environment, python).result(seconds)


def contents(folder: Path) -> dict[str, str]:
    """A digest of each file below a folder, by its path; empty folders count too."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        )
        for path in sorted(folder.rglob("*"))
    }
