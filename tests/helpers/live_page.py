"""A page of blocks to run, and what a reader does there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, Route, expect
from site_project import block

PATHS = {"en": "labs/live.html", "es": "es/labs/live.html"}
DRAWN = """from matplotlib.figure import Figure

level = 2 * total
figure = Figure()
figure.subplots().plot([0, level])
figure"""
PAGE = "# Live\n\nBlocks to run.\n\n" + "\n".join(
    (
        block("import numpy as np\n\nnumbers = np.array([1.0, 2.0, 4.0])", identifier="start"),
        block("total = float(numbers.sum())\nprint(total)", identifier="total"),
        block("unseen = 3", 'source="hidden"', "unseen"),
        block('print(f"{total / 3:.4f}")', identifier="mean"),
        block(DRAWN, 'alt="A line that rises."', "drawn"),
        block("[][0]", 'raises="IndexError"', "raised"),
        block("print(6 * 7)", 'timeout="2" source="folded"', "limited"),
        block("from minimodel.drawing import style\n\nstyle", 'source="folded"', "style"),
        block(
            "from minimodel.ngrams.comparison import score\n\nfound = score(n=1, k=1.0)\n"
            'print(f"{found.held_out:.6f}")',
            identifier="scored",
        ),
        block(
            "from course.student import checklist\n\n"
            'mine = "def clip(g):\\n    return g\\n"\nprint(checklist.done([]), len(mine))',
            identifier="checked",
        ),
    )
)


def click(page: Page, name: str, act: str) -> None:
    """Press a button of a block.

    By the event, not by the mouse: boxes that the page draws for the first time as it scrolls get
    their height between a mouse's press and its release, which then is no click on the button.
    """
    button = bar(page, name).locator(f'[data-act="{act}"]')
    expect(button).to_be_visible()
    button.dispatch_event("click")


def bar(page: Page, name: str) -> Locator:
    """The buttons of a block, and the line beside them."""
    return page.locator(f'.live[data-live="{name}"]')


def line(page: Page, name: str) -> Locator:
    """The line beside a block's buttons."""
    return bar(page, name).locator(".live-status")


def status(page: Page, name: str) -> str:
    """What that line says."""
    return line(page, name).inner_text()


def stale(page: Page, name: str) -> str:
    """What a block says of what stands below it, if that is not what its code gives."""
    marked = page.locator(f'.live[data-live="{name}"] + .live-stale')
    return marked.inner_text() if marked.is_visible() else ""


def own(page: Page, name: str) -> str:
    """What a run in the browser gave below a block."""
    return page.locator(f"#live-{name}").inner_text()


def write(page: Page, name: str, code: str) -> None:
    """Put code into the editor of a block."""
    if not bar(page, name).locator('[data-act="edit"]').is_hidden():
        click(page, name, "edit")
    page.get_by_role("textbox", name=f" {name}").fill(code)


def change(page: Page, name: str, **values: object) -> None:
    """Let the page find other data of a block, such as the `seconds` that it may take."""

    def answer(route: Route) -> None:
        response = route.fetch()
        data = response.json()
        (found,) = (one for one in data["blocks"] if one["id"] == name)
        assert values.keys() <= found.keys()
        found |= values
        route.fulfill(response=response, json=data)

    page.route("**/*.live.json", answer)


def tab_to(page: Page, name: str, act: str) -> None:
    """Press Tab until a button of a block has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        where = "e => [e.dataset.act, e.closest('.live')?.dataset.live]"
        if page.evaluate(f"({where})(document.activeElement)") == [act, name]:
            return
    raise AssertionError(f"Tab does not come to {act} of {name}")
