"""What a reader has read is marked in the menu and kept in his browser, for both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LAB = "labs/02-forward.html"
MARK = ".md-nav--primary a:has(.course-read)"


def read_to_the_end(page: Page, address: str) -> None:
    # Whoever leaves sooner has not read it: let the page believe that the time is over.
    page.clock.install()
    page.goto(address)
    page.locator("footer.course-provenance").scroll_into_view_if_needed()
    page.clock.run_for(20_000)


def test_a_page_read_to_its_end_is_marked_in_both_languages(page: Page, home: str) -> None:
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(home + LAB)
    expect(page.locator(MARK)).to_have_count(0)
    read_to_the_end(page, home + LAB)
    expect(page.locator(MARK)).to_have_count(1)
    page.goto(f"{home}es/labs/03-vanishing.html")
    assert "leída" in str(page.locator(MARK).text_content())
    assert str(page.locator(MARK).get_attribute("href")).endswith("02-forward.html")


def test_home_leads_to_where_one_stopped_and_forgets_if_asked(page: Page, home: str) -> None:
    page.goto(f"{home}es/index.html")
    expect(page.locator(".course-continue")).to_have_count(0)
    page.goto(home + LAB)
    page.goto(f"{home}es/index.html")
    page.locator(".course-continue").click()
    page.wait_for_url(f"{home}es/{LAB}")
    page.goto(f"{home}index.html")
    page.locator(".course-forget").click()
    page.reload()
    expect(page.locator(".course-continue")).to_have_count(0)
