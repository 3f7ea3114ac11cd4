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


def test_what_folded_code_is_opened_by_is_left_out_and_other_boxes_stay() -> None:
    page = '<details class="{}">\n<summary>Show</summary>\n<p>x</p></details>'
    assert "<summary data-search-exclude>Show" in search.prose_only(page.format("code"))
    assert search.prose_only(page.format("note")) == page.format("note")


def test_locations_count_from_the_language_root(tmp_path: Path) -> None:
    entries = [{"location": "es/labs/x.html#a", "title": "Pérdida", "text": "<p>estado</p>"}]
    content = search.index(entries, "es", "es/")
    search.write(content, tmp_path)
    written = json.loads((tmp_path / "search" / "search_index.json").read_text())
    assert written["docs"][0]["location"] == "labs/x.html#a"
    assert written["config"]["lang"] == ["course-es"]
    assert written["config"]["pipeline"] == []
    script = (tmp_path / "search" / "search_index.js").read_text()
    assert json.loads(script.removeprefix("var __index = ")) == written


def test_formulas_are_read_as_one_would_write_them() -> None:
    entry = {
        "location": "x.html",
        "title": r"The state \(h_t\)",
        "text": r"<p>\(\sigma(x) &lt; 1\)</p>",
    }
    (document,) = search.index([entry], "en", "")["docs"]
    assert document["title"] == "The state h_t"
    assert document["text"] == "<p>σ(x) &lt; 1</p>"


def test_solutions_and_authors_pages_come_after_what_they_speak_of() -> None:
    paths = ["labs/solutions/00-corpus.html", "authors/release.html", "labs/00-corpus.html"]
    entries = [{"location": path, "title": "x", "text": ""} for path in paths]
    first, second, third = search.index(entries, "en", "")["docs"]
    assert first["boost"] < 1 and second["boost"] < 1 and "boost" not in third


def test_every_page_with_words_of_its_own_exists() -> None:
    docs = Path(__file__).parents[3] / "docs"
    for lang in ("en", "es"):
        for path in search.words(lang)["pages"]:
            assert (docs / lang / f"{path}.md").is_file(), (lang, path)


def test_a_query_is_read_by_a_script_of_its_language(tmp_path: Path) -> None:
    search.write_query("es", tmp_path)
    (script,) = tmp_path.rglob("*.js")
    text = script.read_text(encoding="utf-8")
    assert '"incrustacion": "embedding"' in text and "LANGUAGE" not in text
