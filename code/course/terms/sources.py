"""The sources that pages cite, from one BibTeX file, and how each is written in a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any, Final

from minimodel.texts.files import read_text

from course.texts import messages
from course.texts.errors import CourseError

FILE: Final = "references.bib"  # below the folder of pages
FURTHER: Final = "further"  # the keyword of an entry that is further reading, whoever cites it
FEW: Final = 4  # authors that a note names; the bibliography names all that the file does

NEEDED: Final = {
    "article": ("title", "year", "journal"),
    "book": ("title", "year", "publisher"),
    "inproceedings": ("title", "year", "booktitle"),
    "manual": ("title", "url"),
    "mastersthesis": ("title", "year", "school"),
    "misc": ("title", "year", "eprint"),
    "online": ("title", "year", "url"),
    "techreport": ("title", "year", "number", "institution"),
}
FIELDS: Final = {name for names in NEEDED.values() for name in names} | {
    *("doi", "keywords", "langid", "pages", "volume")
}
# What needs no address: a report or thesis that no publisher has put on the web.
UNLINKED: Final = ("mastersthesis", "techreport")


@dataclass(frozen=True)
class Source:
    """One entry of the file.

    Attributes
    ----------
    key
        What pages cite it by.
    kind
        Its type, as BibTeX names it.
    authors
        Their names as they are written; the last is `others` if there are more.
    names
        What it is sorted by.
    fields
        Everything else, by the names of BibTeX.
    line
        Its line in the file.
    """

    key: str
    kind: str
    authors: tuple[str, ...]
    names: str
    fields: dict[str, str]
    line: int

    @property
    def further(self) -> bool:
        """Whether it is meant as further reading."""
        return self.fields.get("keywords") == FURTHER

    @property
    def links(self) -> list[str]:
        """Where it can be read, the free place first."""
        found = []
        if eprint := self.fields.get("eprint"):
            found.append(f"https://arxiv.org/abs/{eprint}")
        if doi := self.fields.get("doi"):
            found.append(f"https://doi.org/{doi}")
        if url := self.fields.get("url"):
            found.append(url)
        return found

    def written(self, lang: str, *, whole: bool = False) -> str:
        """The entry as Markdown, in a language.

        Parameters
        ----------
        lang
            The language of the page.
        whole
            Whether all authors and addresses are named, not the first alone.
        """
        pieces = [f"{self._authors(whole)}{self._year()}.", self._titled(lang)]
        if place := self._place(lang):
            pieces.append(f"{place}.")
        links = self.links if whole else self.links[:1]
        return " ".join([*pieces, *(f"<{link}>" for link in links)])

    def _authors(self, whole: bool) -> str:
        names = list(self.authors)
        if names[-1] == "others" or (len(names) > FEW and not whole):
            kept = [name for name in names if name != "others"] if whole else names[:1]
            return f"{', '.join(kept)} et al."
        return ", ".join(names)

    def _year(self) -> str:
        return f" ({self.fields['year']})" if "year" in self.fields else ""

    def _titled(self, lang: str) -> str:
        title = self.fields["title"]
        if self.kind == "manual" and "." in title:
            return f"`{title}`."
        marked = f"*{title}*" if self.kind in ("book", "mastersthesis", "manual") else title
        spoken = self.fields.get("langid", "en")
        if spoken != lang:
            marked = f'<span lang="{escape(spoken)}">{marked}</span>'
        return marked if title[-1] in "?!" else f"{marked}."

    def _place(self, lang: str) -> str:
        """What it appeared in."""
        fields = self.fields
        pages = fields.get("pages", "").replace("--", "–")
        after = f", {pages}" if pages else ""
        if self.kind == "article":
            number = f"({fields['number']})" if "number" in fields else ""
            volume = f" {fields['volume']}{number}" if "volume" in fields else ""
            return f"*{fields['journal']}*{volume}{after}"
        if self.kind == "inproceedings":
            return f"*{fields['booktitle']}*{after}"
        if self.kind == "techreport":
            return messages.text("source_report", lang, **fields)
        if self.kind == "mastersthesis":
            return messages.text("source_thesis", lang, **fields)
        if self.kind == "manual":
            return messages.text("source_manual", lang)
        return fields.get("publisher", "")


def read(docs: Path) -> dict[str, Source]:
    """Read the sources of a project, by their keys; none if it has no such file.

    Raises
    ------
    CourseError
        If the file is no BibTeX, or an entry lacks a field or has one that is never written.
    """
    file = docs / FILE
    if not file.is_file():
        return {}
    return {source.key: source for source in _entries(read_text(file), f"{docs.name}/{FILE}")}


def _entries(text: str, file: str) -> list[Source]:
    try:
        from pybtex.database import BibliographyDataError, parse_string
        from pybtex.exceptions import PybtexError
    except ImportError:
        raise CourseError(
            "the package pybtex, which reads it, is not installed.",
            file=file,
            fix="Run: pip install -r requirements.txt",
        ) from None
    try:
        found = parse_string(text, "bibtex").entries
    except BibliographyDataError as error:
        raise CourseError(f"{error}.", file=file, fix="Give each entry its own key.") from None
    except PybtexError as error:
        raise CourseError(
            f"this is no BibTeX: {error}.",
            file=file,
            line=getattr(error, "lineno", None),
            fix="Close each { with a }, and put a comma after each field.",
        ) from None
    return [_source(key, entry, text, file) for key, entry in found.items()]


def _source(key: str, entry: Any, text: str, file: str) -> Source:
    start = re.search(rf"^\s*@\w+\s*\{{\s*{re.escape(key)}\s*,", text, re.M)
    line = text.count("\n", 0, start.end()) + 1 if start else 1
    fields = {name.lower(): value for name, value in entry.fields.items()}

    def fault(message: str, fix: str) -> CourseError:
        return CourseError(f"the entry {key!r} {message}", file=file, line=line, fix=fix)

    if entry.type not in NEEDED:
        raise fault(f"is of the type {entry.type!r}.", f"Use one of: {', '.join(NEEDED)}.")
    for name in sorted(fields.keys() - FIELDS):
        near = get_close_matches(name, FIELDS, 1)
        raise fault(
            f"has the field {name!r}, which is never written.",
            f"Write {near[0]!r}." if near else f"Use: {', '.join(sorted(FIELDS))}.",
        )
    people = [_name(person) for person in entry.persons.get("author", [])]
    if not people:
        raise fault("has no author.", "Add one; an institution stands in braces of its own.")
    for name in NEEDED[entry.type]:
        if not fields.get(name, "").strip():
            raise fault(f"has no {name}.", f"A source of the type {entry.type!r} needs it.")
    source = Source(
        key,
        entry.type,
        tuple(_bare(name) for name in people),
        _bare(" ".join(entry.persons["author"][0].last_names)),
        {name: _bare(value) for name, value in fields.items()},
        line,
    )
    if not source.links and entry.type not in UNLINKED:
        raise fault("says nowhere where it can be read.", "Add a doi, an eprint or a url.")
    return source


def _name(person: Any) -> str:
    parts = [*person.first_names, *person.middle_names, *person.prelast_names]
    return " ".join([*parts, *person.last_names, *person.lineage_names])


def _bare(text: str) -> str:
    """A value without the braces that keep BibTeX from changing it."""
    return " ".join(re.sub(r"[{}]", "", text).split())
