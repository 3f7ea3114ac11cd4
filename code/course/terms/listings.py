"""What the pages of reference list, as Markdown in the place of a line such as [BIBLIOGRAPHY]."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Sequence

from minimodel.texts.languages import LANGUAGES, SOURCE_LANGUAGE, said

from course.reading import parity
from course.reading.pages import Page
from course.terms.citations import Citation
from course.terms.formulas import Used
from course.terms.glossary import Term
from course.terms.sources import Source
from course.terms.symbols import Symbol
from course.texts import messages

Cited = Sequence[tuple[Page, Sequence[Citation]]]  # pages in their order, each with its places


def bibliography(
    sources: Iterable[tuple[Source, Cited]], lang: str, here: str, *, further: bool
) -> list[str]:
    """List sources by their authors' names, each with its addresses and where it is cited.

    Parameters
    ----------
    sources
        The sources, each with the pages that cite it.
    lang
        The language.
    here
        The address of the page that lists them.
    further
        Whether those are listed that are further reading, or all others.
    """
    lines = [""]
    for source, cited in sorted(sources, key=lambda entry: _by_name(entry[0])):
        if source.further != further:
            continue
        lines.append(f"- {source.written(lang, whole=True)}")
        if cited:
            places = "; ".join(_places(page, citations, here) for page, citations in cited)
            said = messages.text("source_cited", lang, places=places)
            lines[-1] += "<br>"
            lines.append(f'    <small class="course-cited">{said}</small>')
        lines.append(f"    {{ #{source.key} }}")
    return [*lines, ""]


def glossary(terms: Iterable[tuple[Term, Page, str]], lang: str, here: str) -> list[str]:
    """List terms by their names in a language, each with the others' and where it is explained.

    Parameters
    ----------
    terms
        The terms, each with the page that explains it and the title of the section.
    lang
        The language.
    here
        The address of the page that lists them.
    """
    lines = [""]
    letter = ""
    for term, page, title in sorted(
        terms, key=lambda entry: _fold(said(entry[0].words, lang).term)
    ):
        word = said(term.words, lang)
        if (initial := _fold(word.term)[0]) != letter:
            letter = initial
            lines += ["", f"## {letter.upper()} {{ #letter-{letter} }}", ""]
        others = [
            f'<span lang="{other}">{LANGUAGES[other].own}: {term.words[other].term}</span>'
            for other in LANGUAGES
            if other != lang and other in term.words
        ]
        place = f"{link(title, page, term.section, here)}, {page.title}"
        explained = messages.text("glossary_explained", lang, place=place)
        if term.kept and lang != SOURCE_LANGUAGE:
            name = f'<span lang="{SOURCE_LANGUAGE}">*{word.term}*</span>'
        else:
            name = word.term
        lines += [
            f"{name} {{ #{term.key} }}",
            f":   {word.says}<br>",
            f'    <small class="course-cited">{". ".join(others)}. {explained}</small>',
            "",
        ]
    return lines


def notation(symbols: Iterable[tuple[Symbol, Page, Used]], lang: str, here: str) -> list[str]:
    """List symbols as a table: each with its name, its shape, its name in code, its first use.

    Parameters
    ----------
    symbols
        The symbols, each with the page that uses it first, and where.
    lang
        The language.
    here
        The address of the page that lists them.
    """
    rows = list(symbols)
    # Few symbols of a single page have either: there a column would stand empty.
    shapes = any(symbol.shape and not symbol.pages for symbol, _, _ in rows)
    codes = any(symbol.code and not symbol.pages for symbol, _, _ in rows)
    columns = ["symbol", "name", *["shape"] * shapes, *["code"] * codes, "first"]
    heads = [messages.text(f"notation_{column}", lang) for column in columns]
    lines = ["", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for symbol, page, used in rows:
        cells = [f'<span id="{_symbol_id(symbol, page)}"></span>${symbol.tex}$']
        name = said(symbol.names, lang)
        shape = f"${symbol.shape.replace(',)', '{,})')}$" if symbol.shape else ""
        code = f"`{symbol.code}`" if symbol.code else ""
        if symbol.pages:
            cells.append(", ".join(filter(None, [name, shape, code])))
        else:
            cells += [name, *[shape] * shapes, *[code] * codes]
        cells.append(_first(page, used, here, titled=not symbol.pages))
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _symbol_id(symbol: Symbol, page: Page) -> str:
    """The id of a symbol's row; one that several pages have has a row for each."""
    place = f"-{page.path.replace('/', '-')}" if symbol.pages else ""
    return f"symbol-{symbol.key}{place}"


def _first(page: Page, used: Used, here: str, *, titled: bool) -> str:
    """A link to the section where a symbol is used first; to the page if that is at its top.

    The page's title stands before it if `titled`.
    """
    anchor, title = "", page.title
    for number, line in enumerate(page.lines[: used.line + 1]):
        if number not in page.fenced_lines and (match := parity.HEADING.match(line)):
            found = parity.ANCHOR.search(match["attributes"] or "")
            if found:
                anchor, title = found[1], match["text"]
    target = posixpath.relpath(f"{page.path}.md", posixpath.dirname(here))
    section = f"[{title}]({target}#{anchor})" if anchor else f"[{title}]({target})"
    return f"{page.title}, {section}" if anchor and titled else section


def link(text: str, page: Page, anchor: str, here: str) -> str:
    """A link from one page to a place on another."""
    target = posixpath.relpath(f"{page.path}.md", posixpath.dirname(here))
    return f"[{text}]({target}#{anchor})"


def _places(page: Page, citations: Sequence[Citation], here: str) -> str:
    """A page's title, and below which of its headings it cites."""
    seen: dict[str, int] = {}
    links = []
    for citation in citations:
        count = seen[citation.section] = seen.get(citation.section, 0) + 1
        text = f"{citation.section} ({count})" if count > 1 else citation.section
        links.append(link(text or page.title, page, citation.anchor, here))
    if not citations[0].section and len(links) == 1:
        return links[0]
    return f"{page.title}: {', '.join(links)}"


def _by_name(source: Source) -> tuple[str, str, str]:
    return _fold(source.names), source.fields.get("year", ""), source.key


def _fold(text: str) -> str:
    """A text as it is sorted: small letters without their accents."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
