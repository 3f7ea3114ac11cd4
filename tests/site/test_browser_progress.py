"""What a reader has read is marked in the menu and kept in his browser, for both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

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
    page.locator(".course-start .course-forget").click()
    page.reload()
    expect(page.locator(".course-continue")).to_have_count(0)


def test_what_is_kept_goes_to_another_browser_by_a_file(
    browser: Browser, page: Page, home: str, tmp_path: Path
) -> None:
    page.goto(home + LAB)
    page.goto(f"{home}es/index.html")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Guardar lo que").click()
    file = tmp_path / "kept.json"
    saved.value.save_as(file)
    with browser.new_context() as other:
        there = other.new_page()
        there.goto(f"{home}index.html")
        load = there.get_by_role("button", name="Load it from a file")
        for text in ("no JSON", '{"format": "rnn-course/1", "kept": {"other": "1"}}'):
            (tmp_path / "wrong.json").write_text(text)
            with there.expect_file_chooser() as chooser:
                load.click()
            chooser.value.set_files(tmp_path / "wrong.json")
            expect(there.locator(".course-keep [role=status]")).to_contain_text(
                "Nothing was changed"
            )
            assert there.evaluate("localStorage.getItem('other')") is None
        with there.expect_file_chooser() as chooser:
            load.click()
        # The right one follows at once, while the wrong one is still being read.
        chooser.value.set_files(tmp_path / "wrong.json")
        chooser.value.set_files(file)
        expect(there.locator(".course-continue")).to_contain_text("Lab 02")
