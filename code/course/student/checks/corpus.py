"""Lab 00's stop conditions: the student's tokenizer and vocabulary against the course's."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from minimodel.corpus.tokenizer import BOS, tokenize
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.corpus.vocabulary import corpus_vocabulary

from course.student import isolation
from course.student.checklist import Item
from course.student.outcomes import Limits
from course.student.probes.corpus import FILE
from course.student.texts import Say, text

SOLUTIONS: Final = (
    "course",
    "minimodel.corpus.tokenizer",
    "minimodel.corpus.vocabulary",
    "minimodel.corpus",
)
UNKNOWN: Final = "work,"  # what becomes of a comma without its space
Wrong = tuple[str, str, str]  # expected, found, pitfall


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's lab 00 in `folder`."""
    say = partial(text, lang=lang)
    lines = corpus_lines()
    tokenized = [tokenize(line) for line in lines]
    outcome = isolation.run(
        "corpus",
        folder,
        solutions=SOLUTIONS,
        limits=limits,
        lines=list(lines),
        tokenized=tokenized,
        unknown=UNKNOWN,
    )
    judges: dict[str, Callable[[Any], Wrong | None]] = {
        "tokenize": lambda mine: _first_difference(mine, tokenized, say, _token_mistake),
        "build_vocabulary": lambda mine: _vocabulary(mine[0], say),
        "decode": lambda mine: _first_difference(mine, tokenized, say, _decoded_mistake),
        "unknown": lambda mine: _unknown(mine, say),
    }
    items = []
    for name, judge in judges.items():
        title = say(f"corpus.{name}", lines=len(lines))
        steps = {"decode": ("encode", "decode"), "unknown": ("encode", "unknown")}.get(
            name, (name,)
        )
        failure = outcome.failure(FILE, *steps)
        if failure:
            items.append(Item(title, False, found=failure.told(lang)))
        elif outcome.values.get(name) is None:
            items.append(Item(title, False, found=say("corpus.blocked")))
        else:
            wrong = judge(outcome.values[name])
            items.append(Item(title, False, *wrong) if wrong else Item(title, True))
    return items


def _first_difference(
    mine: list[list[Any]],
    theirs: list[list[str]],
    say: Say,
    mistake: Callable[[list[Any], list[str]], str],
) -> Wrong | None:
    for number, (ours, wanted) in enumerate(zip(mine, theirs, strict=True), start=1):
        for place, (one, other) in enumerate(zip_longest(ours, wanted)):
            if one != other:
                where = {"line": number, "place": place}
                nothing = say("corpus.nothing")
                key = mistake(ours, wanted)
                return (
                    say("corpus.token", token=_shown(other, nothing), **where),
                    say("corpus.token", token=_shown(one, nothing), **where),
                    say(f"corpus.{key}") if key else "",
                )
    return None


def _shown(token: Any, nothing: str) -> str:
    return nothing if token is None else repr(token)


def _token_mistake(ours: list[Any], wanted: list[str]) -> str:
    words = [str(token) for token in ours]
    if words == wanted[1:]:
        return "no_bos"
    if words == list(" ".join(wanted[1:])) or words[1:] == list(" ".join(wanted[1:])):
        return "characters"
    if [word.lower() for word in wanted] == words:
        return "lower_case"
    if [word for word in wanted if word not in (",", "/")] == words:
        return "dropped_signs"
    if [_plain(word) for word in wanted] == words:
        return "no_accents"
    if [unicodedata.normalize("NFD", word) for word in wanted] == words:
        return "decomposed"
    if words and words[-1] == "<eos>":
        return "eos"
    if words == " ".join(wanted).replace(" ,", ",").split():
        return "glued"
    return ""


def _decoded_mistake(ours: list[Any], wanted: list[str]) -> str:
    return "decoded_no_bos" if ours == wanted[1:] else ""


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _vocabulary(pairs: list[list[Any]], say: Say) -> Wrong | None:
    mine = {str(token): index for token, index in pairs}
    theirs = corpus_vocabulary().ids
    if mine == theirs:
        return None
    sizes = [say("corpus.size", size=len(each)) for each in (theirs, mine)]
    if all(isinstance(each, str) for each in mine.values()):
        return sizes[0], sizes[1], say("corpus.wrong_way_round")
    for token in sorted(theirs.keys() ^ mine.keys()):
        key = "lacks" if token in theirs else "extra"
        mistake = "no_special" if token in (BOS, "/") else "other_tokens"
        if len(mine) == len({_plain(each) for each in theirs}):
            mistake = "no_accents"
        return (
            sizes[0],
            f"{sizes[1]}; {say(f'corpus.{key}', token=token)}",
            say(f"corpus.{mistake}"),
        )
    token = next(each for each in theirs if mine[each] != theirs[each])
    found = [say("corpus.id", token=token, index=each[token]) for each in (theirs, mine)]
    return found[0], found[1], say(f"corpus.{_order_mistake(mine, theirs)}")


def _order_mistake(mine: dict[str, Any], theirs: dict[str, int]) -> str:
    if all(mine[token] == index + 1 for token, index in theirs.items()):
        return "from_one"
    if list(mine) == sorted(mine) and list(mine.values()) == list(range(len(mine))):
        return "special_sorted_in"
    seen = dict.fromkeys(token for line in corpus_lines() for token in tokenize(line))
    if all(mine[token] == place for place, token in enumerate(seen)):
        return "order_of_appearance"
    if len(set(map(str, mine.values()))) < len(mine):
        return "shared_ids"
    return "other_order"


def _unknown(mine: list[str], say: Say) -> Wrong | None:
    how, what = mine
    if how == "raised" and UNKNOWN in what:
        return None
    expected = say("corpus.unknown_expected", token=UNKNOWN)
    key = "accepted" if how == "accepted" else "unnamed"
    return expected, say(f"corpus.unknown_{how}", what=what), say(f"corpus.{key}")
