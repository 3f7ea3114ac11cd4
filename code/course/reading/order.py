"""The order in which pages are read: that of the menu in mkdocs.yml."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from course.texts.errors import CourseError

FILE = "mkdocs.yml"


class _Plain(yaml.SafeLoader):
    """Reads mkdocs.yml without what MkDocs' own tags, such as !ENV, stand for."""


_Plain.add_multi_constructor("!", lambda loader, suffix, node: None)


def menu(project: Path) -> list[str]:
    """The addresses of the pages in the order of the menu; empty if the project has none."""
    file = project / FILE
    if not file.is_file():
        return []
    config = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_Plain)
    return [entry.removesuffix(".md") for entry in _entries((config or {}).get("nav"))]


def sort(paths: list[str], project: Path) -> list[str]:
    """Sort pages as the menu has them; those that it has not come last, by their names."""
    places = {path: place for place, path in enumerate(menu(project))}
    return sorted(paths, key=lambda path: (places.get(path, len(places)), path))


def check(project: Path, paths: Collection[str]) -> Iterator[CourseError]:
    """Hold the menu against the pages: MkDocs would say so too, at the end of a build.

    Parameters
    ----------
    project
        The project's folder.
    paths
        The addresses of the pages that are there.

    Yields
    ------
    CourseError
        For each page of the menu that is not there, as after a renaming.
    """
    entries = menu(project)
    placeless = ", ".join(sorted({*paths} - {*entries}))
    for entry in entries:
        if entry in paths or "://" in entry:
            continue
        fix = "Take the line out, or name a page that is there."
        if placeless:
            fix = f"Take the line out, or name a page that the menu lacks: {placeless}."
        text = (project / FILE).read_text(encoding="utf-8-sig")
        lines = enumerate(text.splitlines(), 1)
        line = next((number for number, said in lines if f"{entry}.md" in said), None)
        message = f"the menu has the page {entry!r}, which is not there."
        yield CourseError(message, file=FILE, line=line, fix=fix)


def _entries(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for inner in node.values():
            yield from _entries(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _entries(inner)
