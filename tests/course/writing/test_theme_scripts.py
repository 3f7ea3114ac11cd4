"""Material's scripts as the site edits them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import material
import pytest
import quickjs
from course.texts.errors import CourseError
from course.writing import search, theme_scripts

SCRIPTS = Path(material.__file__).parent / "templates" / "assets" / "javascripts"
# A browser's worker, as far as Material's needs one: what it is sent, and what it answers.
WORKER = """
globalThis.self = globalThis;
globalThis.document = {};
const heard = [];
globalThis.answers = [];
globalThis.console = {warn() {}};
globalThis.importScripts = () => {};
globalThis.addEventListener = (_, hear) => heard.push(hear);
globalThis.postMessage = message => answers.push(message);
globalThis.send = message => heard.forEach(hear => hear({data: JSON.parse(message)}));
globalThis.answer = () => JSON.stringify(answers.at(-1));
"""
PAGES = {
    "search.html": ("Search", "<p>How a search goes.</p>"),
    "search.html#more": ("More search", "<p>A search, a search and a search.</p>"),
    "decoding.html": ("Decoding", "<p>A text grows letter by letter.</p>"),
    "decoding.html#widths": ("Widths", "<p>A beam keeps several.</p>"),
    "decoding.html#cost": ("Cost", "<p>One search costs more.</p>"),
    "light.html": ("Light", "<p>A beam of light, and beams.</p>"),
}


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The scripts of a built site, edited."""
    folder = tmp_path / "assets" / "javascripts"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("*.map", "lunr"))
    theme_scripts.edit(tmp_path)
    search.write_query("en", tmp_path)
    return folder


def found(scripts: Path, words: str) -> list[list[dict[str, Any]]]:
    """The groups that the search finds for `words`."""
    context = quickjs.Context()
    context.eval(WORKER)
    (worker,) = scripts.glob("workers/search.*.js")
    context.eval(worker.read_text(encoding="utf-8"))
    for query in scripts.glob("lunr/min/*.js"):  # which the worker would import
        context.eval(query.read_text(encoding="utf-8"))
    entries = [
        {"location": location, "title": title, "text": text}
        for location, (title, text) in PAGES.items()
    ]
    content = search.index(entries, "en", "")
    send = context.get("send")
    for message in ({"type": 0, "data": {**content, "options": {}}}, {"type": 2, "data": words}):
        send(json.dumps(message))
        while context.execute_pending_job():
            pass
    return list(json.loads(context.eval("answer()"))["data"]["items"])


def lacking(group: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """A page, and the words that it is said to lack."""
    (page,) = [item for item in group if "#" not in item["location"]]
    return page["location"], sorted(word for word, held in page["terms"].items() if not held)


def test_a_page_that_holds_every_word_comes_before_better_matches(scripts: Path) -> None:
    assert list(map(lacking, found(scripts, "beam search"))) == [
        ("decoding.html", []),  # in two of its sections
        ("search.html", ["beam"]),
        ("light.html", ["search"]),
    ]


@pytest.mark.parametrize("word", ["zebra", "every"])  # one is a stop word of lunr's
def test_a_word_that_no_page_holds_is_said_to_be_missing(scripts: Path, word: str) -> None:
    assert list(map(lacking, found(scripts, f"cost {word}"))) == [("decoding.html", [word])]


def test_a_word_that_says_nothing_counts_only_alone(scripts: Path) -> None:
    assert list(map(lacking, found(scripts, "what does the search cost"))) == [
        ("decoding.html", []),
        ("search.html", ["cost"]),
    ]
    assert list(map(lacking, found(scripts, "how"))) == [("search.html", [])]


def test_one_word_leaves_the_order_to_its_score(scripts: Path) -> None:
    groups = found(scripts, "search")
    assert [lacking(group) for group in groups] == [("search.html", []), ("decoding.html", [])]


@pytest.mark.parametrize("change", theme_scripts.EDITS, ids=lambda change: change.what)
def test_a_release_without_such_a_place_stops_the_build(
    tmp_path: Path, change: theme_scripts.Edit
) -> None:
    folder = tmp_path / "assets" / "javascripts"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("*.map", "lunr"))
    (file,) = folder.glob(change.script)
    file.write_text("")
    with pytest.raises(CourseError, match="in 0 places, not in one"):
        theme_scripts.edit(tmp_path)


BASE = SCRIPTS.parents[1] / "partials" / "javascripts" / "base.html"
PAGE = (
    BASE.read_text(encoding="utf-8") + '<script id="__config" type="application/json">{}</script>'
)
STORES = {
    "forbidden": "get localStorage() { throw Error('denied') }",
    "full": "localStorage: {getItem: () => null, setItem() { throw Error('full') }}",
    "empty": "localStorage: {getItem: () => null, setItem: (key, value) => kept.push(key, value)}",
    "used": "localStorage: {getItem: key => JSON.stringify(key), setItem() {}}",
}


@pytest.mark.parametrize(
    ("store", "read", "wrote"),
    [
        ("forbidden", None, []),
        ("full", None, []),
        ("empty", None, ["/site/.__palette", "1"]),
        ("used", "/site/.__palette", []),
    ],
)
def test_a_page_reads_and_keeps_what_its_browser_lets_it(
    store: str, read: str | None, wrote: list[str]
) -> None:
    _, opening, rest = theme_scripts.edit_page(PAGE).partition("<script>__md_scope=")
    _, comma, functions = rest.partition("),")  # past the address, which a template writes
    assert opening and comma
    context = quickjs.Context()
    context.eval("const kept = [], scope = {pathname: '/site/'}")
    context.eval(
        f"Object.defineProperties(globalThis, descriptors({{{STORES[store]}}}))".replace(
            "descriptors", "Object.getOwnPropertyDescriptors"
        )
    )
    context.eval(f"__md_scope=scope,{functions.partition('</script>')[0]}")
    context.eval("__md_set('__palette', 1)")
    assert json.loads(context.eval("JSON.stringify(__md_get('__palette'))")) == read
    assert json.loads(context.eval("JSON.stringify(kept)")) == wrote


@pytest.mark.parametrize("gone", ["__md_get", "__md_set"])
def test_a_release_whose_pages_keep_things_otherwise_stops_the_build(gone: str) -> None:
    with pytest.raises(CourseError, match="in 0 places, not in one"):
        theme_scripts.edit_page(PAGE.replace(gone, "other"))
    assert theme_scripts.edit_page("<p>Not Material's.</p>") == "<p>Not Material's.</p>"
