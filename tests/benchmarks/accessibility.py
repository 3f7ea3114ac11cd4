"""Hold axe-core to every page of a built site, in every state of what can be used in it.

    .venv/bin/python tests/benchmarks/accessibility.py --site site [--turns] [labs es/quiz …]

Every page and notebook is looked at in light and dark, on a desktop, a phone and a narrow phone;
as it opens, with all in use at once that stands in its text (annotation, slider, code being
changed, question, guess, boxes), and with its menu and its search open. Prints each rule that is
broken and exits with status 1 if there is any.

That takes hours. `--turns` looks at each page once: the colors, the window and whether it is in
use change from page to page, and a page's other language takes the opposite of each. It takes
minutes, and is what `.ci/run` does. `--notes` names a file in which each page is noted once it is
done, and not looked at again. The tests look at a page of each kind.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from axe import violations
from chromium import await_late, chromium
from playwright.sync_api import Browser, Page, TimeoutError
from static_server import served

WINDOWS = {"desktop": (1400, 900), "phone": (390, 844), "narrow": (320, 640)}
SCHEMES = ("light", "dark")
SEARCH = "[data-md-component=search-query]"
PLAIN = "as it opens"
USED = "in use"
# Each of these once, then again: the pages in turn, and their twins in the other colors.
TURNS = (("light", "desktop", USED), ("dark", "phone", USED), ("light", "narrow", PLAIN))
TWINS = (("dark", "phone", PLAIN), ("light", "desktop", PLAIN), ("dark", "desktop", USED))


def menu(page: Page) -> None:
    """Open the menu of the course, a drawer where it has no place beside the page."""
    page.locator("header .course-menu").click()


def search(page: Page) -> None:
    """Search for something of which one word is found nowhere."""
    opener = page.locator("header .md-header__button[for=__search]")
    (opener if opener.is_visible() else page.locator(SEARCH)).click()
    page.locator(SEARCH).fill("")
    page.locator(SEARCH).press_sequentially("softmax zebra")
    page.locator(".md-search-result__item").first.wait_for()


def boxes(page: Page) -> None:
    """Open every box that is closed: solutions, code, details."""
    page.evaluate("document.querySelectorAll('article details').forEach(box => (box.open = true))")


def sliders(page: Page) -> None:
    """Move every slider."""
    for slider in page.locator("article input[type=range]").filter(visible=True).all():
        slider.focus()
        page.keyboard.press("ArrowRight")


def question(page: Page) -> None:
    """Answer a question, right or wrong."""
    asked = page.locator(".quiz-question").filter(visible=True).first
    asked.locator("input").first.press("Space")
    asked.locator(".quiz-button").first.press("Enter")


def editor(page: Page) -> None:
    """Begin to change a block, by keyboard: what is far is laid out, and moves, as one scrolls."""
    page.locator(".live-button[data-act=edit]").filter(visible=True).first.press("Enter")
    page.locator("article .cm-content").first.wait_for()


def guess(page: Page) -> None:
    """Go to where the reader is to guess what a block prints."""
    page.locator(".course-predict input").filter(visible=True).first.focus()


def annotation(page: Page) -> None:
    """Go to an annotation by keyboard."""
    page.locator(".course-walk__link").filter(visible=True).first.focus()


# What a page must have for it to be used, and how; all that a page has, one after the other.
USES: dict[str, Callable[[Page], None]] = {
    "article details": boxes,
    "article input[type=range]": sliders,
    ".quiz-question": question,
    ".live-button[data-act=edit]": editor,
    ".course-predict input": guess,
    ".course-walk__link": annotation,
}
# What lies over a page while it is open, of which alone the colors are new, and how it is opened.
OVER: dict[str, tuple[str, Callable[[Page], None]]] = {
    "menu": (".md-sidebar--primary", menu),
    "search": (".md-header", search),
}


def resize(page: Page, window: str) -> None:
    """Give the page another window."""
    width, height = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": height})


def use(page: Page) -> None:
    """Use all that stands in the page's text."""
    for needed, act in USES.items():
        if page.locator(needed).filter(visible=True).count():
            act(page)


def looks(page: Page, scheme: str) -> Iterator[tuple[str, list[str]]]:
    """An open page in every window and state.

    Colors don't hang on the window, and nothing but colors on the scheme: what was seen is not
    looked at again.
    """
    if scheme == "light":
        yield PLAIN, violations(page)
        for window in ("phone", "narrow"):
            resize(page, window)
            yield f"{window}, {PLAIN}", violations(page, colors=False)
        resize(page, "desktop")
    else:
        yield PLAIN, violations(page, rules=["color-contrast"])
    for name, (part, act) in OVER.items():
        for window in ("desktop", "phone"):
            resize(page, window)
            if name == "menu" and not page.locator("header .course-menu").is_visible():
                continue  # it stands beside the page
            act(page)
            yield f"{name}, {window}", violations(page, within=part)
            page.keyboard.press("Escape")
    resize(page, "desktop")
    use(page)
    yield USED, violations(page)
    resize(page, "phone")
    yield f"phone, {USED}", violations(page, colors=False)


def opened(browser: Browser, address: str, scheme: str, window: str) -> Page:
    """A page in a window of its own."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(120_000)
    page = context.new_page()
    resize(page, window)
    page.goto(address)
    await_late(page)
    return page


def faults(browser: Browser, address: str) -> list[str]:
    """Everything that is wrong with a page."""
    found = []
    for scheme in SCHEMES:
        page = opened(browser, address, scheme, "desktop")
        for state, broken in looks(page, scheme):
            found += [f"{scheme}, {state}: {fault}" for fault in broken]
        page.context.close()
    return found


def faults_in_turn(browser: Browser, address: str, turn: tuple[str, str, str]) -> list[str]:
    """What is wrong with a page in the one state whose turn it is."""
    scheme, window, state = turn
    page = opened(browser, address, scheme, window)
    try:
        if state == USED:
            use(page)
        broken = violations(page)
    except TimeoutError as error:
        broken = [f"it does not get there: {error.message.splitlines()[-1].strip()}"]
    page.context.close()
    return [f"{scheme}, {window}, {state}: {fault}" for fault in broken]


def turns(paths: list[str]) -> dict[str, tuple[str, str, str]]:
    """The state in which each page is looked at; its other language in another."""
    mine = zip(sorted(path for path in paths if not path.startswith("es/")), cycle(range(3)))
    place = dict(mine)
    return {
        path: TWINS[place.get(path.removeprefix("es/"), 0)]
        if path.startswith("es/")
        else TURNS[place[path]]
        for path in paths
    }


def main() -> int:
    """Look at every page; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--turns", action="store_true", help="look at each page once, in turn")
    parser.add_argument("--jobs", type=int, default=1, help="browsers at a time (default: 1)")
    parser.add_argument("--notes", type=Path, help="where to note what is done, and to go on from")
    parser.add_argument("below", nargs="*", help="how paths begin (default: all pages)")
    options = parser.parse_args()
    site: Path = options.site
    if options.jobs < 1:
        parser.error(f"--jobs {options.jobs}: at least one browser has to look.")
    if not (site / "index.html").is_file():
        parser.error(f"--site {site} holds no built site; build it with mkdocs build.")
    paths = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    turn = turns(paths)
    if options.below:
        paths = [path for path in paths if path.startswith(tuple(options.below))]
    if not paths:
        parser.error(f"no page of {site} begins with {' or '.join(options.below)}.")
    notes: Path | None = options.notes
    done: dict[str, list[str]] = {}
    if notes and notes.exists():
        done = dict(json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines())
    left: SimpleQueue[str] = SimpleQueue()
    for path in paths:
        if path not in done:
            left.put(path)
    noting = Lock()

    def look(home: str) -> None:
        with chromium() as browser:
            while True:
                try:
                    path = left.get_nowait()
                except Empty:
                    return
                if options.turns:
                    found = faults_in_turn(browser, home + path, turn[path])
                else:
                    found = faults(browser, home + path)
                with noting:
                    done[path] = found
                    for fault in found:
                        print(f"{path}, {fault}", flush=True)
                    if notes:
                        with notes.open("a", encoding="utf-8") as file:
                            file.write(json.dumps([path, found]) + "\n")

    for path in set(paths) & set(done):
        for fault in done[path]:
            print(f"{path}, {fault}", flush=True)
    with served(site) as home, ThreadPoolExecutor(options.jobs) as pool:
        for running in [pool.submit(look, home) for _ in range(options.jobs)]:
            running.result()
    count = sum(len(done[path]) for path in paths)
    print(f"{count} faults in {len(paths)} pages")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
