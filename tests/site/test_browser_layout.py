"""Where things stand on a page, at each width: in line, within the screen and large enough."""

from __future__ import annotations

import pytest
from chromium import await_late
from crawl import DESKTOP, PHONE
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LAB = "labs/02-forward.html"


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
    table.first.scroll_into_view_if_needed()
    page.wait_for_function("e => e.scrollWidth > e.clientWidth", arg=table.first.element_handle())
    # The shadow at the edge lies behind a cover that goes along with the text.
    attached = table.first.evaluate("e => getComputedStyle(e).backgroundAttachment")
    assert attached.split(", ")[:4] == ["local", "local", "scroll", "scroll"]
    drawn = page.locator("figure.course-figure:has(> .course-svg)")
    wide = drawn.nth(drawn.evaluate_all("all => all.findIndex(e => e.scrollWidth > e.clientWidth)"))
    assert wide.evaluate("e => getComputedStyle(e).backgroundAttachment") == attached


# Where the first of each kind begins that can be seen, in pixels from the left.
BEGINS = """() => Object.fromEntries(
  ["h1", ".md-path__link", "article h2", "article figcaption"]
    .map(kind => [kind, [...document.querySelectorAll(kind)].find(e => e.checkVisibility())])
    .filter(([, first]) => first)
    .map(([kind, first]) => [kind, first.getBoundingClientRect().left]))"""


@pytest.mark.parametrize("width", [390, 1024, 1400])
@pytest.mark.parametrize("path", [LAB, "es/code/train.html", "es/inside/playground.html"])
def test_what_stands_below_each_other_begins_at_one_line(
    page: Page, home: str, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(home + path)
    await_late(page)
    begins = page.evaluate(BEGINS)
    assert {path for path in begins if abs(begins[path] - begins["h1"]) > 1} == set()


# How far each column's name begins, or ends where it is set to the right, from its first cell.
SHIFTED = """() => [...document.querySelectorAll("article table:not([class])")].flatMap(table => {
  const [names, cells] = [table.tHead.rows[0].cells, table.tBodies[0].rows[0].cells]
  const edge = e => {
    const {textAlign, paddingLeft, paddingRight} = getComputedStyle(e)
    return [textAlign, textAlign === "right" ? paddingRight : paddingLeft].join()
  }
  return [...names].filter((name, n) => edge(name) !== edge(cells[n])).map(e => e.textContent)
})"""


@pytest.mark.parametrize("window", [PHONE, DESKTOP])
@pytest.mark.parametrize(
    "path", [LAB, "es/reference/notation.html", "notebooks/labs/02-forward.html"]
)
def test_the_name_of_a_column_stands_over_its_cells(
    page: Page, home: str, path: str, window: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": window[0], "height": window[1]})
    page.goto(home + path)
    assert page.locator("article table:not([class])").count() > 2
    assert page.evaluate(SHIFTED) == []


def test_nothing_is_read_beside_the_bar_that_leads_to_sections(page: Page, home: str) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{home}es/code/train.html")
    widths = "all => all.map(e => e.offsetWidth)"
    (bar,) = page.locator(".course-walk-menu").evaluate_all(widths)
    assert bar >= max(page.locator("article :is(h1, h2, p)").evaluate_all(widths))


@pytest.mark.parametrize("width", [390, 320])
def test_labels_of_figures_are_legible_on_a_phone(page: Page, home: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(home + LAB)
    sizes = page.locator(".course-svg").evaluate_all(
        """all => all.map(svg => svg.getScreenCTM().a
             * parseFloat(getComputedStyle(svg.querySelector("text")).fontSize))"""
    )
    assert sizes and min(sizes) >= 11.9
    assert page.evaluate("document.documentElement.scrollWidth") == width
