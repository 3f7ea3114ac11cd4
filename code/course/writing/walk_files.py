"""The walked files as the site offers them: one to keep, one that every browser shows as text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from course.running.parts import PageRun
from course.writing.walk_html import FOLDER


def publish(runs: Iterable[PageRun], site: Path) -> None:
    """Write each file that a page walks through below the built site."""
    sources = {walk.block.file: walk.source.text for run in runs for walk in run.walks}
    for file, text in sorted(sources.items()):
        target = site / FOLDER / file
        target.parent.mkdir(parents=True, exist_ok=True)
        # Servers disagree on what a .py is; a .txt is text to all of them.
        for path in (target, target.with_name(f"{target.name}.txt")):
            path.write_text(text, encoding="utf-8")
