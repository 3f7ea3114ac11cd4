"""What a page does in its reader's hands, on a small site: docstrings, names, dark colors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from axe import violations
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, BrowserContext, expect
from site_project import block
from static_server import served

pytestmark = pytest.mark.browser

CODE = '''
def step(W_hh, h):
    """Return the next state.

    Parameters
    ----------
    W_hh, h
        The weights and the state.
    """
    return W_hh * h


def short(h):
    """Return twice a state.

    For a test.
    """
    return 2 * h


print(step(2, 3))
'''.strip()
PAGE = r"""---
description: "A page of a test."
minutes: 1
---
# Page

A state is multiplied: $h_t = W_{hh} h_{t-1}$. That is `W_hh * h`, and $\frac h2$ is half of it.

$$W_{hh}^2 h_t$$

""" + block(CODE, identifier="code")
SYMBOLS = """
[h-t]
tex = "h_t"
indexed = true
pages = ["chapter/01-x"]
code = "h"
en = "the state"
es = "el estado"

[W-hh]
tex = "W_{hh}"
pages = ["chapter/01-x"]
code = "W_hh"
en = "the weights"
es = "los pesos"

[t]
tex = "t"
pages = ["chapter/01-x"]
en = "the step"
es = "el paso"
"""

NAMED = """
from minimodel.nn.gru import GRUCell

cell = GRUCell(2, 3, rng=1)
print(cell.b_hn)
""".strip()
NAMES = f"""# Names

Of a `GRUCell`, and code.

{block(NAMED, identifier="cell")}
"""
ENTRIES = (
    "# Entries\n\nOf all that the layers have.\n\n## Layers { #layers }\n\n[API minimodel.nn]\n"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of one page of the chapter, served."""
    project = MkDocsProject(tmp_path_factory.mktemp("reader"))
    spanish = PAGE.replace(CODE, "")
    for english, said in {
        "A page of a test.": "Una página de prueba.",
        "# Page": "# Página",
        "A state is multiplied": "Un estado se multiplica",
        "That is": "Eso es",
        "is half of it": "es la mitad",
    }.items():
        spanish = spanish.replace(english, said)
    project.page(PAGE, "chapter/01-x", es=spanish)
    project.page("# Home\n\nThe pages of a test.\n", "index")
    (project.docs / "symbols.toml").write_text(SYMBOLS, encoding="utf-8")
    project.page(NAMES, "chapter/02-names")
    project.page(ENTRIES, "reference/entries")
    with served(project.published()) as home:
        yield home


@pytest.mark.parametrize(
    ("path", "said"), [("", "Docstring: 6 more lines"), ("es/", "Docstring: 6 líneas más")]
)
def test_a_docstring_folds_and_is_copied_and_printed_whole(
    context: BrowserContext, address: str, path: str, said: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}{path}chapter/01-x.html")
    rest = page.get_by_text("The weights and the state.")
    fold = page.get_by_role("button", name=said)
    expect(page.locator(".course-fold")).to_have_count(1)  # a short docstring stays as it is
    expect(rest).to_be_hidden()
    assert violations(page) == []
    # Whole where it is copied, by the button and by hand, and on paper.
    page.locator(".md-code__button").first.evaluate("button => button.click()")
    copied = "async code => (await navigator.clipboard.readText()).trim() === code"
    page.wait_for_function(copied, arg=CODE)
    page.evaluate("navigator.clipboard.writeText('')")
    code = page.locator("article .highlight code").first
    code.evaluate("code => getSelection().selectAllChildren(code)")
    page.keyboard.press("Control+c")
    page.wait_for_function(copied, arg=CODE)
    page.emulate_media(media="print")
    expect(rest).to_be_visible()
    expect(page.locator(".course-fold")).to_be_hidden()
    page.emulate_media(media="screen")
    # By keyboard it unfolds, and folds again.
    fold.focus()
    assert fold.bounding_box()["height"] >= 24  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(rest).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.keyboard.press(" ")
    expect(rest).to_be_hidden()
    # Edit shows the code whole.
    page.get_by_role("button", name="Edit").or_(page.get_by_role("button", name="Editar")).click()
    expect(page.locator(".cm-content").get_by_text("The weights and the state.")).to_be_visible()


@pytest.mark.parametrize(("path", "said"), [("", "the weights"), ("es/", "los pesos")])
def test_a_symbol_lights_up_in_formulas_and_in_code(
    context: BrowserContext, address: str, path: str, said: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}{path}chapter/01-x.html")
    lit = page.locator(".course-lit")
    formulas = page.locator(".katex .course-lit")
    # By keyboard: a block is one stop, and arrow keys go on within it.
    first = page.locator(".highlight code [data-s]").first
    assert page.locator("article [data-s][tabindex='0']").count() == 1
    first.focus()
    expect(first).to_have_attribute("aria-label", f"W_hh: {said}")
    # Of the names in code, those in the docstring are words: two, and one in the sentence.
    expect(lit).to_have_count(5)
    expect(formulas).to_have_count(2)
    assert re.sub(r"\W", "", formulas.first.inner_text()) == "Whh"
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_text("h")
    expect(formulas).to_have_count(4)
    # A click keeps it lit, a second one lets it go; a pointer shows the others meanwhile.
    page.locator("p code [data-s=W-hh]").click()
    page.mouse.move(0, 0)
    expect(formulas).to_have_count(2)
    page.locator(".katex-display [data-s=h-t]").hover()
    expect(formulas).to_have_count(4)
    page.locator("p code [data-s=W-hh]").click()
    page.mouse.move(0, 0)
    expect(lit).to_have_count(0)
    assert violations(page) == []
    # What is copied of a formula is as it was written.
    written = page.locator(".katex annotation").all_text_contents()
    assert written == ["h_t = W_{hh} h_{t-1}", "\\frac h2", "W_{hh}^2 h_t"]


def test_without_a_script_code_is_whole_and_dark_where_the_system_is(
    browser: Browser, address: str
) -> None:
    colors = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    places = ("article h1", "body", "article .highlight code", ".md-header")
    seen = {}
    for scripts, scheme in product((True, False), ("light", "dark")):
        context = browser.new_context(java_script_enabled=scripts, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}es/chapter/01-x.html")
        page.locator(places[2]).first.scroll_into_view_if_needed()  # far away it has no style yet
        seen[scripts, scheme] = [page.locator(place).first.evaluate(colors) for place in places]
        if not scripts:
            expect(page.get_by_text("The weights and the state.")).to_be_visible()
            expect(page.locator(".course-fold")).to_be_hidden()
            page.emulate_media(media="print")
            assert page.locator("article h1").evaluate(colors)[0] == seen[True, "light"][0][0]
        page.goto(f"{address}es/index.html")
        assert (
            page.title() == "Redes neuronales recurrentes"
        )  # as in English, the site's name alone
        context.close()
    for scheme in ("light", "dark"):
        assert seen[False, scheme] == seen[True, scheme]
    assert seen[False, "light"] != seen[False, "dark"]


def test_a_name_in_code_leads_to_its_entry_and_a_keyboard_has_a_list_of_them(
    context: BrowserContext, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}es/chapter/02-names.html")
    code = page.locator("article .highlight code").first
    links = code.get_by_role("link")
    expect(links).to_have_text(["minimodel.nn.gru", "GRUCell", "GRUCell"])
    # Code looks as it did until one points at a name, and a keyboard does not stop at each.
    line = "link => getComputedStyle(link).textDecorationColor"
    color = "e => getComputedStyle(e).color"
    assert links.last.evaluate(line) == "rgba(0, 0, 0, 0)"
    assert links.last.evaluate(color) == links.last.locator("..").evaluate(color)
    links.last.hover()
    assert links.last.evaluate(line) == links.last.evaluate(color)
    assert links.evaluate_all("links => links.every(link => link.tabIndex === -1)")
    names = page.locator("details.course-names")
    names.locator("summary").focus()
    page.keyboard.press("Enter")
    assert violations(page) == []
    page.locator(".md-code__button").first.evaluate("button => button.click()")
    copied = "async code => (await navigator.clipboard.readText()).trim() === code"
    page.wait_for_function(copied, arg=NAMED)
    page.get_by_role("button", name="Editar").click()
    expect(page.locator(".cm-content").get_by_text("from minimodel.nn.gru")).to_be_visible()
    entry = f"{address}es/reference/entries.html#nn.gru.GRUCell"
    names.get_by_role("link", name="GRUCell").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(entry)
    heading = page.get_by_role("heading", name="GRUCell clase")
    expect(heading).to_be_in_viewport()
    section = page.locator("section", has=heading).last
    expect(section.get_by_text("Parámetros", exact=True)).to_be_visible()
    said = section.get_by_text("D entries of an input")
    assert said.evaluate("e => e.closest('[lang]').lang") == "en"
    assert violations(page) == []
    page.go_back()
    page.locator("article p code").get_by_role("link", name="GRUCell").click()
    expect(page).to_have_url(entry)


@pytest.mark.parametrize("path", ["", "es/"])
def test_a_page_waits_for_no_script_and_few_fonts_and_does_not_move(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}{path}chapter/01-x.html")
    page.evaluate("document.fonts.ready.then(() => true)")
    files = page.evaluate("""performance.getEntriesByType("resource").map(
      ({ name, renderBlockingStatus, encodedBodySize }) =>
        [name.split("/").pop(), renderBlockingStatus, encodedBodySize])""")
    assert {name.rpartition(".")[2] for name, status, _ in files if status == "blocking"} == {"css"}
    fonts = {name: size for name, _, size in files if name.endswith(".woff2")}
    assert "source-serif-latin.woff2" in fonts
    assert not [name for name in fonts if "-rest" in name]
    assert sum(fonts.values()) < 110_000
    moved = page.evaluate("""new Promise(said => new PerformanceObserver(list =>
      said(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)),
    ).observe({ type: "layout-shift", buffered: true }) || setTimeout(() => said(0), 300))""")
    assert moved < 0.02
    context.close()
