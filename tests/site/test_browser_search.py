"""The search box: one index a language, accents at will, from a server or from disk."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from chromium import Watch
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LAB = "labs/02-forward.html"
HERE = "labs/00-corpus.html"  # a page below the root, where addresses are relative
ADDRESSES = "all => all.map(a => a.href)"


def found(page: Page, words: str) -> list[str]:
    """Addresses of what the search finds for `words`, best first."""
    box = page.locator("input[data-md-component=search-query]")
    links = page.locator("[data-md-component=search-result] ol > li > a")
    box.click()
    box.press("ControlOrMeta+a")
    box.press("Delete")
    expect(links).to_have_count(0)
    box.press_sequentially(words)
    links.first.wait_for()
    # What shows first may answer the beginning of the word, typed letter by letter.
    shown: list[str] = []
    while shown != (shown := [str(href) for href in links.evaluate_all(ADDRESSES)]):
        page.wait_for_timeout(400)
    return shown


@pytest.mark.parametrize("serving", ["home", "subpath", "disk"])
def test_a_search_finds_pages_of_its_language(
    page: Page, serving: str, request: pytest.FixtureRequest
) -> None:
    base = request.getfixturevalue(serving)
    watch = Watch(base)
    watch.over(page)

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}es/{HERE}")
    page.wait_for_load_state("networkidle")
    # It grows with the course, and few readers of a page search.
    assert [url for url in asked if "search_index" in url] == []
    state = found(page, "estado")
    assert f"{base}es/{LAB}" in {href.partition("#")[0] for href in state}
    plain, accented = found(page, "perdida"), found(page, "pérdida")
    assert plain == accented
    assert [href for href in state + plain if not href.startswith(f"{base}es/")] == []
    assert page.locator("[data-md-component=search-result] mark").first.inner_text() == "pérdida"

    page.goto(base + HERE)
    hidden = found(page, "hidden state")
    assert base + LAB in {href.partition("#")[0] for href in hidden}
    assert [href for href in hidden if href.startswith(f"{base}es/")] == []
    # A notebook says what its page says; one of the two is enough.
    assert [href for href in state + hidden if "/notebooks/" in href] == []
    assert watch.taken() == []


QUERIES = tomllib.loads(Path(__file__).with_name("search_queries.toml").read_text("utf-8"))
# Asks the search's own worker, which is what the box does, for each query's pages in their order.
ASK = """async ([folder, queries]) => {
  const name = JSON.parse(document.getElementById("__config").textContent).search
  const index = await (await fetch(folder + "search/search_index.json")).json()
  const worker = new Worker(new URL(name, location))
  const answer = (type, message) => new Promise(resolve => {
    worker.onmessage = event => event.data.type === type && resolve(event.data.data)
    worker.postMessage(message)
  })
  await answer(1, {type: 0, data: {...index, options: {suggest: false}}})
  const found = {}
  for (const query of queries) {
    const {items} = await answer(3, {type: 2, data: query})
    found[query] = items.map(([first]) => first.location.split("#")[0].replace(".html", ""))
  }
  return found
}"""


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_students_type_finds_the_page_that_answers_it(
    page: Page, home: str, lang: str
) -> None:
    root = home if lang == "en" else f"{home}{lang}/"
    page.goto(root + HERE)
    asked = QUERIES[lang]
    found = page.evaluate(ASK, [root, list(asked)])
    answers = {query: (pages, asked[query].split("|")) for query, pages in found.items()}
    first = [q for q, (pages, right) in answers.items() if pages[:1] and pages[0] in right]
    missed = [q for q, (pages, right) in answers.items() if not {*pages[:3]} & {*right}]
    assert missed == []
    assert len(first) >= 18, sorted({*answers} - {*first})
    # An answer that gives a lab away is not the first that one sees.
    assert [q for q, (pages, _) in answers.items() if "solutions" in pages[0]] == []
