"""The panel on which an exercise is done, as a reader's hands find it."""

from __future__ import annotations

from course.student import samples
from playwright.sync_api import Locator, Page, expect

# A browser that refuses to keep anything, and one whose room is at an end for a while.
FORBIDDEN = """Object.defineProperty(globalThis, "indexedDB", {
  get() { throw new DOMException("not here", "SecurityError") },
})"""
FULL = """const { put } = IDBObjectStore.prototype
IDBObjectStore.prototype.put = function (...given) {
  if (globalThis.full) throw new DOMException("no room", "QuotaExceededError")
  return put.apply(this, given)
}"""


OPEN = {"en": "Open the files", "es": "Abrir los archivos"}
ROOT = {"en": "", "es": "es/"}


def files_of(page: Page, name: str = "train-step", lang: str = "en") -> Page:
    """Open an exercise and its files."""
    page.goto(f"{ROOT[lang]}exercises/{name}.html")
    page.get_by_role("button", name=OPEN[lang]).click()
    expect(page.get_by_role("tab").first).to_be_visible()
    return page


def shown(page: Page) -> Locator:
    """The editor of the file that is shown."""
    return page.locator("[role=tabpanel]:visible .cm-content")


def to_tab(page: Page, name: str) -> Locator:
    """Show a file, and return its editor."""
    page.get_by_role("tab", name=name, exact=True).click()
    return shown(page)


def write(page: Page, code: str) -> None:
    page.get_by_role("textbox", name="train_step.py", exact=False).first.fill(code)


def status(page: Page) -> str:
    return page.locator(".check-panel .live-status").inner_text()


# A short check begins and ends between two looks of a test: the button itself says that it ended.
ENDED = """button => {
  delete button.dataset.ended
  new MutationObserver((_, observer) => {
    if (button.hasAttribute("aria-disabled")) return
    button.dataset.ended = ""
    observer.disconnect()
  }).observe(button, { attributeFilter: ["aria-disabled"] })
}"""


def pressed(page: Page, button: str) -> None:
    """Press a button with the keyboard, and wait until what it does is done."""
    found = page.get_by_role("button", name=button, exact=True)
    found.evaluate(ENDED)
    found.press("Enter")
    expect(found).to_have_attribute("data-ended", "")


def checked(page: Page, button: str = "Check") -> list[str]:
    """Check, and return the marks."""
    pressed(page, button)
    return page.locator(".check-mark").all_inner_texts()


def marks(files: dict[str, str], lang: str = "en") -> list[str]:
    """The marks of a terminal."""
    signs = {True: "✓", False: "✗", None: "·"}
    return [signs[item.passed] for item in samples.checked("train-step", files, lang)]
