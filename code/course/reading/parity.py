"""Whether a page says in one language what it says in the other, judged by its structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from course.reading import links, quiz, titles, untranslated
from course.reading.blocks import INLINE, PER_LANGUAGE, Block
from course.reading.pages import Page
from course.reading.walks.walk_blocks import Note, WalkBlock
from course.texts.errors import CourseError, CourseErrors

HEADING = re.compile(r"^(#{1,6})\s+(?P<text>.+?)(?:\s*\{(?P<attributes>[^}]*)\})?\s*#*$")
ANCHOR = re.compile(r"#([\w-]+)")
BOX = re.compile(r"^\s*(?P<marker>!!!|\?\?\?\+?|===)\s*(?P<kind>[\w-]*)")
FOOTNOTE = re.compile(r"\[\^(?P<name>[^\]]+)\]")
TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\S")
DISPLAY_MATH = re.compile(r"\$\$")


@dataclass
class Section:
    """A stretch of a page below one heading, counted rather than read."""

    line: int
    level: int = 0
    anchor: str = ""
    blocks: list[Block] = field(default_factory=list)
    walks: list[WalkBlock] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, what: str, items: Iterable[str]) -> None:
        """Count `items` under the name `what`."""
        self.counts.setdefault(what, Counter()).update(items)


def missing(docs: str, lang: str, path: str, other: str) -> CourseError:
    """The fault of a page that the `other` language has and `lang` has not."""
    return CourseError(
        f"the page is missing; {docs}/{other}/{path}.md has no twin.",
        file=f"{docs}/{lang}/{path}.md",
        fix="Write it, or delete its twin.",
    )


def outline(page: Page) -> list[Section]:
    """Cut a page at its headings and count what each section holds.

    Raises
    ------
    CourseError
        If a heading below the first level has no anchor of its own: links and the language
        switcher need one that all languages share. If the page has no title, or nothing below.
    """
    sections = [Section(page.offset + 1)]
    starts = {block.fence.first: block for block in page.blocks}
    walks = {walk.line - 1 - page.offset: walk for walk in page.walks}
    in_table = False
    for number, line in enumerate(page.lines):
        if number in starts:
            sections[-1].blocks.append(starts[number])
        if number in walks:
            sections[-1].walks.append(walks[number])
        if number in page.fenced_lines:
            continue
        if match := HEADING.match(line):
            anchor = ANCHOR.search(match["attributes"] or "")
            level = len(match[1])
            if level > 1 and not anchor:
                raise CourseError(
                    f"the heading {match['text']!r} has no anchor.",
                    file=page.file,
                    line=number + 1 + page.offset,
                    fix="Add one that all languages share: ## Heading { #its-anchor }.",
                )
            sections.append(Section(number + 1 + page.offset, level, anchor[1] if anchor else ""))
        section = sections[-1]
        is_row = bool(TABLE_ROW.match(line))
        section.count("tables", ["table"] if is_row and not in_table else [])
        section.count("table rows", [f"{line.count('|') - 1} columns"] if is_row else [])
        in_table = is_row
        prose = INLINE.sub("", line)
        section.count("computed values", INLINE.findall(line))
        section.count("link targets", links.targets(prose))
        section.count("footnotes", (m["name"] for m in FOOTNOTE.finditer(prose)))
        section.count("displayed formulas", DISPLAY_MATH.findall(prose))
        if box := BOX.match(line):
            section.count("boxes and tabs", [f"{box['marker']} {box['kind']}".strip()])
        if mark := quiz.OPTION.match(line):
            options = section.counts.setdefault("options", Counter())
            place = f"option {options.total() + 1}"
            options.update([f"{place}, {'right' if mark['mark'] == 'x' else 'wrong'}"])
        section.count("list items", ["item"] if LIST_ITEM.match(line) else [])
    titles.check(page, [section.line for section in sections if section.level == 1])
    return sections


def headings(page: Page) -> list[tuple[int, str, str]]:
    """Level, anchor and text of each heading below the title, in order."""
    found = []
    for number, line in enumerate(page.lines):
        if number not in page.fenced_lines and (match := HEADING.match(line)):
            anchor = ANCHOR.search(match["attributes"] or "")
            if len(match[1]) > 1 and anchor:
                found.append((len(match[1]), anchor[1], match["text"]))
    return found


def compare(source: Page, translation: Page) -> None:
    """Hold a translation against its source.

    Raises
    ------
    CourseErrors
        With every difference in structure: headings and their anchors, blocks, computed
        values, links, boxes, tables, lists, footnotes and displayed formulas.
    """
    errors: list[CourseError] = []

    def differs(line: int, message: str, fix: str) -> None:
        errors.append(CourseError(message, file=translation.file, line=line, fix=fix))

    ours, theirs = outline(source), outline(translation)
    for here, there in zip(ours[1:], theirs[1:], strict=False):
        if (here.level, here.anchor) != (there.level, there.anchor):
            differs(
                there.line,
                f"the heading is {_heading(there)} where {source.file}:{here.line} has "
                f"{_heading(here)}.",
                "All languages have the same headings in the same order.",
            )
            raise CourseErrors(errors)
    if len(ours) != len(theirs):
        longer = ours if len(ours) > len(theirs) else theirs
        extra = longer[min(len(ours), len(theirs))]
        has, lacks = (source, translation) if longer is ours else (translation, source)
        differs(
            theirs[-1].line,
            f"{has.file}:{extra.line} has the heading {_heading(extra)}, {lacks.file} has not.",
            "All languages have the same headings in the same order.",
        )
        raise CourseErrors(errors)
    for here, there in zip(ours, theirs, strict=True):
        _compare_blocks(source, here, there, differs)
        _compare_walks(source, here, there, differs)
        for what in here.counts.keys() | there.counts.keys():
            wanted = here.counts.get(what, Counter())
            found = there.counts.get(what, Counter())
            if wanted != found:
                differs(
                    there.line,
                    f"the {what} of this section differ from {source.file}:{here.line}:"
                    f"{_difference(wanted, found)}.",
                    "Bring the translation up to date.",
                )
    for line, begins in untranslated.same(source, translation):
        differs(
            line,
            f"the text is the same as in {source.file}: {begins!r}.",
            "Translate it, or mark that it is meant: { lang=en } below or behind it.",
        )
    for key in ("seed", "computations", "template", "run", "walks", "draft"):
        if key in translation.meta:
            differs(
                1,
                f"the front matter key {key!r} stands in the translation.",
                f"It is taken from {source.file}; delete it here.",
            )
    if errors:
        raise CourseErrors(sorted(errors, key=lambda error: error.line or 0))


def _compare_blocks(
    source: Page, here: Section, there: Section, differs: Callable[[int, str, str], None]
) -> None:
    wanted = [_identity(block) for block in here.blocks]
    found = [_identity(block) for block in there.blocks]
    if wanted != found:
        differs(
            there.line,
            f"the blocks of this section are {_listed(found)} where {source.file}:{here.line} "
            f"has {_listed(wanted)}.",
            "All languages have the same blocks in the same order.",
        )
        return
    for ours, theirs in zip(here.blocks, there.blocks, strict=True):
        if not theirs.executed:
            continue
        if theirs.fence.body.strip():
            differs(
                theirs.line,
                f"{theirs.name} holds code.",
                f"Leave it empty: its code is taken from {source.file}:{ours.line}.",
            )
        if theirs.approved:
            differs(theirs.line, f"{theirs.name} is marked approved.", "English says so for both.")
        if extra := sorted(theirs.options.keys() - PER_LANGUAGE - {"id"}):
            differs(
                theirs.line,
                f"{theirs.name} has the option {extra[0]!r}.",
                f"Only id, alt, caption, title and predict stand in a translation; "
                f"the rest is taken from {source.file}:{ours.line}.",
            )
        for text in sorted(PER_LANGUAGE):
            if (text in ours.options) != (text in theirs.options):
                lacking = text in ours.options
                differs(
                    theirs.line,
                    f"{theirs.name} {'has no' if lacking else 'has an extra'} {text}.",
                    f"{source.file}:{ours.line} {'has one' if lacking else 'has none'}.",
                )
            elif text == "alt" and ours.options.get(text, 0) == theirs.options.get(text, 1):
                differs(
                    theirs.line,
                    f"the alt text of {theirs.name} is not translated.",
                    "Write it in the page's language.",
                )


def _compare_walks(
    source: Page, here: Section, there: Section, differs: Callable[[int, str, str], None]
) -> None:
    """Hold the walks of a section together: the same code explained in the same order."""
    wanted = [f"{walk.file}#{','.join(walk.names)}" for walk in here.walks]
    found = [f"{walk.file}#{','.join(walk.names)}" for walk in there.walks]
    if wanted != found:
        differs(
            there.line,
            f"the walks of this section are {_listed(found)} where {source.file}:{here.line} "
            f"has {_listed(wanted)}.",
            "All languages walk through the same code in the same order.",
        )
        return
    for ours, theirs in zip(here.walks, there.walks, strict=True):
        for one, other in zip_longest(ours.notes, theirs.notes):
            if one and other and _explained(one) == _explained(other):
                continue
            says = f"explains {_code(other)}" if other else "ends"
            differs(
                other.line if other else theirs.line,
                f"the walk {says} where {source.file}:{(one or ours).line} "
                f"{f'explains {_code(one)}' if one else 'ends'}.",
                "All languages have the same keys and addresses.",
            )
            break


def _explained(note: Note) -> tuple[tuple[str, ...], str]:
    return note.tokens, note.anchor


def _code(note: Note) -> str:
    text = " ".join(note.key.split())
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return f"`{short}`" + (f" (#{note.anchor})" if note.anchor else "")


def _identity(block: Block) -> str:
    if block.executed:
        return block.id
    return f"{block.options.get('file', '')}#{block.options.get('region', '')}"


def _heading(section: Section) -> str:
    return f"{'#' * section.level} {{ #{section.anchor} }}" if section.level > 1 else "# (title)"


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _difference(wanted: Counter[str], found: Counter[str]) -> str:
    parts = []
    if lacking := wanted - found:
        parts.append(" missing " + ", ".join(f"{k!r} ×{v}" for k, v in sorted(lacking.items())))
    if extra := found - wanted:
        parts.append(" extra " + ", ".join(f"{k!r} ×{v}" for k, v in sorted(extra.items())))
    return ";".join(parts)
