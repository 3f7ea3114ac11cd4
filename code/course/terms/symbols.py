"""The symbols of formulas, from one TOML file: what each says, and on which pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from minimodel.texts import languages
from minimodel.texts.files import read_text

from course.reading import parity
from course.reading.pages import Page
from course.terms import formulas
from course.terms.formulas import Used
from course.texts.errors import CourseError
from course.texts.languages import LANGUAGES
from course.texts.tables import toml_table

FILE: Final = "symbols.toml"  # below the folder of pages
KINDS: Final = ("size", "signal", "weight", "learning", "index", "sign")
KEYS: Final = {"tex", "indexed", "kind", "formed", "pages", "also", "shape", "code", *LANGUAGES}
# An index: numbers, symbols that say themselves what they count, and words set upright.
INDEX: Final = re.compile(r"(?:\\text\{[^{}]*\}|[A-Za-z0-9+\-|, _{}])*")


@dataclass(frozen=True)
class Symbol:
    """What a symbol says.

    Attributes
    ----------
    key
        Its anchor.
    tex
        How it is written.
    base, low
        Its letter and its subscript.
    indexed
        Whether any other index, or none, may stand in the place of its subscript.
    kind
        Its table; empty for one that only some pages have.
    page, section
        Where the course explains it; the section is empty at a page's top.
    pages
        The pages on which it says this, if it is said nowhere else.
    also
        Other signs that come with it.
    shape, code
        Its shape, and its name in programs; empty if it has none.
    names
        What it is, by language.
    line
        Its line in the file.
    """

    key: str
    tex: str
    base: str
    low: str
    indexed: bool
    kind: str
    page: str
    section: str
    pages: tuple[str, ...]
    also: tuple[str, ...]
    shape: str
    code: str
    names: dict[str, str] = field(hash=False)
    line: int


class Table:
    """The symbols of a project.

    Parameters
    ----------
    symbols
        The entries, in the order of their file.
    """

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self.symbols = tuple(symbols)
        self._exact: dict[tuple[str, str], Symbol] = {}
        self._indexed: dict[tuple[str, str], Symbol] = {}
        for symbol in self.symbols:
            for page in symbol.pages or ("",):
                if symbol.indexed:
                    self._indexed[page, symbol.base] = symbol
                else:
                    for sign in (symbol.tex, *symbol.also):
                        self._exact[page, sign] = symbol

    def meant(self, used: Used, path: str) -> Symbol | None:
        """The symbol that is meant on a page; `None` if the table has none."""
        for page in (path, ""):
            if symbol := self._exact.get((page, used.tex)):
                return symbol
        if not INDEX.fullmatch(used.low):
            return None
        return self._indexed.get((path, used.base)) or self._indexed.get(("", used.base))

    def elsewhere(self, used: Used) -> str:
        """The entries that other pages have for such a sign, as the file names them."""
        found = [
            symbol.key
            for symbol in self.symbols
            if symbol.pages and used.tex in (symbol.tex, *symbol.also)
        ]
        return " or ".join(f"[{key}]" for key in found)

    def of(self, page: Page) -> Iterator[tuple[Used, Symbol | None]]:
        """The symbols of a page, in order, each with its entry; those of indices too."""
        waiting = list(formulas.used(page))[::-1]
        while waiting:
            used = waiting.pop()
            symbol = self.meant(used, page.path)
            yield used, symbol
            if symbol is None or symbol.indexed:
                waiting += used.inner[::-1]


def read(docs: Path) -> Table:
    """Read the symbols of a project; none if it has no such file.

    Raises
    ------
    CourseError
        If the file is no TOML, or an entry lacks something.
    """
    path = docs / FILE
    if not path.is_file():
        return Table(())
    text, file = read_text(path), f"{docs.name}/{FILE}"
    found: list[Symbol] = []
    owners: dict[tuple[str, str], Symbol] = {}
    for key, entry in toml_table(text, file).items():
        symbol = _symbol(key, entry, text, file)
        for page in symbol.pages or ("",):
            other = owners.setdefault((page, symbol.tex), symbol)
            if other is not symbol:
                raise CourseError(
                    f"{other.key!r} and {key!r} are both written {symbol.tex}"
                    + (f" on {page}." if page else "."),
                    file=file,
                    line=symbol.line,
                    fix="Give one of them pages of its own.",
                )
        found.append(symbol)
    return Table(found)


def _symbol(key: str, entry: Any, text: str, file: str) -> Symbol:
    start = re.search(rf"^\[{re.escape(key)}\]", text, re.M)
    line = text.count("\n", 0, start.start()) + 1 if start else 1

    def fault(message: str, fix: str) -> CourseError:
        return CourseError(f"the symbol {key!r} {message}", file=file, line=line, fix=fix)

    if not isinstance(entry, dict):
        raise fault("is no table.", 'Write [h-t], and below it tex = "h_t".')
    if strange := sorted(entry.keys() - KEYS):
        near = get_close_matches(strange[0], KEYS, 1)
        raise fault(f"has {strange[0]!r}.", f"Use: {', '.join(near or sorted(KEYS))}.")
    for name in ("tex", *(lang for lang in LANGUAGES if languages.LANGUAGES[lang].complete)):
        if not entry.get(name):
            raise fault(
                f"has no {name}.", "Each has its tex and says in every language what it is."
            )
    if ("pages" in entry) == ("formed" in entry):
        raise fault("needs either formed or pages.", "formed names where all pages find it.")
    for name in ("pages", "also"):
        if not isinstance(entry.get(name, []), list):
            raise fault(f"has {name} that are no list.", f'Write {name} = ["…"].')
    if "formed" in entry and entry.get("kind") not in KINDS:
        raise fault("is of no kind.", f"Write kind = one of: {', '.join(KINDS)}.")
    (used,) = formulas.symbols(entry["tex"]) or (Used(entry["tex"], "", 0),)
    page, _, section = str(entry.get("formed", "")).partition("#")
    return Symbol(
        key,
        used.tex,
        used.base,
        used.low,
        bool(entry.get("indexed", False)),
        entry.get("kind", ""),
        page,
        section,
        tuple(entry.get("pages", ())),
        tuple(entry.get("also", ())),
        entry.get("shape", ""),
        entry.get("code", ""),
        {lang: entry[lang] for lang in LANGUAGES if lang in entry},
        line,
    )


def check(
    pages: Iterable[Page], table: Table, place: Callable[[str], int]
) -> Iterator[CourseError]:
    """Find symbols that no entry explains, or that a page uses before the course explains them.

    Parameters
    ----------
    pages
        The pages of a language.
    table
        The symbols.
    place
        Gives a page's place in the order of reading.
    """
    for page in pages:
        said: set[str] = set()
        file = f"{page.file.partition('/')[0]}/{FILE}"
        for used, symbol in table.of(page):
            name = symbol.key if symbol else used.tex
            if name in said:
                continue

            def fault(
                message: str, fix: str, line: int = used.line, page: Page = page
            ) -> CourseError:
                number = line + 1 + page.offset
                return CourseError(message, file=page.file, line=number, fix=fix)

            if symbol is None:
                said.add(name)
                others = table.elsewhere(used)
                yield fault(
                    f"the symbol {used.tex} has no entry in {file}.",
                    "Add it there. One that only this page has gets "
                    f'pages = ["{page.path}"] in place of kind and formed. If it says here what '
                    f"{others} says elsewhere, name the page there."
                    if others
                    else "Add it there. One that only this page has gets "
                    f'pages = ["{page.path}"] in place of kind and formed.',
                )
            elif symbol.page and _before(page, used, symbol, place):
                said.add(name)
                yield fault(
                    f"the symbol {used.tex} is used before it is explained, on "
                    f"{symbol.page}#{symbol.section}.",
                    f"Explain it here, and say so under formed in {file}. If it says something "
                    f'else here, give it an entry of its own, with pages = ["{page.path}"].',
                )


def _before(page: Page, used: Used, symbol: Symbol, place: Callable[[str], int]) -> bool:
    if page.path != symbol.page:
        return place(page.path) < place(symbol.page)
    return used.line < section_line(page, symbol.section)


def section_line(page: Page, anchor: str) -> int:
    """The line of the body, from 0, where a section of a page begins; 0 for its top."""
    for number, line in enumerate(page.lines):
        if anchor and number not in page.fenced_lines and (match := parity.HEADING.match(line)):
            found = parity.ANCHOR.search(match["attributes"] or "")
            if found and found[1] == anchor:
                return number
    return 0
