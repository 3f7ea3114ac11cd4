"""The order in which pages are read: that of the menu in mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


class _Plain(yaml.SafeLoader):
    """Reads mkdocs.yml without what MkDocs' own tags, such as !ENV, stand for."""


_Plain.add_multi_constructor("!", lambda loader, suffix, node: None)


def menu(project: Path) -> list[str]:
    """The addresses of the pages in the order of the menu; empty if the project has none."""
    file = project / "mkdocs.yml"
    if not file.is_file():
        return []
    config = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_Plain)
    return [entry.removesuffix(".md") for entry in _entries((config or {}).get("nav"))]


def sort(paths: list[str], project: Path) -> list[str]:
    """Sort pages as the menu has them; those that it has not come last, by their names."""
    places = {path: place for place, path in enumerate(menu(project))}
    return sorted(paths, key=lambda path: (places.get(path, len(places)), path))


def _entries(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for inner in node.values():
            yield from _entries(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _entries(inner)
