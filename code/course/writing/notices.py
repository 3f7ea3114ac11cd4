"""What a page says of itself as a whole: that it is a draft, or that nobody has translated it."""

from __future__ import annotations

import html

from minimodel.texts.languages import LANGUAGES

from course.reading.pages import Page
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE

ARTICLE = "<article "


def of(page: Page, source: Page) -> str:
    """The notices of a page, as HTML; empty for a page that is whole.

    Parameters
    ----------
    page
        The page.
    source
        The page of the source language, whose head says whether it is a draft.
    """
    said = []
    if source.meta.get("draft"):
        said.append(_note({page.lang: messages.text("draft", page.lang)}))
    if not LANGUAGES[page.place].complete:
        key = "untranslated" if page.place != page.lang else "preparing"
        said.append(_note(_for_all(key, page.place)))
    return "".join(said)


def _for_all(key: str, lang: str) -> dict[str, str]:
    """A text in a language, as far as that is translated, and in the source language."""
    both = (lang, SOURCE_LANGUAGE)
    name = LANGUAGES[lang].name
    return {each: messages.text(key, each, name=name) for each in both if messages.has(key, each)}


def _note(said: dict[str, str]) -> str:
    lines = (f'<p lang="{lang}">{html.escape(text)}</p>' for lang, text in said.items())
    return f'<div class="course-stale" role="note" data-search-exclude>{"".join(lines)}</div>'


def mark(output: str, page: Page) -> str:
    """Say in a finished page which language its text is in, where that is not the site's there."""
    if page.place == page.lang:
        return output
    return output.replace(ARTICLE, f'{ARTICLE}lang="{page.lang}" ', 1)


def title(page: Page) -> str:
    """What a menu calls a page that nobody has translated; empty for any other."""
    return f"{page.title} [{page.lang}]" if page.place != page.lang else ""
