"""One search index a language."""

from __future__ import annotations

import json
from pathlib import Path

from course.writing import search


def test_blocks_of_code_are_marked_to_be_left_out() -> None:
    page = (
        '<p>x</p><div class="language-python highlight"><pre>a</pre></div><div class="note"></div>'
    )
    assert search.prose_only(page).count("data-search-exclude") == 1
    assert '<div data-search-exclude class="language-python highlight">' in search.prose_only(page)


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
