"""Hold a student's tokenizer and vocabulary against the course's, up to the first difference."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.figures.labels import label

UNKNOWN = "work,"


class DifferenceError(Exception):
    """Where the student's functions give something else than the course's; the message says."""


def check(functions: Mapping[str, Any], lang: str = "en") -> Iterator[str]:
    """Check one function after the other, and say what is right.

    Parameters
    ----------
    functions
        By their names: ``tokenize(line)`` returns a list of tokens, ``build_vocabulary(lines)``
        a dictionary from token to id, ``encode(tokens, vocabulary)`` a list of ids and
        ``decode(ids, vocabulary)`` a list of tokens.
    lang
        Language of what is said.

    Yields
    ------
    str
        A sentence for each check that was passed.

    Raises
    ------
    DifferenceError
        At the first check that was not.
    """
    student = _Student(functions, lang)
    yield _tokens(student)
    vocabulary = student.call("build_vocabulary", corpus_lines())
    yield _ids(student, vocabulary)
    yield _round_trip(student, vocabulary)
    yield _unknown(student, vocabulary)


class _Student:
    """The student's functions, and the language to speak."""

    def __init__(self, functions: Mapping[str, Any], lang: str) -> None:
        self.functions = functions
        self.lang = lang

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a function; one that is missing or raises is a difference."""
        if name not in self.functions:
            raise self.difference("missing", name=name)
        try:
            return self.functions[name](*arguments)
        except Exception as error:
            raise self.difference("raised", name=name, error=described(error)) from error

    def said(self, key: str, **values: object) -> str:
        return label(f"corpus_check.{key}", self.lang, **values)

    def difference(self, key: str, **values: object) -> DifferenceError:
        return DifferenceError(self.said(key, **values))


def described(error: BaseException) -> str:
    """Name an exception, what it says, and the line that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"


def _tokens(student: _Student) -> str:
    lines = corpus_lines()
    for line in lines:
        _compare(student, "tokens_differ", line, student.call("tokenize", line), tokenize(line))
    return student.said("tokens", count=len(lines))


def _ids(student: _Student, mine: Any) -> str:
    theirs = corpus_vocabulary().ids
    if not isinstance(mine, dict):
        raise student.difference("no_dictionary", kind=type(mine).__name__)
    for token in sorted(theirs.keys() ^ mine.keys(), key=str):
        key = "token_missing" if token in theirs else "token_extra"
        raise student.difference(key, count=len(mine), expected=len(theirs), token=repr(token))
    for token, index in theirs.items():
        if mine[token] != index:
            raise student.difference(
                "id_differs", token=repr(token), mine=repr(mine[token]), expected=index
            )
    return student.said("ids", count=len(theirs))


def _round_trip(student: _Student, vocabulary: dict[str, int]) -> str:
    lines = corpus_lines()
    for line in lines:
        ids = student.call("encode", tokenize(line), vocabulary)
        mine = student.call("decode", ids, vocabulary)
        _compare(student, "round_trip_differs", line, mine, tokenize(line))
    return student.said("round_trip", count=len(lines))


def _unknown(student: _Student, vocabulary: dict[str, int]) -> str:
    try:
        mine = student.functions["encode"]([UNKNOWN], vocabulary)
    except Exception as error:  # whatever the student chose to raise
        if UNKNOWN not in str(error):
            raise student.difference(
                "unknown_unnamed", token=repr(UNKNOWN), error=described(error)
            ) from error
        return student.said("unknown")
    raise student.difference("unknown_accepted", token=repr(UNKNOWN), mine=repr(mine))


def _compare(student: _Student, key: str, line: str, mine: Any, theirs: Sequence[str]) -> None:
    """Find the first place where two lists of tokens differ."""
    if not isinstance(mine, list):
        raise student.difference("no_list", line=repr(line), kind=type(mine).__name__)
    nothing = student.said("nothing")
    for place, (ours, wanted) in enumerate(zip_longest(mine, theirs), start=1):
        if ours != wanted:
            raise student.difference(
                key,
                line=repr(line),
                place=place,
                mine=nothing if place > len(mine) else repr(ours),
                expected=nothing if place > len(theirs) else repr(wanted),
            )
