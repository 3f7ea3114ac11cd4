"""One search index a language, in the form that Material's search reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

# Spanish texts are split like English ones; what differs is in the theme's lunr.es.min.js.
SEPARATOR = r"[\s\-,:;!?=\[\]()\"`/¿¡«»“”…]+|\.(?!\d)|&[lg]t;"

# Where Material's script asks for the index as soon as a page is open, but not from disk.
EAGER = re.compile(r'(?<=\()location\.protocol!=="file:"(?=\),\w+\("search"\)\))')

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


def on_demand(folder: Path) -> None:
    """Let Material's script ask for the index when the search is opened, not with every page.

    It is by far the largest file that a page would load, and grows with the course. From disk
    Material waits already; this makes it wait everywhere.

    Parameters
    ----------
    folder
        The root of the built site.

    Raises
    ------
    ValueError
        If the script has no such place, which a release of Material may change.
    """
    (bundle,) = (folder / "assets" / "javascripts").glob("bundle.*.min.js")
    script, count = EAGER.subn("!1", bundle.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"{bundle.name}: loads the search index in {count} places, not in one")
    bundle.write_text(script, encoding="utf-8")


def write(content: dict[str, Any], folder: Path) -> None:
    """Write an index into `folder/search`, as JSON and as a script for pages opened from disk."""
    target = folder / "search"
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (target / "search_index.json").write_text(text, encoding="utf-8")
    (target / "search_index.js").write_text(f"var __index = {text}", encoding="utf-8")
