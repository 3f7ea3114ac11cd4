"""One search index a language, in the form that Material's search reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

# Spanish texts are split like English ones; what differs is in the theme's lunr.es.min.js.
SEPARATOR = r"[\s\-,:;!?=\[\]()\"`/¿¡«»“”…]+|\.(?!\d)|&[lg]t;"

BLOCK = re.compile(r'<div class="(?=[^"]*\bhighlight\b)')


def prose_only(page: str) -> str:
    """Keep blocks of code out of a page's index, which every page of the site loads.

    Names that matter stand in the prose as well; printed results are marked where they are made.
    """
    return BLOCK.sub('<div data-search-exclude class="', page)


def index(entries: list[dict[str, Any]], lang: str, prefix: str) -> dict[str, Any]:
    """The index of one language.

    Parameters
    ----------
    entries
        What Material's plugin collected for this language: location, title and text.
    lang
        The language.
    prefix
        Where the language's pages stand below the site's root, `es/`; locations are made
        relative to it, since a page looks for the index below its own language's root.
    """
    documents = [{**entry, "location": entry["location"].removeprefix(prefix)} for entry in entries]
    fields = {"title": {"boost": 1e3}, "text": {"boost": 1.0}, "tags": {"boost": 1e6}}
    # No stop words and no stemming: "estado" is a stop word to lunr's Spanish, and Material
    # searches for the beginnings of words anyway.
    config = {"lang": [lang], "separator": SEPARATOR, "pipeline": [], "fields": fields}
    return {"config": config, "docs": documents}


def write(content: dict[str, Any], folder: Path) -> None:
    """Write an index into `folder/search`, as JSON and as a script for pages opened from disk."""
    target = folder / "search"
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (target / "search_index.json").write_text(text, encoding="utf-8")
    (target / "search_index.js").write_text(f"var __index = {text}", encoding="utf-8")
