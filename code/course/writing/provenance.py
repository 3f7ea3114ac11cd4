"""How a page's results were made: versions, seed, and the command that makes them again."""

from __future__ import annotations

import html
import importlib.metadata
import os
import platform
import subprocess
from functools import cache
from pathlib import Path

from course.running.parts import PageRun
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE


def footer(run: PageRun) -> str:
    """The line at the end of a page with results, as HTML; empty for a page without."""
    if not any(part.output for part in run.parts):
        return ""
    lang = run.page.lang
    versions = ", ".join(f"{name} {version}" for name, version in versions_used().items())
    said = messages.text("computed", lang, versions=versions)
    if run.seed is not None:
        said += f", {messages.text('seed', lang, seed=run.seed)}"
    command = run.page.meta.get("run") or run_command(run.page.path, lang)
    return (
        f'<footer class="course-provenance" data-search-exclude><p>{html.escape(said)}.</p>'
        f"<p>{html.escape(messages.text('run_it', lang))}:</p>"
        f"<pre><code>{html.escape(command)}</code></pre></footer>"
    )


def run_command(path: str, lang: str) -> str:
    """The command that runs a page's snippets in a terminal."""
    return f"course run {path}" + ("" if lang == SOURCE_LANGUAGE else f" --lang {lang}")


@cache
def versions_used() -> dict[str, str]:
    """The versions that results depend on."""
    return {
        "Python": platform.python_version(),
        "NumPy": importlib.metadata.version("numpy"),
        "matplotlib": importlib.metadata.version("matplotlib"),
    }


def fix_date(project: Path) -> None:
    """Date whatever this build dates by the commit that it is made from.

    Two builds of a commit then agree to the byte. `SOURCE_DATE_EPOCH`, if set, wins; outside a
    repository the present stands.
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return
    try:
        asked = subprocess.run(
            ["git", "log", "-1", "--format=%ct"],
            cwd=project,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return
    if stamp := asked.stdout.strip():
        os.environ["SOURCE_DATE_EPOCH"] = stamp
