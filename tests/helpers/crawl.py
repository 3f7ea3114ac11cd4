"""What a browser finds in each page of a built site, gathered in one visit a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chromium import Watch, await_late
from playwright.sync_api import Browser

PHONE = (390, 844)
DESKTOP = (1280, 900)
PATIENCE = 120_000  # milliseconds; one slow page would fail every test that asks for a visit

# Elements that end to the right of the window where nothing can be scrolled to show them.
# Formulas have parts of their own for screen readers, clipped to a pixel.
CUT_OFF = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = element => {
    for (; element && element !== document.body; element = element.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(element).overflowX)) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("article *")]
    .filter(e => !e.closest(".katex-mathml, .katex-html") && e.getClientRects().length)
    .filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e))
    .map(e => `${e.tagName.toLowerCase()}.${e.getAttribute("class") || ""}`)
    .slice(0, 5);
}"""
CONTENT = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const copy = document.querySelector("article").cloneNode(true);
  for (const e of copy.querySelectorAll("pre, code, samp, script, style, annotation")) e.remove();
  return {
    lang: document.documentElement.lang,
    title: document.title,
    description: document.querySelector("meta[name=description]")?.content ?? "",
    h1: all("h1").map(e => e.innerText),
    ids: all("[id]").map(e => e.id),
    links: all("a[href]").map(e => e.href),
    nameless_links: all("a[href]:not([tabindex='-1'])").filter(
      e => !e.textContent.trim() && !e.querySelector("svg, img") && !e.title
        && !e.ariaLabel && e.getClientRects().length,
    ).length,
    switchers: all("header a[hreflang]").map(e => [e.hreflang, e.href]),
    text: copy.textContent,
    formulas: all("article .katex").length,
    bad_formulas: all(".katex-error").length,
    images: all("article img").map(e => e.getAttribute("alt") ?? ""),
  };
}"""

# Labels of drawings that a reader sees in less than 12 pixels.
SMALL = """() => [...document.querySelectorAll("article svg text")].flatMap(text => {
  const drawn = text.getScreenCTM();
  const size = Math.hypot(drawn.a, drawn.b) * parseFloat(getComputedStyle(text).fontSize);
  return size < 11.95 ? [`${text.textContent} (${size.toFixed(1)} px)`] : [];
}).slice(0, 5)"""

# Figures as they stand in the file: a script may take their place sooner or later.
FIGURES = """file => {
  const page = new DOMParser().parseFromString(file, "text/html");
  const figures = [...page.querySelectorAll("article svg.course-svg")];
  return figures.map(e => e.getAttribute("aria-label") ?? "");
}"""


@dataclass(frozen=True)
class Visit:
    """A page as a browser found it.

    Attributes
    ----------
    faults
        Errors, refused and failed requests.
    widths
        The width of the document in a window of each width.
    cut_off
        What ends outside the window and cannot be scrolled to, by the window's width.
    small
        Labels of drawings that are too small to read, on a phone.
    content
        The page's language, title, ids, links, text, figures, …; see `CONTENT` and `FIGURES`.
        Addresses within the site begin with a slash.
    """

    faults: list[str]
    widths: dict[int, int]
    cut_off: dict[int, list[str]]
    small: list[str]
    content: dict[str, Any]


def visit_all(browser: Browser, home: str, site: Path) -> dict[str, Visit]:
    """Open every page of `site`, which is served at `home`, on a desktop's screen and a phone's."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_navigation_timeout(PATIENCE)
    watch = Watch(home)
    watch.over(page)
    visits = {}
    for path in sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html")):
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        page.goto(home + path)
        await_late(page)
        content = page.evaluate(CONTENT)
        content["figures"] = page.evaluate(FIGURES, (site / path).read_text(encoding="utf-8"))
        content["links"] = [_within(home, link) for link in content["links"]]
        content["switchers"] = [[lang, _within(home, link)] for lang, link in content["switchers"]]
        widths, cut_off = {}, {}
        for width, height in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            widths[width] = page.evaluate("document.documentElement.scrollWidth")
            cut_off[width] = page.evaluate(CUT_OFF)
        small = page.evaluate(SMALL)  # on the phone, which came last
        visits[path] = Visit(watch.taken(), widths, cut_off, small, content)
    context.close()
    return visits


def _within(home: str, address: str) -> str:
    return f"/{address.removeprefix(home)}" if address.startswith(home) else address
