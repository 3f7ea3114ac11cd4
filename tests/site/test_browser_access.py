"""Nothing keeps people out of a page: axe-core finds no fault, in whatever state the page is.

It looks at a page of each kind here; `tests/benchmarks/accessibility.py` looks at all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from chromium import Watch, await_late
from crawl import DESKTOP, PHONE
from playwright.sync_api import Page, Route, expect
from static_server import served

pytestmark = pytest.mark.browser

LAB = "labs/02-forward.html"

SEARCH = "[data-md-component=search-query]"


def menu(page: Page) -> None:
    page.locator("header .course-menu").click()
    expect(page.locator(".md-nav--primary").first).to_be_in_viewport()


def search(page: Page) -> None:
    page.locator(SEARCH).click()
    page.locator(SEARCH).press_sequentially("softmax zebra")
    page.locator(".md-search-result__terms").first.wait_for()


def annotation(page: Page) -> None:
    page.locator(".course-walk__link").nth(1).focus()


def slider(page: Page) -> None:
    await_late(page)
    page.locator("article input[type=range]").first.fill("3")


def nothing(page: Page) -> None:
    """As it is opened."""


@pytest.mark.parametrize(
    ("path", "scheme", "window", "act"),
    [
        ("index.html", "light", DESKTOP, nothing),
        (f"es/{LAB}", "dark", DESKTOP, nothing),
        (LAB, "light", PHONE, nothing),
        (LAB, "dark", PHONE, menu),
        (f"es/{LAB}", "light", DESKTOP, search),
        ("404.html", "dark", DESKTOP, search),
        ("notebooks/labs/03-vanishing.html", "dark", DESKTOP, nothing),
        ("es/notebooks/labs/03-vanishing.html", "light", PHONE, nothing),
        ("es/authors/annotated-code.html", "dark", DESKTOP, annotation),
        ("es/inside/training.html", "light", DESKTOP, slider),
        ("inside/playground.html?read=9", "dark", PHONE, slider),
        ("es/inside/bptt.html?operation=15", "light", PHONE, slider),
    ],
)
def test_axe_finds_no_fault(
    page: Page,
    home: str,
    path: str,
    scheme: str,
    window: tuple[int, int],
    act: Callable[[Page], None],
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": window[0], "height": window[1]})
    page.goto(home + path)
    act(page)
    assert violations(page) == []


def test_axe_finds_what_is_planted(page: Page) -> None:
    page.set_content('<html lang="en"><main><h1>A</h1><p style="color:#bbb">Pale</p><img src="x">')
    found = [fault.split()[0] for fault in violations(page)]
    assert {"color-contrast", "image-alt"} <= set(found)
    assert "color-contrast" not in " ".join(violations(page, colors=False))
    (alone,) = violations(page, within="p", rules=["color-contrast"])
    assert "Pale" in alone


def test_a_formula_whose_font_comes_late_is_a_stop_for_the_keyboard(page: Page, home: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(home + LAB)
    held: list[Route] = []
    page.route("**/KaTeX_*.woff2", lambda route: held.append(route))
    formula = page.locator("article .katex-display", has_text=r"\begin{cases}").first
    formula.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # by then it is measured, in the font that stands in
    assert held
    wide = formula.evaluate("e => e.scrollWidth > e.clientWidth")
    assert (formula.get_attribute("tabindex") == "0") is wide
    for route in held:
        route.continue_()
    page.wait_for_function("e => e.scrollWidth > e.clientWidth", arg=formula.element_handle())
    expect(formula).to_have_attribute("tabindex", "0")


@pytest.mark.parametrize("prefix", ["/", "/some/folder/"])
def test_a_page_that_is_missing_finds_its_site_from_any_depth(
    page: Page, site: Path, prefix: str
) -> None:
    with served(site, prefix) as home:
        page.goto(f"{home}es/labs/deep/er/nowhere.html")
        search(page)
        found = page.locator(".md-search-result__item a").first.evaluate("e => e.href")
        assert str(found).startswith(home)
        header = page.locator(".md-header")
        assert header.evaluate("e => getComputedStyle(e).position") == "sticky"
        page.goto(f"{home}nowhere.html")
        page.locator("article p[lang=es] a").click()
        assert page.url == f"{home}es/index.html"


@pytest.mark.parametrize("path", [LAB, "chapter/03-bptt.html"])
def test_the_other_language_opens_at_the_address_that_is_open(
    page: Page, watch: Watch, home: str, path: str
) -> None:
    page.goto(home + path)
    names = page.locator("article h2[id]").evaluate_all("all => all.map(e => e.id)")
    name = names[len(names) // 2]
    page.goto(f"{home}{path}#{name}")
    with page.expect_navigation():
        page.locator("header a[hreflang=es]").click()
    assert page.url == f"{home}es/{path}#{name}"
    expect(page.locator(f"[id='{name}']")).to_be_in_viewport()
    assert watch.taken() == []


def test_without_an_address_it_opens_at_the_section_that_is_being_read(
    page: Page, home: str
) -> None:
    page.goto(home + LAB)
    heading = page.locator("#walkthrough")  # a long section
    heading.evaluate("e => scrollTo(0, e.getBoundingClientRect().bottom + scrollY)")
    page.wait_for_timeout(300)  # the theme's script may note the section in the address
    page.evaluate("history.replaceState(null, '', location.pathname)")
    with page.expect_navigation():
        page.locator("header a[hreflang=es]").click()
    assert page.url == f"{home}es/{LAB}#walkthrough"


@pytest.mark.parametrize("path", [LAB, "es/inside/training.html"])
def test_paper_is_light_though_the_screen_is_dark(page: Page, home: str, path: str) -> None:
    page.emulate_media(color_scheme="dark", media="screen")
    page.goto(home + path)
    colors = "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    text = page.locator("article p").first
    on_screen = text.evaluate(colors)
    page.emulate_media(color_scheme="dark", media="print")
    on_paper = text.evaluate(colors)
    page.emulate_media(color_scheme="light", media="screen")
    page.reload()
    assert on_paper == text.evaluate(colors) != on_screen


STOPS = """() => [...document.querySelectorAll("a, button, input, label, summary, [tabindex]")]
  .filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))
  .filter(e => e.closest(".md-sidebar--primary, .md-search__output")).length"""


@pytest.mark.parametrize("path", [LAB, "es/code/train.html"])
@pytest.mark.parametrize("window", [PHONE, (1024, 768)])
def test_a_keyboard_opens_the_menu_and_closes_it(
    page: Page, home: str, path: str, window: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": window[0], "height": window[1]})
    page.goto(home + path)
    opener = page.locator(".course-menu")
    assert page.evaluate(STOPS) == 0  # what is closed is on nobody's way
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    focused = page.locator(".md-sidebar--primary :focus")
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(opener).to_be_focused()
    expect(page.locator(".md-sidebar--primary a").first).to_be_hidden()


def test_a_menu_that_a_finger_opens_marks_the_page_that_is_read_alone(
    page: Page, home: str
) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(home + LAB)
    page.locator(".course-menu").click()
    first = page.locator(".md-sidebar--primary a:focus")
    color = "e => getComputedStyle(e).color"
    expect(first).to_be_visible()
    plain = page.locator(".md-sidebar--primary a", has_text="Lab 01").first.evaluate(color)
    read = page.locator(".md-sidebar--primary a.md-nav__link--active").first.evaluate(color)
    assert first.evaluate(color) == plain != read


def test_the_annotated_code_has_the_course_s_menu_on_a_wide_screen(page: Page, home: str) -> None:
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(home + LAB)
    expect(page.locator(".course-menu")).to_be_hidden()  # here the menu stands beside the page
    page.goto(f"{home}code/train.html")
    opener, link = page.locator(".course-menu"), page.locator(".md-sidebar--primary a")
    opener.click()
    page.locator("article p").first.click(position={"x": 500, "y": 5})
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(link.filter(has_text="Lab 03").first).to_be_hidden()
    opener.click()
    link.filter(has_text="Lab 03").first.click()
    page.wait_for_url("**/labs/03-vanishing.html")
    page.set_viewport_size({"width": 1800, "height": 900})
    page.goto(f"{home}code/train.html")
    expect(opener).to_be_hidden()  # here code and menu both have room
    expect(link.filter(has_text="Lab 03").first).to_be_visible()


def test_a_menu_calls_each_page_what_the_page_calls_itself(page: Page, home: str) -> None:
    for root in (home, f"{home}es/"):
        page.goto(root + LAB)
        title = page.locator("h1").evaluate("e => e.firstChild.textContent.trim()")
        assert page.locator(".md-nav--primary a.md-nav__link--active").first.inner_text() == title
        assert page.title().startswith(title)


@pytest.mark.parametrize("root", ["", "es/"])
def test_a_page_that_is_spoken_of_by_its_number_has_it_in_the_menu_and_on_the_map(
    page: Page, home: str, root: str
) -> None:
    titles = "all => Object.fromEntries(all.map(a => [a.href, a.textContent.trim()]))"
    page.goto(home + root)
    on_map = page.locator(".course-map a").evaluate_all(titles)
    page.goto(home + root + LAB)
    in_menu = page.locator(".md-nav--primary a[href]").evaluate_all(titles)
    numbered = {to: name for to, name in on_map.items() if re.search(r"/(chapter|labs)/\d", to)}
    assert len(numbered) == 13
    for to, name in numbered.items():
        assert in_menu[to] == name
        assert Path(to).name[:2] in name


def test_what_is_far_from_the_screen_costs_nothing_until_it_is_near(page: Page, home: str) -> None:
    traced: list[dict[str, Any]] = []
    tracing = page.context.new_cdp_session(page)
    tracing.on("Tracing.dataCollected", lambda some: traced.extend(some["value"]))
    ended: list[object] = []
    tracing.on("Tracing.tracingComplete", lambda end: ended.append(end))
    tracing.send("Tracing.start", {"categories": "devtools.timeline"})
    page.goto(f"{home}code/train.html")
    page.wait_for_timeout(500)
    tracing.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    styled = [event["args"].get("elementCount", 0) for event in traced
              if event["name"] == "UpdateLayoutTree"]  # fmt: skip
    # Of some 18,000 elements; a browser finds styles a few times over while a page opens.
    assert 100 < sum(styled) < 6000
    # An address leads to its place though nothing above it was laid out, and so does a search.
    page.goto("about:blank")
    page.goto(f"{home}code/train.html#train.py-L400")
    line = page.locator("[id='train.py-L400']")
    expect(line).to_be_in_viewport()
    assert line.evaluate("e => e.getBoundingClientRect().top") < 200
    assert page.evaluate("find('What you should see')")
    found = "getSelection().getRangeAt(0).getBoundingClientRect().top"
    assert 0 < page.evaluate(found) < page.evaluate("innerHeight")
