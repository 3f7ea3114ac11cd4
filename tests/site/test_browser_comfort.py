"""Letters twice as large, nothing that moves, the place that an address names: as was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, Page
from site_project import block
from static_server import served

pytestmark = pytest.mark.browser

TABLE = """
class Shown:
    def _repr_html_(self):
        return "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"


Shown()
""".strip()
SECTIONS = "\n\n".join(f"## Part {n} {{ #part-{n} }}\n\n" + "Words. " * 200 for n in range(9))
PAGE = f"""---
description: "A page of a test."
minutes: 1
---
# Backpropagation, step by step

Go to [the last part](#part-8), or run `python -m experiments.conjugation_completion.check`.

{block(TABLE, identifier="table")}

{SECTIONS}
"""
SPANISH = PAGE.replace(TABLE, "")
for english, said in {
    "A page of a test.": "Una página de prueba.",
    "# Backpropagation, step by step": "# Retropropagación paso a paso",
    "Go to [the last part]": "Ve a [la última parte]",
    "or run": "o ejecuta",
    "Part ": "Parte ",
    "Words. ": "Palabras. ",
}.items():
    SPANISH = SPANISH.replace(english, said)
# What moves from now on: transitions and animations that last.
NOTE = """() => {
  window.moved = []
  const note = event => {
    for (const motion of event.target.getAnimations({subtree: false}))
      if (motion.effect.getComputedTiming().endTime > 20)
        moved.push(`${event.target.className}: ${motion.transitionProperty}`)
  }
  for (const kind of ["transitionrun", "animationstart"]) addEventListener(kind, note, true)
}"""
# Icons that are a background behind a mask, and have the color of the page: nobody sees them.
MASKED = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.checkVisibility())
  .flatMap(e => ["::before", "::after"].map(part => [e, part, getComputedStyle(e, part)]))
  .filter(([, , style]) => style.content !== "none" && style.display !== "none")
  .filter(([, , style]) => !["none", "", undefined].includes(style.maskImage))
  .map(([e, part, style]) => [`${e.localName}.${e.className}${part}`, style.backgroundColor])"""
# What is cut off at the sides: what stands out of the window, or of a box that shows no more.
CUT = """() => [...document.querySelectorAll(
    ".md-header__inner > :not(.md-header__title), .md-header .md-icon svg, " +
    "article :is(h1, h2, p, code, td), .md-nav .md-ellipsis")]
  .filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !e.closest("pre"))
  .filter(e => {
    const box = e.getBoundingClientRect()
    const drawer = e.closest(".md-sidebar--primary") && box.right <= 0
    const ground = 12 // what the ground of broken code may stand out by
    const spilt = e.clientWidth && e.scrollWidth > e.clientWidth + ground
    return !drawer && (box.right > innerWidth + 1 || spilt)
  })
  .map(e => `${e.tagName} ${e.className}: ${e.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of one page, served."""
    project = MkDocsProject(tmp_path_factory.mktemp("comfort"))
    project.page(PAGE, "chapter/01-x", es=SPANISH)
    project.page("# Home\n\nThe pages of a test.\n", "index")
    with served(project.published()) as home:
        yield home


def opened(browser: Browser, address: str, width: int, *, calm: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        reduced_motion="reduce" if calm else "no-preference",
        bypass_csp=True,  # the reader's own style, as a browser's setting has it
    )
    page = context.new_page()
    page.goto(f"{address}chapter/01-x.html")
    return page


@pytest.mark.parametrize("path", ["", "es/"])
@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_letters_twice_as_large_cut_nothing_off(
    browser: Browser, address: str, width: int, path: str
) -> None:
    page = opened(browser, f"{address}{path}", width)
    page.add_style_tag(content="html { font-size: 250% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(CUT) == []
    # Beside the menus, too, a line has some words: two letters take about the height of one.
    line = page.locator("article p").first
    assert line.evaluate("e => e.clientWidth / parseFloat(getComputedStyle(e).fontSize)") > 8
    page.context.close()


# In how many lines the longest word of a heading stands, and how far the site's name stands out.
BROKEN = """word => {
  const heading = document.querySelector("h1"), range = document.createRange()
  heading.textContent = `${word} a través del tiempo`
  range.setStart(heading.firstChild, 0)
  range.setEnd(heading.firstChild, word.length)
  const name = document.querySelector(".md-header__topic .md-ellipsis")
  name.textContent = "Redes neuronales recurrentes"
  const [inner, outer] = [name, name.closest("header")].map(e => e.getBoundingClientRect())
  const out = Math.max(outer.top - inner.top, inner.bottom - outer.bottom)
  return [range.getClientRects().length, out]
}"""


@pytest.mark.parametrize(("width", "size"), [(320, 125), (390, 125), (390, 312), (1280, 312)])
def test_large_letters_break_no_word_of_a_title_and_the_name_stays_in_the_header(
    browser: Browser, address: str, width: int, size: int
) -> None:
    page = opened(browser, address, width)
    page.add_style_tag(content=f"html {{ font-size: {size}% !important }}")
    lines, out = page.evaluate(BROKEN, "Retropropagación")
    assert lines == 1 or width > 1000  # a real setting has a telephone's layout there
    assert out <= 0
    page.context.close()


def motions(page: Page) -> list[str]:
    """What moves while the drawer and the search are opened and a link to a part is followed."""
    page.evaluate(NOTE)
    page.locator(".course-menu").click()
    page.wait_for_timeout(100)
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('#__drawer').checked = false")
    page.locator("article p a[href='#part-8']").hover()
    page.evaluate("document.querySelector('#__search').click()")
    page.wait_for_timeout(100)
    page.evaluate("document.querySelector('#__search').checked = false")
    return list(page.evaluate("moved"))


def test_nothing_moves_for_who_asked_for_that(browser: Browser, address: str) -> None:
    lively, calm = (opened(browser, address, 390, calm=calm) for calm in (False, True))
    assert motions(lively), "the test sees no motion where there is some"
    assert motions(calm) == []
    for page in (lively, calm):
        page.context.close()


def test_a_link_leads_to_its_place_at_once(browser: Browser, address: str) -> None:
    calm = opened(browser, address, 390)
    # Smooth scrolling would be on its way two frames later.
    place = calm.evaluate(
        """async () => {
          document.querySelector("article p a[href='#part-8']").click()
          const frame = () => new Promise(requestAnimationFrame)
          await frame(); await frame()
          const soon = scrollY
          await new Promise(done => setTimeout(done, 700))
          return [soon, scrollY]
        }"""
    )
    # A font that comes late may move it by a line; on its way it would be thousands short.
    assert abs(place[0] - place[1]) < 100 and place[1] > 3000
    # And what nobody touches stays as it is.
    calm.mouse.move(0, 0)
    before = calm.screenshot()
    calm.wait_for_timeout(600)
    assert calm.screenshot() == before
    calm.context.close()


def test_a_small_table_has_nothing_to_scroll_to(browser: Browser, address: str) -> None:
    for width in (1280, 390):
        page = opened(browser, address, width)
        page.wait_for_selector(".course-value .md-typeset__table")  # the theme's script made it
        frames = page.locator(".course-value, .course-value .md-typeset__scrollwrap")
        assert frames.count() == 2
        for n in range(2):
            assert frames.nth(n).evaluate("e => e.scrollWidth - e.clientWidth") == 0
        page.context.close()


# What a font does that comes once all was loaded, in a browser that does not scroll along: what
# lies above a place gets longer.
LONGER = "article p { letter-spacing: 0.12em }"
UNHELPFUL = """addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style")
  style.textContent = "* { overflow-anchor: none !important }"
  document.head.append(style)
})"""
TOP = "document.querySelector('#part-6').getBoundingClientRect().top"
FRAMES = """async () => {
  for (let n = 0; n < 4; n++) await new Promise(requestAnimationFrame)
}"""


def led(browser: Browser, address: str, width: int = 1400) -> Page:
    """A page that was opened at one of its last parts, in a browser that does not scroll along."""
    page = opened(browser, address, width)
    page.add_init_script(UNHELPFUL)
    page.goto("about:blank")
    page.goto(f"{address}chapter/01-x.html#part-6")
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate(FRAMES)
    return page


def shifted(page: Page) -> tuple[float, float]:
    """Where the part stood, and where it stands once what lies above it has got longer."""
    before = page.evaluate(TOP)
    length = page.evaluate("document.documentElement.scrollHeight")
    page.add_style_tag(content=LONGER)
    page.evaluate(FRAMES)
    assert page.evaluate("document.documentElement.scrollHeight") > length + 300
    return before, page.evaluate(TOP)


@pytest.mark.parametrize("path", ["", "es/"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_page_stays_where_its_address_opened_it(
    browser: Browser, address: str, width: int, path: str
) -> None:
    page = led(browser, f"{address}{path}", width)
    before, after = shifted(page)
    assert 0 < before < 200
    assert after == pytest.approx(before, abs=2)
    page.context.close()


@pytest.mark.parametrize("act", ["wheel", "key", "bar", "link", "again"])
def test_who_has_gone_elsewhere_is_not_led_back(browser: Browser, address: str, act: str) -> None:
    page = led(browser, address)
    page.mouse.move(600, 400)
    if act == "wheel":
        page.mouse.wheel(0, 900)
    elif act == "key":
        page.keyboard.press("PageDown")
    elif act == "bar":  # of which a page hears nothing but that it was scrolled
        page.evaluate("scrollBy(0, 900)")
    elif act == "link":
        page.evaluate("location.hash = '#part-8'")
    else:
        page.evaluate("scrollBy(0, 900)")
        page.wait_for_timeout(500)
        page.reload()
    page.wait_for_timeout(500)
    assert page.evaluate(TOP) < -200
    scrolled = page.evaluate("scrollY")
    shifted(page)
    assert page.evaluate("scrollY") == pytest.approx(scrolled, abs=2)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_icons_are_seen_in_the_colors_of_the_system(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, forced_colors="active"
    )
    page = context.new_page()
    page.goto(f"{address}chapter/01-x.html")
    page.wait_for_selector(".md-code__button")  # the theme's script made it
    icons = dict(page.evaluate(MASKED))
    kinds = ["md-path__item", "md-code__button", "summary"]
    kinds += ["md-nav__icon"] if width < 1000 else []
    assert [kind for kind in kinds if not any(kind in name for name in icons)] == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ground != ink
    assert {name: color for name, color in icons.items() if color != ink} == {}
    # A symbol that is pointed at is told from its neighbors by more than its background.
    page.evaluate("document.querySelector('article p').classList.add('course-lit')")
    lit = page.locator("article p.course-lit").evaluate("e => getComputedStyle(e).outlineStyle")
    assert lit == "solid"
    context.close()
