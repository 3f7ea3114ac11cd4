"""The course on paper: a PDF with contents, numbers and links that lead to the right sheet."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import Watch
from course.export import pdf
from course.export.contents import course
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader
from site_project import ROOT

PAGES = ("chapter/02-recurrence.html", "chapter/03-bptt.html")
TITLE = {"en": "03: Backpropagation through time", "es": "03: Retropropagación a través del tiempo"}


@pytest.fixture(scope="module", params=["en", "es"])
def printed(request: pytest.FixtureRequest, site: Path, browser: Browser) -> tuple[str, PdfReader]:
    """Two pages of a language, printed."""
    lang: str = request.param
    whole = course(site, lang, "en")
    assert len(whole.chapters) > 30
    chosen = [c for c in whole.chapters if c.file.as_posix().endswith(PAGES)]
    some = dataclasses.replace(whole, chapters=chosen)
    with browser.new_context(java_script_enabled=False, color_scheme="light") as context:
        made, count = pdf.make(some, context.new_page(), "Contents", lang, lambda _: None)
    read = PdfReader(io.BytesIO(made))
    assert len(read.pages) == count
    return lang, read


def links(read: PdfReader) -> Iterator[dict[str, Any]]:
    for sheet in read.pages:
        for note in sheet.get("/Annots", ()):
            if action := note.get_object().get("/A"):
                yield action.get_object()


def test_the_contents_say_where_each_page_begins(printed: tuple[str, PdfReader]) -> None:
    lang, read = printed
    contents, title = read.pages[1].extract_text(), TITLE[lang]
    number = int(contents.split(title)[1].split()[0].strip("."))
    sheet = " ".join(read.pages[number - 1].extract_text().split())  # a long title has two lines
    assert sheet.startswith(title)
    assert sheet.endswith(str(number))
    (mark,) = [m for m in read.outline if not isinstance(m, list) and m.title == title]
    assert read.get_destination_page_number(mark) == number - 1


def test_links_among_pages_lead_to_their_sheets(printed: tuple[str, PdfReader]) -> None:
    _, read = printed
    addresses = [str(link["/URI"]) for link in links(read) if "/URI" in link]
    assert addresses  # what leads out of these two pages is left as it is
    assert not [each for each in addresses if each.split("#")[0].endswith(PAGES)]
    inside = [link["/D"] for link in links(read) if link["/S"] == "/GoTo" and "/D" in link]
    sheets = {read.get_page_number(goal[0].get_object()) for goal in inside if len(goal) > 1}
    begins = {read.get_destination_page_number(m) for m in read.outline if not isinstance(m, list)}
    assert begins <= sheets  # the contents lead to each page,
    assert sheets - begins  # and a link to a section to where it stands


def test_what_is_closed_on_a_screen_is_open_on_paper(printed: tuple[str, PdfReader]) -> None:
    _, read = printed
    _, following = [m for m in read.outline if not isinstance(m, list)]
    end = read.get_destination_page_number(following) or 0
    last = "".join(sheet.extract_text() for sheet in read.pages[end - 3 : end])
    assert "40 · 10 + 40 · 40 + 40" in last.replace("\n", " ")  # an answer of the self-check


def test_sheets_end_on_a_whole_pixel() -> None:
    """Else what begins the next one leaves a hairline at the foot, as most code blocks did."""
    style = (ROOT / "docs/assets/stylesheets/course/paper.css").read_text(encoding="utf-8")
    assert re.search(r"@page \{\s*margin: \d+px \d+px \d+px;\s*\}", style)


def test_a_page_printed_by_itself_says_where_its_links_lead(
    disk: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{disk}es/chapter/04-remedies.html")
    page.emulate_media(media="print")
    read = PdfReader(io.BytesIO(page.pdf(format="A4", tagged=False)))
    said = "".join(sheet.extract_text() for sheet in read.pages)
    listed = page.locator(".course-addresses li").all_text_contents()
    assert listed == [*dict.fromkeys(listed)] and listed
    (end,) = re.findall(r"Adónde llevan los enlaces.*", said, re.DOTALL)
    unbroken = re.sub(r"\s", "", end)
    for number, address in enumerate(listed, 1):
        assert f"{number}.{address}" in unbroken
        assert f"[{number}]" in re.sub(r"\s", "", said)
    assert not page.locator("text=Citar esta página").is_visible()


def test_the_whole_course_needs_no_addresses(printed: tuple[str, PdfReader]) -> None:
    _, read = printed
    said = "".join(sheet.extract_text() for sheet in read.pages)
    assert "Where the links lead" not in said and "Adónde llevan" not in said


def test_a_mistake_is_reported_with_the_place_that_is_open(
    page: Page, watch: Watch, home: str
) -> None:
    page.goto(f"{home}chapter/04-remedies.html#clipping")
    block = page.locator("#fig-clipping")
    link = block.locator("a.course-permalink")
    link.focus()
    expect(link).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.wait_for_url("**#fig-clipping")
    page.locator(".course-report summary").press("Enter")
    lines = page.locator(".course-report code")
    expect(lines).to_contain_text("Section: #fig-clipping")
    page.get_by_label("Where is it?").select_option("clipping")
    expect(lines).to_contain_text("Section: Clipping the gradient (#clipping)")
    page.locator(".course-cite summary").press("Enter")
    expect(page.locator(".course-cite code")).to_contain_text("@misc{rnn-course-chapter-04")
    assert watch.taken() == []
