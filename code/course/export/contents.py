"""The pages of a finished site in the order of its menu: what a PDF holds, and its contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup, Tag

from course.texts.errors import CourseError

# For whoever works on the course, and for whoever has its code at hand.
LEFT_OUT: Final = (
    "authors/",
    "reference/minimodel",
    "reference/trainings",
    "reference/char-rnn",
)


@dataclass(frozen=True)
class Chapter:
    """A page of the site.

    Attributes
    ----------
    section
        The heading under which the menu lists it; empty for the home page.
    title
        As in the menu.
    file
        Of the site.
    """

    section: str
    title: str
    file: Path


@dataclass(frozen=True)
class Course:
    """A finished site in one language.

    Attributes
    ----------
    site
        Its folder.
    title, words
        Its name, and the sentence that describes it.
    chapters
        Its pages.
    cited
        How it is cited: its version, and the day and commit of its first page.
    address
        Where the site stands on the net, with the slash; empty if it does not know.
    """

    site: Path
    title: str
    words: str
    chapters: list[Chapter]
    cited: str = ""
    address: str = ""


def course(site: Path, lang: str, source: str) -> Course:
    """Read from the home page what the course is called, and from its menu which pages it has.

    Parameters
    ----------
    site
        The finished site.
    lang, source
        The language, and the one whose pages lie at the site's root.

    Raises
    ------
    CourseError
        If there is no finished site, or none in that language.
    """
    root = site if lang == source else site / lang
    home = root / "index.html"
    if not home.is_file():
        raise CourseError(
            f"there is no finished site in {lang!r}.",
            file=str(site),
            fix="Build it: mkdocs build, or name its folder with --site.",
        )
    markup = BeautifulSoup(home.read_text(encoding="utf-8"), "html.parser")
    menu = markup.select_one("nav.md-nav--primary")
    name = markup.select_one(".md-header__topic")
    words = markup.select_one("meta[name=description]")
    cited = markup.select_one(".course-cite p")
    canonical = markup.select_one("link[rel=canonical]")
    if menu is None or name is None or words is None:
        raise CourseError(
            "the page has no menu, name or description.", file=str(home), fix="Build it again."
        )
    found: dict[Path, Chapter] = {}
    for section, link in _links(menu):
        address = unquote(urldefrag(str(link["href"])).url)
        file = (home.parent / address).resolve() if address else home.resolve()
        inside = (
            file.relative_to(root.resolve()).as_posix() if root.resolve() in file.parents else ""
        )
        if file.is_file() and inside and not inside.startswith(LEFT_OUT) and file not in found:
            found[file] = Chapter(section, link.get_text(" ", strip=True), file)
    return Course(
        site.resolve(),
        name.get_text(" ", strip=True),
        str(words["content"]),
        [*found.values()],
        cited.get_text().strip() if cited else "",
        str(canonical["href"]).removesuffix(home.relative_to(site).as_posix()) if canonical else "",
    )


def _links(menu: Tag) -> Iterator[tuple[str, Tag]]:
    """Each link to a page, under its section; not those into the page that is open."""
    top = menu.find("ul")
    for item in top.find_all("li", recursive=False) if isinstance(top, Tag) else ():
        inner = item.find("nav", attrs={"data-md-level": "1"})
        section = item.find(class_="md-nav__link")
        heading = section.get_text(" ", strip=True) if inner and section else ""
        for link in (inner or item).select("a.md-nav__link[href]"):
            if not link.find_parent(class_="md-nav--secondary"):
                yield heading, link


def page(
    course: Course, listed: list[tuple[Chapter, int]], heading: str, lang: str, style: str
) -> str:
    """The title and the contents with page numbers, as HTML.

    Parameters
    ----------
    course
        What is listed.
    listed
        Its chapters, each with the number of its first page.
    heading
        Of the contents.
    lang
        The language.
    style
        CSS.
    """
    rows, section = [], ""
    for chapter, number in listed:
        if chapter.section != section:
            section = chapter.section
            rows.append(f"<h3>{escape(section)}</h3>")
        rows.append(
            f'<p class="row"><a href="{chapter.file.as_uri()}">{escape(chapter.title)}</a>'
            f"<span></span><b>{number}</b></p>"
        )
    title = escape(course.title)
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style><h1>{title}</h1><p>{escape(course.words)}</p>"
        f'<p class="cited">{escape(course.cited)}</p>'
        f"<h2>{escape(heading)}</h2>{''.join(rows)}</html>"
    )


def numbers(first: int, last: int, lang: str, style: str) -> str:
    """Empty pages with a number at the foot of each, to be laid over printed ones."""
    feet = "".join(f'<div class="sheet"><span>{n}</span></div>' for n in range(first, last + 1))
    return f'<!doctype html><html lang="{lang}"><style>{style}</style>{feet}</html>'
