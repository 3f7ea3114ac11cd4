"""When the text of each page was last changed, and in which commit."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Files' names lie between commits, which begin with a sign that no name holds.
FORMAT = "%x00%H %cs"


@dataclass(frozen=True)
class Changed:
    """A page's last change: the day, and the first ten digits of the commit."""

    day: datetime.date
    commit: str


def changes(project: Path, folder: str) -> dict[str, Changed]:
    """The last change of each file below a folder, by its address relative to the project.

    Empty outside a repository. What has never been committed is left out; so is what a copy
    without the whole history cannot date, since its oldest commit seems to have made everything.
    """
    begun = _git(project, "rev-list", "--max-parents=0", "HEAD").split()
    shallow = _git(project, "rev-parse", "--is-shallow-repository").strip() == "true"
    unknown = set(begun) if shallow else set()
    found: dict[str, Changed] = {}
    told = _git(project, "-c", "core.quotePath=off", "log", f"--format={FORMAT}", "--name-only",
                "--relative", "--", folder)  # fmt: skip
    for entry in told.split("\0")[1:]:
        head, *files = entry.split("\n")
        commit, day = head.split()
        for file in filter(None, files):
            if commit in unknown:
                continue
            found.setdefault(file, Changed(datetime.date.fromisoformat(day), commit[:10]))
    return found


def _git(project: Path, *arguments: str) -> str:
    """What git says; nothing where there is no git, no repository or no commit."""
    try:
        asked = subprocess.run(
            ["git", *arguments],
            cwd=project,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return asked.stdout
