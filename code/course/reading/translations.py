"""Which sections of a translation are behind the English text that it was made from.

For each translated page a record is kept, `docs/es/.translations/PAGE.json`: of every section of
the English page its digest and, packed, its text, as they were when the translation was last
marked as brought up to date. A section is behind if the English page has another digest for it
now. The text is there for the diff, so that no history is needed to see what changed. The texts of
a file below `code/` are recorded likewise, each as a section that its key names.

Digests are of what a translator translates. Code that runs is the same in both languages, so a
change of it leaves a translation up to date; so do line breaks.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property
from pathlib import Path

from minimodel.running.files import write_atomically

from course.reading import parity
from course.reading.blocks import INLINE, PER_LANGUAGE, Block
from course.reading.code_texts import CodeTexts
from course.reading.pages import Page
from course.reading.walks import walk_blocks as reading
from course.texts.errors import CourseError
from course.texts.languages import SOURCE_LANGUAGE

FOLDER = ".translations"  # MkDocs passes over names that begin with a dot
TOP = ""  # the anchor of what stands above a page's first section


@dataclass(frozen=True)
class Section:
    """What a translator translates of a stretch of a page.

    Attributes
    ----------
    anchor
        The anchor of its heading; `TOP` for what stands above the first of them.
    text
        Its Markdown, the heading's line included, without code that is shared.
    line
        Its first line in the page's file, counted from 1; 0 if it was read from a record.
    """

    anchor: str
    text: str
    line: int = 0

    @cached_property
    def digest(self) -> str:
        """A digest of its words, whatever lines they stand in."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:16]


Record = Mapping[str, Section]


@dataclass(frozen=True)
class Stale:
    """A section that says something else now; `before` is `None` if it is new."""

    before: Section | None
    now: Section

    def diff(self, before: str, now: str) -> str:
        """The difference as a unified diff between two texts so named."""
        old = self.before.text.splitlines() if self.before else []
        return "\n".join(unified_diff(old, self.now.text.splitlines(), before, now, lineterm=""))


def sections(source: Page | CodeTexts) -> list[Section]:
    """Cut a page into its sections, in order; a file of texts into its texts."""
    if isinstance(source, CodeTexts):
        said = [(text, text.said[SOURCE_LANGUAGE]) for text in source.texts]
        return [Section(text.key, words.strip("\n") + "\n") for text, words in said]
    return _of_page(source)


def _of_page(page: Page) -> list[Section]:
    found: list[tuple[str, int, list[str]]] = [(TOP, 1, [])]
    found[0][2].extend(
        f"{key}: {page.meta[key]}" for key in ("title", "description") if key in page.meta
    )
    for number, line in _translated(page):
        heading = None if number in page.fenced_lines else parity.HEADING.match(line)
        if heading and len(heading[1]) > 1:
            anchor = parity.ANCHOR.search(heading["attributes"] or "")
            name = anchor[1] if anchor else heading["text"]
            found.append((name, number + 1 + page.offset, []))
        found[-1][2].append(line)
    return [
        Section(anchor, "\n".join(lines).strip("\n") + "\n", line) for anchor, line, lines in found
    ]


def _translated(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of a page's body with their numbers, from 0, without the code that is shared."""
    blocks = {block.fence.first: block for block in page.blocks}
    shared = {n for b in page.blocks for n in range(b.fence.first + 1, b.fence.last + 1)}
    for fence in page.fences:
        if reading.is_walk(fence):
            shared.update(range(fence.first, fence.last + 1))
            shared.difference_update(reading.prose(fence))
    for number, line in enumerate(page.lines):
        if number in blocks:
            yield number, _texts(blocks[number])
        elif number not in shared:
            yield number, INLINE.sub("`{python}`", line.rstrip())


def _texts(block: Block) -> str:
    """What is translated of a block: the texts of its figure or code."""
    texts = [f'{key}="{block.options[key]}"' for key in sorted(PER_LANGUAGE & set(block.options))]
    return " ".join([block.name, *texts])


def file_of(docs: Path, lang: str, path: str) -> Path:
    """Where the record of a translated page is kept."""
    return docs / lang / FOLDER / f"{path}.json"


def read(docs: Path, lang: str, path: str) -> Record | None:
    """Read the record of a translated page; `None` if it has none.

    Raises
    ------
    CourseError
        If the record is not as `write` leaves it.
    """
    file = file_of(docs, lang, path)
    try:
        kept = json.loads(file.read_bytes())
        return {
            anchor: _unpacked(anchor, digest, packed) for anchor, (digest, packed) in kept.items()
        }
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, AttributeError, zlib.error):
        raise CourseError(
            "the record of the translation cannot be read.",
            file=file.relative_to(docs.parent).as_posix(),
            fix=f"Take it from the history, or make it anew: course translations --stamp {path}",
        ) from None


def stale(source: Page | CodeTexts, record: Record) -> list[Stale]:
    """The sections of a page, or texts of a file, that are not as they were translated."""
    return [
        Stale(record.get(section.anchor), section)
        for section in sections(source)
        if section.anchor not in record or record[section.anchor].digest != section.digest
    ]


def behind(docs: Path, translation: Page, source: Page) -> tuple[str, ...]:
    """The anchors of the sections of a translation that its reader has to be told about.

    A page that has no record yet has none: nobody knows what it was made from.
    """
    if translation is source:
        return ()
    record = read(docs, translation.lang, translation.path)
    if record is None:
        return ()
    return tuple(each.now.anchor for each in stale(source, record))


def stamp(docs: Path, lang: str, source: Page | CodeTexts) -> list[str]:
    """Mark the translation of an English page, or of a file's texts, as up to date.

    Returns
    -------
    list of str
        The anchors of the sections whose record is new. Nothing is written if there are none.
    """
    try:
        known = read(docs, lang, source.path) or {}
    except CourseError:
        known = {}  # what cannot be read is made anew
    present = sections(source)
    changed = [each.now.anchor for each in stale(source, known)]
    if changed or known.keys() != {section.anchor for section in present}:
        # What has not changed stays as it is: another release of zlib may pack it otherwise.
        kept = [known.get(s.anchor, s) if s.anchor not in changed else s for s in present]
        write_atomically(file_of(docs, lang, source.path), record_of(kept).encode())
    return changed


def record_of(kept: Iterable[Section]) -> str:
    """The text of a record's file."""
    lines = [f"{json.dumps(s.anchor)}: {json.dumps([s.digest, _packed(s.text)])}" for s in kept]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _packed(text: str) -> str:
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode()


def _unpacked(anchor: str, digest: str, packed: str) -> Section:
    """A section as it was recorded.

    Raises
    ------
    ValueError
        If its text is not the one that the digest was made of.
    """
    section = Section(anchor, zlib.decompress(base64.b85decode(packed)).decode())
    if section.digest != digest:
        raise ValueError(f"{anchor!r}: the digest is {digest}, of the text {section.digest}")
    return section
