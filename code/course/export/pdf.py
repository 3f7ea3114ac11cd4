"""The course as one PDF: pages printed one by one, joined, numbered, linked to each other."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urldefrag

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from course.export import contents
from course.export.contents import Chapter, Course

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEADINGS: Final = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(e => e.checkVisibility()).map(e => e.id)"""
# What is closed on a screen is open on paper, and stays so: there is no script to open it.
OPEN: Final = (
    """() => { for (const box of document.querySelectorAll("article details")) box.open = true }"""
)
# Links lead on within the file: their addresses need not stand on the paper as well, and the way
# to a page is what the contents say.
BOUND: Final = """() => {
    document.documentElement.classList.add("course-bound")
    document.querySelector(".md-path")?.remove()
}"""
READY: Final = "() => document.fonts.ready.then(() => true)"
PAPER: Final = "A4"  # with the margins of the pages' own style


@dataclass(frozen=True)
class Printed:
    """A chapter on paper.

    Attributes
    ----------
    chapter
        What was printed.
    pdf
        The result.
    places
        By the address of a heading: its page, counted from 0, and how far up it stands.
    """

    chapter: Chapter
    pdf: PdfReader
    places: dict[str, tuple[int, float]]


def make(
    course: Course, page: Page, heading: str, lang: str, tell: Callable[[Chapter], None]
) -> tuple[bytes, int]:
    """Return the course as a PDF, and how many pages it has.

    Parameters
    ----------
    course
        What is printed.
    page
        Of a browser, in which its pages are opened.
    heading
        Of the contents.
    lang
        The language.
    tell
        Called with each chapter before it is printed.
    """
    printed = []
    for chapter in course.chapters:
        tell(chapter)
        printed.append(_printed(chapter, page))
    style = _fonts(course)
    ahead = 0
    while True:  # the contents say on which page things are, and themselves take pages
        listed = [*_numbered(printed, ahead)]
        front = contents.page(course, listed, heading, lang, style + _style("pdf.css"))
        before = PdfReader(io.BytesIO(_print(page, front)))
        if len(before.pages) == ahead:
            break
        ahead = len(before.pages)
    writer = PdfWriter()
    writer.append(before, import_outline=False)
    for each in printed:
        writer.append(each.pdf, outline_item=each.chapter.title, import_outline=True)
    count = len(writer.pages)
    _stamp(writer, PdfReader(io.BytesIO(_print(page, _feet(ahead, count, lang, style)))), ahead)
    _link(writer, listed, {each.chapter.file.as_uri(): each for each in printed}, course)
    writer.add_metadata({"/Title": course.title})
    writer.root_object[NameObject("/Lang")] = TextStringObject(lang)
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), count


def _printed(chapter: Chapter, page: Page) -> Printed:
    page.goto(chapter.file.as_uri())
    page.emulate_media(media="print")
    page.evaluate(OPEN)
    page.evaluate(BOUND)
    page.evaluate(READY)
    anchors = page.evaluate(HEADINGS)
    pdf = PdfReader(io.BytesIO(page.pdf(format=PAPER, outline=True, tagged=True)))
    marks = [*_flat(pdf.outline)]
    places = {}
    if len(marks) == len(anchors):
        for anchor, mark in zip(anchors, marks, strict=True):
            number = pdf.get_destination_page_number(mark)
            if anchor and number is not None:
                places[anchor] = number, float(mark.top or 0)
    return Printed(chapter, pdf, places)


def _print(page: Page, markup: str) -> bytes:
    with TemporaryDirectory() as folder:  # from disk, where the site's fonts may be read
        file = Path(folder) / "page.html"
        file.write_text(markup, encoding="utf-8")
        page.goto(file.as_uri())
        page.evaluate(READY)
        return page.pdf(prefer_css_page_size=True)


def _feet(ahead: int, count: int, lang: str, style: str) -> str:
    return contents.numbers(ahead + 1, count, lang, style + _style("numbers.css"))


def _fonts(course: Course) -> str:
    """The face of the site's text, from its own files."""
    face = (course.site / "assets/vendor/fonts/source-serif-latin.woff2").as_uri()
    return f'@font-face{{font-family:"Source Serif";font-weight:200 900;src:url("{face}")}}'


def _numbered(printed: list[Printed], ahead: int) -> Iterator[tuple[Chapter, int]]:
    number = ahead + 1
    for each in printed:
        yield each.chapter, number
        number += len(each.pdf.pages)


def _flat(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def _stamp(writer: PdfWriter, feet: PdfReader, ahead: int) -> None:
    for sheet, foot in zip(writer.pages[ahead:], feet.pages, strict=False):
        sheet.merge_page(foot)
        sheet.compress_content_streams()


def _link(
    writer: PdfWriter,
    listed: list[tuple[Chapter, int]],
    printed: dict[str, Printed],
    course: Course,
) -> None:
    """Let links to pages of the course lead to where they are in this file.

    What else the site has is led to on the net, if its address is known. Otherwise the words stay
    without their link, for nobody finds it on the maker's disk.
    """
    first = {chapter.file.as_uri(): number - 1 for chapter, number in listed}
    root = f"{course.site.as_uri()}/"
    for sheet in writer.pages:
        kept = ArrayObject()
        for entry in sheet.get("/Annots", ()):
            note = entry.get_object()
            action = note.get("/A")
            whole = str(action.get_object().get("/URI", "")) if action is not None else ""
            page, anchor = urldefrag(whole)
            address = page.partition("?")[0]  # a page on paper is not asked anything
            if address in first:
                at, top = printed[address].places.get(anchor, (0, None))
                note[NameObject("/A")] = _goal(writer.pages[first[address] + at], top)
            elif course.address and whole.startswith(root):
                there = TextStringObject(course.address + whole.removeprefix(root))
                action.get_object()[NameObject("/URI")] = there
            elif whole.startswith("file:"):
                continue
            kept.append(entry)
        sheet[NameObject("/Annots")] = kept


def _goal(sheet: PageObject, top: float | None) -> DictionaryObject:
    view = (
        [NameObject("/Fit")]
        if top is None
        else [NameObject("/XYZ"), FloatObject(0), FloatObject(top), FloatObject(0)]
    )
    goto = DictionaryObject()
    goto[NameObject("/S")] = NameObject("/GoTo")
    goto[NameObject("/D")] = ArrayObject([sheet.indirect_reference, *view])
    return goto


@cache
def _style(name: str) -> str:
    return files("course.export").joinpath(name).read_text(encoding="utf-8")
