"""Predict before you look: an output is covered until its reader has made a guess."""

from __future__ import annotations

import pytest
from axe import violations
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGE = "chapter/03-bptt.html"
OUTPUT = "#out-first-input"


@pytest.mark.parametrize(("root", "said"), [("", "You said: a tenth"), ("es/", "Dijiste: a tenth")])
def test_a_guess_uncovers_the_output_and_stays_beside_it(
    page: Page, home: str, root: str, said: str
) -> None:
    page.goto(home + root + PAGE)
    expect(page.locator(OUTPUT)).to_be_hidden()
    box = page.locator(".course-predict input")
    box.scroll_into_view_if_needed()
    assert violations(page) == []
    box.press("Enter")  # nothing was guessed
    expect(page.locator(OUTPUT)).to_be_hidden()
    box.fill("a tenth")
    box.press("Enter")
    expect(page.locator(OUTPUT)).to_be_visible()
    expect(page.locator(f"{OUTPUT} .course-said")).to_have_text(said)
    page.reload()
    expect(page.locator(f"{OUTPUT} .course-said")).to_have_text(said)


def test_without_a_script_nothing_is_covered(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + PAGE)
    expect(page.locator(OUTPUT)).to_be_visible()
    context.close()
