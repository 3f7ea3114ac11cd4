"""A copy of the project with a few small pages, for commands that write into it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from mkdocs_project import ENVIRONMENT, mkdocs
from site_project import ROOT, Project

NAV = """nav:
  - Home: index.md # where a reader begins
  - Chapter:
      - chapter/01-first.md
  # The labs, and what solves them.
  - Labs:
      - labs/00-first.md
      - Solutions:
          - labs/solutions/00-first.md
  - Reference:
      - reference/names.md

"""
PAGES = {
    "index": "# Home\n\nSee [the lab](labs/00-first.md#one).\n",
    "chapter/01-first": (
        "# First\n\nWords, and more of them.\n\n"
        '```python exec id="seed"\nfrom minimodel.labs.forward import constants\n\n'
        "constants.SEED\n```\n"
    ),
    "labs/00-first": (
        "# Lab 00\n\nWords.\n\n## One { #one }\n\n"
        '```python exec id="one"\nlang, 1 / 3\n```\n\nIt is `{python} 1 / 3:.2f`.\n'
    ),
    "labs/solutions/00-first": "# Solution 00\n\nWords.\n",
    "reference/names": (
        "# Names\n\n## Lab 02 { #lab-02 }\n\nWords.\n\n[API minimodel.labs.forward]\n"
    ),
}


@dataclass
class Copy(Project):
    """The folder of the copy, whose commands run with the copy's own code."""

    environment: ClassVar = {**os.environ, **ENVIRONMENT, "LC_ALL": "C.UTF-8"}

    @property
    def python(self) -> str:
        return str(self.folder / ".venv" / "bin" / "python")

    def install(self) -> None:
        """Make an environment with this one's packages, but the copy's code.

        Only so is it found by a process that looks at no variables, as a student's is.
        """
        venv.create(self.folder / ".venv", symlinks=True)
        (self.folder / ".venv" / "share").symlink_to(
            Path(sys.prefix) / "share"
        )  # notebooks' styles
        (packages,) = (self.folder / ".venv" / "lib").glob("*/site-packages")
        # A path alone: what makes this environment find this project's code is not read there.
        paths = [str(self.folder / "code"), sysconfig.get_path("purelib")]
        (packages / "course.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")

    def run(self, *commands: list[str]) -> subprocess.CompletedProcess[str]:
        """Run `course` with each of these arguments, one after another in one process."""
        program = "import sys; from course import cli; sys.exit(max(map(cli.main, {})))"
        return self.run_python("-c", program.format([*commands]))

    def run_module(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a module of Python's."""
        return self.run_python("-m", *command)

    def run_python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the environment's Python."""
        return subprocess.run(
            [self.python, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def build(self) -> subprocess.CompletedProcess[str]:
        """Run `mkdocs build --strict`."""
        return mkdocs(["build", "--strict"], self.folder, self.environment, python=self.python)

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        assert old in self.text(path)
        (self.folder / path).write_text(self.text(path).replace(old, new), encoding="utf-8")


def copied(folder: Path) -> Copy:
    """Copy what a site needs, with few pages; assets, which nobody writes to, are a link."""
    copy = Copy(folder)
    shutil.copytree(ROOT / "code", folder / "code", ignore=shutil.ignore_patterns("__pycache__"))
    copy.docs.mkdir()
    (copy.docs / "assets").symlink_to(ROOT / "docs" / "assets", target_is_directory=True)
    for path, text in PAGES.items():
        copy.page(text, path)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"nav:\n.*?\n(?=plugins:)", NAV, config, count=1, flags=re.S)
    config, count = re.subn(r"(      experiments:)\n(?:        - .*\n)+", r"\1 []\n", config)
    assert count == 1
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    for part in ("conftest.py", "course/student/conftest.py", "helpers"):
        target = folder / "tests" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(ROOT / "tests" / part)
    for name in (".pytest.ini", ".ruff.toml"):
        shutil.copy(ROOT / name, folder)
    copy.install()
    return copy
