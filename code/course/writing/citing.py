"""How a page is cited, and how a mistake in it is reported: two boxes below its text."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from babel.dates import format_date

from course.reading import releases
from course.reading.history import Changed
from course.reading.pages import Page
from course.texts import messages

PROJECT = Path(__file__).resolve().parents[3]
HOME = "index"
HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # a preview's addresses are nobody's
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# What BibTeX would read as a command.
SPECIAL = re.compile(r"[&%$#_{}]")
# How the form for a new issue is addressed, by what stands in a host's name: below the
# repository's address, with the names of its two fields.
FORMS = {
    "gitlab": ("-/issues/new", "issue[title]", "issue[description]"),
    "github": ("issues/new", "title", "body"),
    "codeberg": ("issues/new", "title", "body"),
    "gitea": ("issues/new", "title", "body"),
    "forgejo": ("issues/new", "title", "body"),
}


@dataclass(frozen=True)
class Course:
    """What all pages of a language are cited as parts of.

    Attributes
    ----------
    name
        The course's.
    version
        Its version.
    author
        Who wrote it; empty if mkdocs.yml has no `site_author`.
    repository
        Where its code is; empty if mkdocs.yml has no `repo_url`.
    changes
        When each page was last changed.
    """

    name: str
    version: str
    author: str = ""
    repository: str = ""
    changes: Mapping[str, Changed] = field(default_factory=dict)


def course(config: Any, changes: Mapping[str, Changed]) -> Course:
    """The course as the configuration of a language's build has it."""
    return Course(
        str(config.site_name),
        releases.version(PROJECT),
        str(config.site_author or ""),
        str(config.repo_url or ""),
        changes,
    )


def public(address: str | None) -> str:
    """An address that others can open; empty for a preview's."""
    return "" if urlsplit(address or "").hostname in HERE else address or ""


def boxes(page: Page, course: Course, address: str) -> str:
    """The two boxes, as HTML.

    Parameters
    ----------
    page
        The page.
    course
        The course.
    address
        The page's on the net; empty where nobody knows it.
    """
    changed = course.changes.get(page.file)
    return (
        '<div class="course-about" data-search-exclude>'
        f"{_citation(page, course, changed, address)}"
        f"{_report(page, course, changed, address)}</div>"
    )


def title(page: Page) -> str:
    """A page's title without marks."""
    return re.sub(r"[`*]", "", page.title)


def apa(page: Page, course: Course, changed: Changed | None, address: str) -> str:
    """A reference in the manner of the APA, as HTML."""
    lang = page.lang
    day = (
        format_date(changed.day, messages.text("cite_date", lang), locale=lang)
        if changed
        else messages.text("cite_undated", lang)
    )
    name, whole = html.escape(title(page)), f"<em>{html.escape(course.name)}</em>"
    edition = f"({html.escape(_edition(course, changed, lang))})"
    inside = messages.text("cite_in", lang, course=whole)
    author = html.escape(course.author)
    if page.path == HOME:  # the course itself
        said = f"{author} ({day}). {whole} {edition}." if author else f"{whole} {edition}. ({day})."
    elif author:
        said = f"{author} ({day}). {name}. {inside} {edition}."
    else:
        said = f"{name}. ({day}). {inside} {edition}."
    return said + (f" {html.escape(address)}" if address else "")


def bibtex(page: Page, course: Course, changed: Changed | None, address: str) -> str:
    """An entry for BibTeX."""
    home = page.path == HOME
    key = re.sub(r"\W+", "-", f"rnn-course-{page.path}-{page.lang}")
    fields = {
        "author": f"{{{_tex(course.author)}}}" if course.author else "",
        # In two braces, lest a style should lower its capitals.
        "title": f"{{{_tex(course.name if home else title(page))}}}",
        "howpublished": ""
        if home
        else messages.text("cite_in", page.lang, course=_tex(course.name)),
        "year": str(changed.day.year) if changed else "",
        "month": MONTHS[changed.day.month - 1] if changed else "",
        "note": _edition(course, changed, page.lang),
        "language": messages.text("cite_language", page.lang),
        "url": address,
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def report(page: Page, course: Course, changed: Changed | None, address: str) -> str:
    """The lines that say where a mistake was found; a script fills in the section."""
    lang = page.lang
    said = [
        messages.text("report_page", lang, page=page.path, language=lang),
        *([address] if address else []),
        messages.text("report_version", lang, edition=_edition(course, changed, lang)),
        messages.text("report_section", lang, section=""),
        "",
        messages.text("report_what", lang),
    ]
    return "\n".join(said) + "\n"


def form(repository: str, subject: str, body: str) -> tuple[str, str]:
    """The address of a repository's form for a new issue, filled in, and its field for the text.

    Both are empty for a host whose forms nobody here knows: no link may lead nowhere.
    """
    host = urlsplit(repository).hostname or ""
    for known, (below, named, text) in FORMS.items():
        if known in host:
            base = f"{repository.rstrip('/').removesuffix('.git')}/{below}"
            return f"{base}?{quote(named)}={quote(subject)}&{quote(text)}={quote(body)}", text
    return "", ""


def _edition(course: Course, changed: Changed | None, lang: str) -> str:
    said = messages.text("cite_version", lang, version=course.version)
    return said + (
        f", {messages.text('cite_commit', lang, commit=changed.commit)}" if changed else ""
    )


def _tex(text: str) -> str:
    return SPECIAL.sub(lambda match: f"\\{match[0]}", text)


def _citation(page: Page, course: Course, changed: Changed | None, address: str) -> str:
    what = "cite_course" if page.path == HOME else "cite"
    summary = html.escape(messages.text(what, page.lang))
    return (
        f'<details class="course-cite"><summary>{summary}</summary>'
        f"<p>{apa(page, course, changed, address)}</p>"
        f"<pre><code>{html.escape(bibtex(page, course, changed, address))}</code></pre></details>"
    )


def _report(page: Page, course: Course, changed: Changed | None, address: str) -> str:
    lang = page.lang
    lines = report(page, course, changed, address)
    link, text = form(course.repository, f"{page.path} ({lang}): ", lines)
    said = html.escape(messages.text("report_form" if link else "report_copy", lang))
    asked = f'<a href="{html.escape(link)}">{said}</a>' if link else said
    texts = {
        "field": text,
        "section": messages.text("report_section", lang, section=""),
        "where": messages.text("report_where", lang),
        "whole": messages.text("report_whole", lang),
    }
    data = "".join(f' data-{key}="{html.escape(value)}"' for key, value in texts.items())
    return (
        f'<details class="course-report"{data}>'
        f"<summary>{html.escape(messages.text('report', lang))}</summary><p>{asked}</p>"
        f"<pre><code>{html.escape(lines)}</code></pre></details>"
    )
