"""The annotations of one page on one file, followed through the file one after the other."""

from __future__ import annotations

from course.reading.pages import Page
from course.reading.walks.finding import (
    described,
    length,
    part_of,
    parted,
    quoted,
    shortened,
    similar,
)
from course.reading.walks.statements import MODULE, Source, Statement
from course.reading.walks.walk_blocks import Note, WalkBlock
from course.texts.errors import CourseError


class Progress:
    """What of one file a page has explained so far.

    Attributes
    ----------
    whole
        Whether every statement of the file has to be annotated.
    faults
        What is wrong; complete once `close` was called.
    """

    def __init__(self, page: Page, source: Source) -> None:
        self.page = page
        self.source = source
        self.whole = False
        self.taken: dict[int, Note] = {}
        self.wanted: dict[int, Statement] = {}
        self.excused: set[int] = set()
        self.reached: dict[tuple[str, ...], int] = {}
        self.lost: list[tuple[Note, WalkBlock, list[Statement]]] = []
        self.faults: list[CourseError] = []

    def follow(
        self, block: WalkBlock, scopes: list[list[Statement]]
    ) -> dict[Note, list[Statement]]:
        """Find the code of a block's annotations one after the other."""
        scope = sorted({s.index: s for part in scopes for s in part}.values(), key=_index)
        self.wanted |= {s.index: s for s in scope}
        # A second block of the same part goes on where the first one stopped; what stands outside
        # all functions has no order that a reader would follow.
        position = self.reached.get(block.names, 0)
        floor = 0 if block.names == (MODULE,) else position
        unsure = False
        found = {}
        for note in block.notes:
            places = [
                (n, count)
                for n in range(len(scope))
                if (count := length(scope[n:], note.tokens)) is not None
            ]
            place = self._choose(note, block, scope, places, (floor, position), unsure)
            if place is None:
                unsure = unsure or not places
                continue
            start, count = place
            unsure = False
            chosen = scope[start : start + count]
            self._take(note, chosen)
            found[note] = chosen
            floor = position = start + count
        self.reached[block.names] = position
        return found

    def _choose(
        self,
        note: Note,
        block: WalkBlock,
        scope: list[Statement],
        places: list[tuple[int, int]],
        reached: tuple[int, int],
        unsure: bool,
    ) -> tuple[int, int] | None:
        """Which of the places that read like a key is meant; `None` where that is a fault."""
        floor, position = reached
        if next_one := [place for place in places if place[0] == position]:
            return next_one[0]
        ahead = [place for place in places if place[0] >= floor]
        if len(ahead) == 1 or (ahead and unsure):
            return ahead[0]
        name = self.source.file
        # Said once is enough: no fault for the lack of an annotation on top of this one.
        self.excused |= {s.index for n, count in places for s in scope[n : n + count]}
        if ahead:
            listed = ", ".join(str(scope[n].first) for n, _ in ahead)
            self._fault(
                note.line,
                f"{quoted(note.key)} stands in lines {listed} of {name}: which one is meant?",
                "Add the statement before or after it to the key.",
            )
        elif places:
            self._fault(
                note.line,
                f"{quoted(note.key)} is out of order: it stands in line "
                f"{scope[places[0][0]].first} of {name}, above what is explained before it.",
                "Explain the code in the order of the file.",
            )
        else:
            self.lost.append((note, block, scope))
        return None

    def _take(self, note: Note, chosen: list[Statement]) -> None:
        for statement in chosen:
            if earlier := self.taken.get(statement.index):
                place = f"{self.source.file}:{statement.first}"
                self._fault(
                    note.line,
                    f"`{shortened(statement.text)}` ({place}) is already annotated in line "
                    f"{earlier.line}.",
                    "Delete one of the two annotations.",
                )
                return
        for statement in chosen:
            self.taken[statement.index] = note

    def close(self) -> list[Statement]:
        """Report what is wrong to `faults`; returns the statements that lack an annotation."""
        if self.whole:
            self.wanted = {s.index: s for s in self.source.statements}
        bare = [
            s for i, s in sorted(self.wanted.items()) if i not in self.taken.keys() | self.excused
        ]
        for note, block, scope in self.lost:
            changed = self._report_lost(note, block, scope, bare)
            bare = [s for s in bare if s not in changed]
        by_owner: dict[str, list[Statement]] = {}
        for statement in bare:
            by_owner.setdefault(self.source.owner(statement), []).append(statement)
        for owner, found in by_owner.items():
            first = found[0]
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            place = f"`{owner}`" if owner else "the module's own code"
            self._fault(
                self._near(first),
                f"no annotation for `{shortened(first.text)}` ({self.source.file}:{first.first})"
                f"{more} in {place}.",
                f"`course walk {self.page.path}` lists what to annotate.",
            )
        return bare

    def _near(self, statement: Statement) -> int:
        """The line of the page where the annotation of a statement would stand."""
        before = [i for i in self.taken if i < statement.index]
        return self.taken[max(before)].line if before else 1

    def _report_lost(
        self, note: Note, block: WalkBlock, scope: list[Statement], bare: list[Statement]
    ) -> list[Statement]:
        """Report a key that nothing reads like; returns the statements that it may have become."""
        file, said = self.source.file, quoted(note.key)
        within = " or ".join(f"`{name}`" for name in block.names if name)
        part = next((s for s in scope if part_of(note.tokens, s.tokens)), None)
        if part is not None:
            self._fault(
                note.line,
                f"{said} is only a part of `{shortened(part.text)}` ({file}:{part.first}).",
                "Write the whole statement into the key.",
            )
            return [part]
        everywhere = self.source.statements
        for n, statement in enumerate(everywhere):
            if length(everywhere[n:], note.tokens) is not None:
                owner = self.source.owner(statement)
                place = f"`{owner}`" if owner else "the module's own code"
                named = f"a block with name={owner!r}".replace("'", '"') if owner else ""
                self._fault(
                    note.line,
                    f"{said} is not in {within or 'the module’s own code'} of {file}, but in "
                    f"{place} (line {statement.first}).",
                    f"Move the annotation to {named or 'a block without name='}.",
                )
                return []
        own, between = parted(scope, note.tokens)
        if between and all(statement in bare for statement in between):
            more = f" and {len(between) - 1} more" if len(between) > 1 else ""
            self._fault(
                note.line,
                f"between the statements of {said} there is now `{shortened(between[0].text)}` "
                f"({file}:{between[0].first}){more}.",
                "Put it into the key, or let the annotation end above it and another begin.",
            )
            return [*own, *between]
        near = similar(note.tokens, bare) or similar(note.tokens, scope)
        if near:
            closest = " or ".join(described(run, note.tokens) for run in near)
            self._fault(
                note.line,
                f"{said} is no longer in {file}; closest: {closest}.",
                "Read the annotation again, then bring its key up to date.",
            )
        else:
            self._fault(
                note.line,
                f"{said} is no longer in {file}, nor anything like it.",
                "Delete the annotation or correct its key.",
            )
        return [s for run in near[:1] for s in run if s in bare]

    def _fault(self, line: int, message: str, fix: str) -> None:
        self.faults.append(CourseError(message, file=self.page.file, line=line, fix=fix))


def _index(statement: Statement) -> int:
    return statement.index
