"""Hold axe-core to every page of a built site, in every state of what can be used in it.

    .venv/bin/python tests/benchmarks/accessibility.py --site site [--notes FILE] [labs es/quiz …]

Every page and notebook is looked at in light and dark, on a desktop, a phone and a narrow phone,
and with whatever it has in use: menu, search, annotation, slider, code being changed, questions.
Prints each rule that is broken and exits with status 1 if there is any. It takes hours:
`--notes` names a file in which each page is noted once it is done, and not looked at again. The
tests look at a page of each kind.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from axe import violations
from chromium import chromium
from playwright.sync_api import Browser, Page
from static_server import served

WIDTHS = {"desktop": (1400, 900), "phone": (390, 844), "narrow": (320, 640)}
SCHEMES = ("light", "dark")
SEARCH = "[data-md-component=search-query]"


def menu(page: Page) -> None:
    """Open the menu of the course, a drawer where it has no place beside the page."""
    page.locator("header .course-menu").click()


def search(page: Page) -> None:
    """Search for something of which one word is found nowhere."""
    opener = page.locator("header .md-header__button[for=__search]")
    (opener if opener.is_visible() else page.locator(SEARCH)).click()
    page.locator(SEARCH).press_sequentially("softmax zebra")
    page.locator(".md-search-result__item").first.wait_for()


def annotation(page: Page) -> None:
    """Go to an annotation by keyboard."""
    page.locator(".course-walk__link").nth(1).focus()


def sliders(page: Page) -> None:
    """Move every slider."""
    for slider in page.locator("article input[type=range]").filter(visible=True).all():
        slider.focus()
        page.keyboard.press("ArrowRight")


def editor(page: Page) -> None:
    """Begin to change a block."""
    page.locator(".live-button[data-act=edit]").filter(visible=True).first.click()
    page.locator("article .cm-content").first.wait_for()


def question(page: Page) -> None:
    """Answer a question, right or wrong."""
    asked = page.locator(".quiz-question").filter(visible=True).first
    asked.locator("input").first.check()
    asked.locator(".quiz-button").first.click()


def guess(page: Page) -> None:
    """Go to where the reader is to guess what a block prints."""
    page.locator(".course-predict input").filter(visible=True).first.focus()


def boxes(page: Page) -> None:
    """Open every box that is closed: solutions, code, details."""
    page.evaluate("document.querySelectorAll('article details').forEach(box => (box.open = true))")


# What a page must have for the state, and how to bring it there.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "menu": ("header .course-menu", menu),
    "search": ("header", search),
    "annotation": (".course-walk__link", annotation),
    "sliders": ("article input[type=range]", sliders),
    "editor": (".live-button[data-act=edit]", editor),
    "question": (".quiz-question", question),
    "guess": (".course-predict input", guess),
    "boxes": ("article details", boxes),
}


def looks(page: Page, address: str) -> Iterator[tuple[str, list[str]]]:
    """A page as it opens, in windows of each width, then in each state that it can be in."""
    page.goto(address)
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        yield name, violations(page)
    for name, (needed, act) in STATES.items():
        for window in ("desktop", "phone"):
            page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[window], strict=True)))  # type: ignore[arg-type]
            page.evaluate("localStorage.clear()")  # a question is asked anew
            page.goto("about:blank")
            page.goto(address)
            if not page.locator(needed).filter(visible=True).count():
                continue  # a menu that stands beside the page is in no other state
            act(page)
            yield f"{name}, {window}", violations(page)


def faults(browser: Browser, address: str) -> list[str]:
    """Everything that is wrong with a page."""
    found = []
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        context.set_default_timeout(60_000)
        page = context.new_page()
        for state, broken in looks(page, address):
            found += [f"{scheme}, {state}: {fault}" for fault in broken]
        context.close()
    return found


def main() -> int:
    """Look at every page; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--notes", type=Path, help="where to note what is done, and to go on from")
    parser.add_argument("below", nargs="*", help="how paths begin (default: all pages)")
    options = parser.parse_args()
    site: Path = options.site
    if not (site / "index.html").is_file():
        parser.error(f"--site {site} holds no built site; build it with mkdocs build.")
    paths = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    paths.remove("404.html")  # its addresses begin where the site will lie; the tests open it
    if options.below:
        paths = [path for path in paths if path.startswith(tuple(options.below))]
    if not paths:
        parser.error(f"no page of {site} begins with {' or '.join(options.below)}.")
    notes: Path | None = options.notes
    done: dict[str, list[str]] = {}
    if notes and notes.exists():
        done = dict(json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines())
    with chromium() as browser, served(site) as home:
        for path in paths:
            if path not in done:
                done[path] = faults(browser, home + path)
                if notes:
                    with notes.open("a", encoding="utf-8") as file:
                        file.write(json.dumps([path, done[path]]) + "\n")
            for fault in done[path]:
                print(f"{path}, {fault}", flush=True)
    count = sum(len(done[path]) for path in paths)
    print(f"{count} faults in {len(paths)} pages")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
