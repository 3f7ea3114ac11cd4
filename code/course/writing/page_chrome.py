"""What a page says of itself above and below its text: time, notebook, how it was made."""

from __future__ import annotations

import html
import posixpath
import re

from course.reading import parity
from course.running.parts import PageRun
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE
from course.writing import provenance
from course.writing import walk_html as walk_html


def page(
    content: str, run: PageRun, notice: str = "", *, notebook: bool, template: bool = False
) -> str:
    """Add to a page its row of facts below the title, and the provenance of its results.

    The `notice` stands before them, with that of a translation that is behind.
    A page with a `template` of its own, as the home page, has no such row.
    """
    path, lang = run.page.path, run.page.lang
    notice += _behind(run)
    if template:
        return notice + content + provenance.footer(run)
    facts = [html.escape(messages.text("minutes", lang, minutes=run.page.minutes))]
    if notebook:
        up = "../" * (path.count("/"))
        address = f"{up}notebooks/{path}"
        facts += [
            _link(f"{address}.html", messages.text("notebook", lang)),
            _link(f"{address}.ipynb", messages.text("download", lang), download=True),
        ]
    facts += walk_html.files(run.walks, run.page)
    menu = walk_html.menu(run.page, parity.headings(run.page)) if run.walks else ""
    return _below_title(content, _row(facts) + notice + menu) + provenance.footer(run)


def notebook(content: str, path: str, lang: str) -> str:
    """Add to a notebook's page the way back to its page and the file itself."""
    up = "../" * (path.count("/") + 1)
    facts = [
        _link(f"{up}{path}.html", messages.text("page", lang)),
        _link(f"{posixpath.basename(path)}.ipynb", messages.text("download", lang), download=True),
    ]
    return _row(facts) + content


def _behind(run: PageRun) -> str:
    """What tells a reader that parts of a translation are behind their original, and which."""
    if not run.behind:
        return ""
    page = run.page
    titles = {anchor: text for _, anchor, text in parity.headings(page)}
    names = [
        _link(f"#{anchor}", _plain(titles[anchor]))
        if anchor in titles
        else html.escape(messages.text("behind_top", page.lang))
        for anchor in run.behind
    ]
    original = "../" * (page.path.count("/") + 1) + f"{page.path}.html"
    read = html.escape(messages.text("behind_original", page.lang))
    return (
        '<p class="course-stale" role="note" data-search-exclude>'
        f"{html.escape(messages.text('behind', page.lang))} {', '.join(names)}. "
        f'<a href="{original}" hreflang="{SOURCE_LANGUAGE}">{read}</a></p>'
    )


def _plain(heading: str) -> str:
    """A heading's text without its marks."""
    return re.sub(r"[`*_]", "", heading)


def _below_title(content: str, added: str) -> str:
    placed, count = re.subn(r"</h1>", lambda match: match[0] + added, content, count=1)
    return placed if count else added + content


def _row(facts: list[str]) -> str:
    items = "".join(f"<li>{fact}</li>" for fact in facts)
    return f'<ul class="course-notebook-links" data-search-exclude>{items}</ul>'


def _link(address: str, text: str, *, download: bool = False) -> str:
    attribute = " download" if download else ""
    return f'<a href="{html.escape(address)}"{attribute}>{html.escape(text)}</a>'
