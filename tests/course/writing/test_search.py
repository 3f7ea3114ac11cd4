"""One search index a language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from course.writing import search


def test_blocks_of_code_are_marked_to_be_left_out() -> None:
    page = (
        '<p>x</p><div class="language-python highlight"><pre>a</pre></div><div class="note"></div>'
    )
    assert search.prose_only(page).count("data-search-exclude") == 1
    assert '<div data-search-exclude class="language-python highlight">' in search.prose_only(page)


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ('L($(location.protocol!=="file:"),Je("search")).pipe(x)', None),
        ("L($(!0),x)", "in 0 places"),
    ],
)
def test_the_index_waits_for_the_search_to_be_opened(
    tmp_path: Path, script: str, fault: str | None
) -> None:
    bundle = tmp_path / "assets" / "javascripts" / "bundle.0a1b.min.js"
    bundle.parent.mkdir(parents=True)
    bundle.write_text(script)
    if fault:
        with pytest.raises(ValueError, match=fault):
            search.on_demand(tmp_path)
    else:
        search.on_demand(tmp_path)
        assert bundle.read_text() == 'L($(!1),Je("search")).pipe(x)'


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
