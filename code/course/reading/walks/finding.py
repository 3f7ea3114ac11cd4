"""Comparing the key of an annotation with statements, token by token."""

from __future__ import annotations

from difflib import SequenceMatcher

from course.reading.walks.statements import Statement

SIMILAR = 0.6  # tokens in common, from which on code counts as a changed form of other code


def length(scope: list[Statement], key: tuple[str, ...]) -> int | None:
    """How many statements from the first one on make up a key; `None` if they do not."""
    position, count = 0, 0
    while position < len(key) and count < len(scope):
        statement = scope[count]
        if count and statement.index != scope[count - 1].index + 1:
            return None
        after = _end(statement, key, position)
        if after is None:
            return None
        position, count = after, count + 1
    return count if position == len(key) else None


def parted(scope: list[Statement], key: tuple[str, ...]) -> tuple[list[Statement], list[Statement]]:
    """The statements of a key that others have come between, and those others.

    Both are empty where not all of the key's are there in their order, or nothing is between them.
    """
    for start in range(len(scope)):
        position = 0
        own: list[Statement] = []
        between: list[Statement] = []
        for statement in scope[start:]:
            after = _end(statement, key, position)
            if after is not None:
                own.append(statement)
                position = after
                if position == len(key):
                    return (own, between) if between else ([], [])
            elif not own:
                break
            else:
                between.append(statement)
    return [], []


def _end(statement: Statement, key: tuple[str, ...], position: int) -> int | None:
    """Where in a key a statement ends that begins at a position; `None` if it does not."""
    # A file's own docstring stands above its first statement, others below their header.
    above = statement.docstring if statement.index == 0 and statement.docstring else ()
    if above and key[position : position + len(above)] == above:
        position += len(above)
    end = position + len(statement.tokens)
    if key[position:end] != statement.tokens:
        return None
    below = statement.docstring
    if below and below is not above and key[end : end + len(below)] == below:
        end += len(below)
    return end


def part_of(key: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a key is a stretch of a statement, but not all of it."""
    if len(key) < 2 or len(key) >= len(whole):
        return False
    starts = range(len(whole) - len(key) + 1)
    return any(whole[n : n + len(key)] == key for n in starts)


def similar(key: tuple[str, ...], pool: list[Statement]) -> list[list[Statement]]:
    """The two stretches of code among `pool` that are most like a key, best first."""
    rated = []
    for start in range(len(pool)):
        run: list[Statement] = []
        for statement in pool[start:]:
            if run and statement.index != run[-1].index + 1:
                break
            run = [*run, statement]
            tokens = [token for part in run for token in part.tokens]
            if len(tokens) > 2 * len(key):
                break
            ratio = SequenceMatcher(None, key, tokens, autojunk=False).ratio()
            if ratio > SIMILAR:
                rated.append((ratio, run))
    found: list[list[Statement]] = []
    for _, run in sorted(rated, key=lambda one: -one[0]):
        if all(statement not in other for statement in run for other in found):
            found.append(run)
    return found[:2]


def described(run: list[Statement], key: tuple[str, ...]) -> str:
    """Where a stretch of code is, and what of it a key has not."""
    first, last = run[0].first, run[-1].last
    place = f"line {first}" if first == last else f"lines {first}–{last}"
    new = [s for s in run if len(run) == 1 or not part_of(s.tokens, key)] or run
    return f"{place}, `{shortened(new[0].text)}`"


def quoted(key: str) -> str:
    """A key as messages show it."""
    return f"`{shortened(' '.join(key.split()))}`"


def shortened(text: str) -> str:
    """A statement as messages show it."""
    return text if len(text) <= 72 else f"{text[:71]}…"
