"""Every page of the built site in a browser: whole, quiet, in its language, on any screen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from chromium import Watch
from crawl import PHONE, Visit
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LAB = "labs/02-forward.html"  # a page that has everything: formulas, figures, output, notes
RAW = re.compile(r"\\\(|\\\[|\$\$|\\[a-z]+\{|\$[^$\s][^$\n]*\$|xCOURSE|\{python\}|\{ ?#")

Visits = dict[str, Visit]


def bilingual(visits: Visits) -> list[str]:
    """The English pages."""
    return [path for path in visits if not path.startswith("es/") and path != "404.html"]


def listed(faults: list[str]) -> str:
    return "\n".join(["", *faults])


def test_pages_and_notebooks_are_there_in_both_languages(visits: Visits, site: Path) -> None:
    english = bilingual(visits)
    assert [path for path in visits if path.startswith("es/")] == [f"es/{path}" for path in english]
    worked = [path for path in english if path.startswith(("chapter/", "exercises/", "labs/"))]
    assert LAB in worked
    assert [path for path in english if path.startswith("notebooks/")] == [
        f"notebooks/{path}" for path in worked
    ]
    for path in worked:
        for folder in ("", "es/"):
            assert (site / f"{folder}notebooks/{path}").with_suffix(".ipynb").is_file()


def test_no_page_has_an_error_or_asks_another_host(visits: Visits) -> None:
    faults = [f"{path}: {fault}" for path, visit in visits.items() for fault in visit.faults]
    assert not faults, listed(faults)


def test_no_page_runs_a_script_or_loads_a_file_that_was_not_built_with_it(
    page: Page, home: str, site: Path, visits: Visits
) -> None:
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src'
    bare = [path for path in visits if policy not in (site / path).read_text(encoding="utf-8")]
    assert not bare, listed(bare)
    watch = Watch(home)
    watch.over(page)
    page.goto(home + LAB)
    assert watch.taken() == []
    page.evaluate("""() => {
      const script = document.createElement("script")
      script.textContent = "globalThis.ran = 1"
      document.body.append(script)
      document.body.setAttribute("onclick", "globalThis.ran = 2")
      document.body.click()
    }""")
    assert page.evaluate("globalThis.ran") is None
    assert sum("Content Security Policy" in fault for fault in watch.taken()) == 2


def test_pages_fit_the_screen(visits: Visits) -> None:
    faults = []
    for path, visit in visits.items():
        for window, width in visit.widths.items():
            if width > window:
                faults.append(f"{path}: {width} px wide in a window of {window}")
            if cut := visit.cut_off[window]:
                faults.append(f"{path}: cut off in a window of {window}: {', '.join(cut)}")
    assert not faults, listed(faults)


def test_labels_of_drawings_are_legible_on_a_phone(visits: Visits) -> None:
    faults = [f"{path}: {', '.join(visit.small)}" for path, visit in visits.items() if visit.small]
    assert not faults, listed(faults)


def test_pages_name_themselves(visits: Visits) -> None:
    faults = []
    for path, visit in visits.items():
        content = visit.content
        if len(content["h1"]) != 1:
            faults.append(f"{path}: {content['h1']} as h1")
        if path != "404.html" and content["lang"] != ("es" if path.startswith("es/") else "en"):
            faults.append(f"{path}: lang is {content['lang']!r}")
        if not content["title"] or not content["description"]:
            faults.append(f"{path}: no title or no description")
        if content["nameless_links"]:
            # A keyboard stops at each of them, and a screen reader has nothing to say.
            faults.append(f"{path}: {content['nameless_links']} links without a text")
        if twice := sorted({i for i in content["ids"] if content["ids"].count(i) > 1}):
            faults.append(f"{path}: ids that occur twice: {', '.join(twice)}")
    for path in bilingual(visits):
        ours, theirs = visits[path].content, visits[f"es/{path}"].content
        if ours["description"] == theirs["description"]:
            faults.append(f"es/{path}: the description is English")
    assert not faults, listed(faults)


def test_links_lead_to_what_exists(visits: Visits, site: Path) -> None:
    dead = []
    for path, visit in visits.items():
        for href in dict.fromkeys(visit.content["links"]):
            target, _, anchor = href.partition("#")
            target = target.partition("?")[0]  # a page reads it as its own state
            if not target.startswith("/"):
                continue
            target = target.removeprefix("/")
            if not (site / target).is_file():
                dead.append(f"{path}: {target or '(root)'} does not exist")
            elif anchor and target in visits and anchor not in visits[target].content["ids"]:
                dead.append(f"{path}: {target} has no anchor #{anchor}")
    assert not dead, listed(dead)


def test_formulas_are_set(visits: Visits) -> None:
    raw = []
    for path, visit in visits.items():
        text = visit.content["text"]
        if found := RAW.search(text):
            raw.append(f"{path}: {text[max(0, found.start() - 40) : found.end() + 40]!r}")
        if visit.content["bad_formulas"]:
            raw.append(f"{path}: a formula that KaTeX could not set")
        if path.endswith(LAB) and not visit.content["formulas"]:
            raw.append(f"{path}: no formulas")
    assert not raw, listed(raw)


def test_figures_say_what_they_show_in_the_page_s_language(visits: Visits) -> None:
    faults = []
    assert len(visits[LAB].content["figures"]) >= 3
    assert visits["index.html"].content["figures"]
    for path in bilingual(visits):
        english = visits[path].content["figures"] + visits[path].content["images"]
        spanish = visits[f"es/{path}"].content["figures"] + visits[f"es/{path}"].content["images"]
        if len(english) != len(spanish):
            faults.append(f"{path}: {len(english)} figures, in Spanish {len(spanish)}")
        faults += [f"{path}: {text!r}" for text in english + spanish if len(text) < 20]
        faults += [f"{path}: the same text in both: {t}" for t in set(english) & set(spanish)]
        if path.startswith("notebooks/"):
            for folder in ("", "es/"):
                shown = visits[folder + path].content["figures"]
                original = visits[folder + path.removeprefix("notebooks/")].content["figures"]
                if shown != original:
                    faults.append(f"{folder}{path}: {len(shown)} of {len(original)} figures")
    assert not faults, listed(faults)


def test_every_page_offers_its_twin(visits: Visits) -> None:
    faults = []
    for path in bilingual(visits):
        for here, there, lang in ((path, f"es/{path}", "es"), (f"es/{path}", path, "en")):
            if visits[here].content["switchers"] != [[lang, f"/{there}"]]:
                faults.append(f"{here}: {visits[here].content['switchers']}")
    assert not faults, listed(faults)


@pytest.mark.parametrize(
    ("serving", "path"),
    [
        ("home", "index.html"),
        ("subpath", "index.html"),
        ("subpath", LAB),
        ("disk", "index.html"),
        ("disk", f"notebooks/{LAB}"),
    ],
)
def test_the_switcher_stays_on_the_page_wherever_the_site_lies(
    page: Page, serving: str, path: str, request: pytest.FixtureRequest
) -> None:
    base = request.getfixturevalue(serving)
    watch = Watch(base)
    watch.over(page)
    page.goto(base + path)
    for lang, address in (("es", f"es/{path}"), ("en", path)):
        with page.expect_navigation():
            page.locator(f"header a[hreflang={lang}]").click()
        assert page.url == base + address
    assert watch.taken() == []


@pytest.mark.parametrize("path", [LAB, f"notebooks/{LAB}"])
def test_figures_follow_the_theme(page: Page, watch: Watch, home: str, path: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(home + path)
    text = page.locator("article svg.course-svg text").first
    curve = page.locator("article svg.course-svg [style*='stroke: var(--course-rnn']").first

    def colors() -> tuple[str, str, str]:
        return (
            text.evaluate("e => getComputedStyle(e).fill"),
            curve.evaluate("e => getComputedStyle(e).stroke"),
            page.evaluate("getComputedStyle(document.body).backgroundColor"),
        )

    def switched_to(scheme: str) -> None:
        page.wait_for_selector(f"body[data-md-color-scheme={scheme}]")

    light = colors()
    page.emulate_media(color_scheme="dark")
    switched_to("slate")
    dark = colors()
    assert all(a != b for a, b in zip(light, dark, strict=True)), (light, dark)
    for ink, line, paper in (light, dark):
        assert contrast(ink, paper) >= 4.5  # WCAG's AA for text
        assert contrast(line, paper) >= 3  # and for graphics
    # From "as the system" the button goes on to light, then to dark, whatever the system says.
    button = page.locator("header [data-md-component=palette] label:visible")
    button.click()
    switched_to("default")
    assert colors() == light
    button.click()
    switched_to("slate")
    assert colors() == dark
    page.goto(f"{home}es/{path}")
    switched_to("slate")
    assert watch.taken() == []


def contrast(one: str, other: str) -> float:
    """The contrast of two colors as WCAG 2.1 defines it."""

    def luminance(color: str) -> float:
        channels = [int(n) / 255 for n in re.findall(r"\d+", color)[:3]]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_a_keyboard_reaches_the_text_and_what_scrolls_in_it(
    page: Page, watch: Watch, home: str
) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(home + LAB)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.md-skip')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*#*")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")
    wide = """() => {
      const e = document.activeElement;
      return e.matches("pre.course-stdout, pre.course-value") && e.scrollWidth > e.clientWidth;
    }"""
    for _ in range(300):
        if page.evaluate(wide):
            break
        page.keyboard.press("Tab")
    else:
        pytest.fail("Tab reaches no output that is wider than a phone")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert watch.taken() == []


def test_pages_are_readable_without_scripts(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in (LAB, f"es/{LAB}", f"notebooks/{LAB}", f"es/notebooks/{LAB}"):
        page.goto(home + path)
        assert page.locator("h1").is_visible(), path
        page.emulate_media(media="print")  # where nothing waits until it comes near the screen
        assert len(page.locator("article").inner_text()) > 3000, path
        page.emulate_media(media="screen")
        assert page.locator("header a[hreflang]").is_visible(), path
        formula = page.locator("article .katex-html").first.bounding_box()
        assert formula and formula["height"] > 8, path
        figures = page.locator("article svg.course-svg").all()
        assert len(figures) >= 3, path
        for figure in figures:
            box = figure.bounding_box()
            assert box and box["width"] > 200 and box["height"] > 60, path
    context.close()


@pytest.mark.parametrize("path", [LAB, f"es/notebooks/{LAB}"])
def test_code_can_be_copied(page: Page, watch: Watch, home: str, path: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(home + path)
    blocks = page.locator("article pre:has(> code)").filter(visible=True)
    assert blocks.count() > 3
    first_and_last = [blocks.nth(number).element_handle() for number in (0, blocks.count() - 1)]
    for block in first_and_last:
        block.evaluate("e => { const box = e.closest('details'); if (box) box.open = true }")
        block.scroll_into_view_if_needed()  # only then has it a button
        block.wait_for_selector("button", state="attached")
        code = block.eval_on_selector("code", "e => e.innerText")
        block.eval_on_selector("button", "e => e.click()")
        page.wait_for_function(
            "async code => (await navigator.clipboard.readText()).trim() === code.trim()", arg=code
        )
    assert watch.taken() == []


@pytest.mark.parametrize(
    ("path", "kind", "title"),
    [
        ("es/index.html", "Course", "Redes neuronales recurrentes"),
        ("labs/02-forward.html", "LearningResource", "Lab 02: An RNN forward pass by hand"),
        ("es/notebooks/labs/02-forward.html", "LearningResource", "Laboratorio 02: "),
    ],
)
def test_a_page_says_to_others_what_it_is(site: Path, path: str, kind: str, title: str) -> None:
    head = BeautifulSoup((site / path).read_text(encoding="utf-8"), "html.parser").head
    assert head
    (data,) = head.select('script[type="application/ld+json"]')
    found = json.loads(data.get_text())
    assert found["@type"] == kind
    assert found["name"].startswith(title)
    shared = {meta["property"]: meta["content"] for meta in head.select("meta[property^='og:']")}
    assert shared["og:description"] == found["description"]
    assert len(head.select("meta[name=theme-color]")) == 2
