"""One search index a language."""

from __future__ import annotations

import json
from pathlib import Path

from course import search


def test_locations_count_from_the_language_root(tmp_path: Path) -> None:
    entries = [{"location": "es/labs/x.html#a", "title": "Pérdida", "text": "<p>estado</p>"}]
    content = search.index(entries, "es", "es/")
    search.write(content, tmp_path)
    written = json.loads((tmp_path / "search" / "search_index.json").read_text())
    assert written["docs"][0]["location"] == "labs/x.html#a"
    assert written["config"]["lang"] == ["es"]
    assert written["config"]["pipeline"] == []
    script = (tmp_path / "search" / "search_index.js").read_text()
    assert json.loads(script.removeprefix("var __index = ")) == written
