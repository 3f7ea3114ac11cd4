"""Nothing keeps people out of a page: axe-core finds no fault, in whatever state the page is.

It looks at a page of each kind here; `tests/benchmarks/accessibility.py` looks at all of them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe import violations
from chromium import Watch
from crawl import DESKTOP, PHONE
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LAB = "labs/02-forward.html"
SEARCH = "[data-md-component=search-query]"


def menu(page: Page) -> None:
    page.locator("header label[for=__drawer]").click()
    expect(page.locator(".md-nav--primary").first).to_be_in_viewport()


def search(page: Page) -> None:
    page.locator(SEARCH).click()
    page.locator(SEARCH).press_sequentially("softmax zebra")
    page.locator(".md-search-result__terms").first.wait_for()


def annotation(page: Page) -> None:
    page.locator(".course-walk__link").nth(1).focus()


def slider(page: Page) -> None:
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


def test_a_phone_wraps_prose_and_scrolls_a_table_with_a_sign_of_it(page: Page, home: str) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{home}authors/annotated-code.html")
    told = page.locator("pre.course-stdout:has(.course-prose)").first
    assert told.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert told.evaluate("e => e.querySelector('.course-prose').offsetHeight > 30")
    page.goto(f"{home}labs/03-vanishing.html")
    table = page.locator("pre.course-stdout:not(:has(.course-prose))").filter(
        has_text="spectral radius at rest"
    )
    assert table.first.evaluate("e => e.scrollWidth > e.clientWidth")
    # The shadow at the edge lies behind a cover that goes along with the text.
    attached = table.first.evaluate("e => getComputedStyle(e).backgroundAttachment")
    assert attached.split(", ")[:4] == ["local", "local", "scroll", "scroll"]
