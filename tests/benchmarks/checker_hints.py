"""Counts what the checker says of honest mistakes: named, only located, or told falsely.

    python tests/benchmarks/checker_hints.py [--show]

The mistakes are right answers changed in one place each: those that the tests keep, each with the
cause that must be named, and those of `blind.toml`, for which no hint was written. Every answer is
checked as `course check` checks it, in a process of its own, trainings included.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from course.student import samples
from minimodel.labs.forward import folder as forward_folder
from minimodel.labs.vanishing import folder as vanishing_folder

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))
from hints import full, hints

ANSWERS: Final = Path(__file__).parents[1] / "course" / "student" / "answers"
# By table of messages: the name on the command line, what holds the mistakes, the file that is
# changed, and the right answer in which it is changed if that has another name.
ASSIGNMENTS: Final = {
    "corpus": ("lab-00", "wrong_labs.toml", "my_corpus.py", ""),
    "ngrams": ("lab-01", "wrong_labs.toml", "my_ngrams.py", ""),
    "forward": ("lab-02", "wrong_forward.toml", "", ""),
    "vanishing": ("lab-03", "wrong_labs.toml", "bptt_norm.py", ""),
    "train_step": ("train-step", "wrong_train_step.toml", "train_step.py", ""),
    "rnn_class": ("rnn-class", "wrong_rnn_class.toml", "rnn_class.py", ""),
    "adding": ("adding", "wrong_adding.toml", "adding.py", "adding_by_hand.py"),
    "names": ("names", "wrong_names.toml", "name_classifier.py", "names_by_hand.py"),
    "dates": ("dates", "wrong_dates.toml", "dates.py", "dates_composed.py"),
    "states": ("states", "wrong_states.toml", "hidden_states.py", "states_by_hand.py"),
    "character_model": (
        *("character-model", "wrong_character_model.toml"),
        *("character_model.py", "character_by_hand.py"),
    ),
    "lstm": ("lstm", "wrong_lstm.toml", "lstm.py", ""),
}


# Said of files or numbers, not of the mistake: that a printout is not what the program prints now,
FACTS: Final = {"forward.rerun_stale", "trained.factor"}


@dataclass(frozen=True)
class Mistake:
    """One change of a right answer, and the causes that may be named for it."""

    table: str
    name: str
    file: str
    replace: list[list[str]]
    causes: frozenset[str]
    blind: bool


def mistakes() -> Iterator[Mistake]:
    """Every mistake that is kept, by assignment."""
    blind = tomllib.loads((ANSWERS / "blind.toml").read_text(encoding="utf-8"))
    for table, (_, kept_in, file, _) in ASSIGNMENTS.items():
        kept: dict[str, Any] = tomllib.loads((ANSWERS / kept_in).read_text(encoding="utf-8"))
        for name, found in kept.get(table, kept).items():
            several = filter(None, [found.get("mistake"), *found.get("also", ())])
            causes = frozenset(full(table, cause) for cause in several)
            yield Mistake(table, name, found.get("file", file), found["replace"], causes, False)
        for name, found in blind.get(table, {}).items():
            causes = frozenset(full(table, cause) for cause in found["causes"])
            yield Mistake(table, name, found["file"], found["replace"], causes, True)


@cache
def right(table: str, file: str) -> dict[str, Any]:
    """The files of a right answer, those with code as text."""
    made: dict[str, Any] = {
        "forward": forward_folder.experiment_files,
        "vanishing": vanishing_folder.experiment_files,
    }
    if table not in made:
        answer = ASSIGNMENTS[table][-1] or file
        return {file: (ANSWERS / answer).read_text(encoding="utf-8")}
    files: dict[str, Any] = made[table]("en")
    return {name: data.decode() if name.endswith(".py") else data for name, data in files.items()}


def answer(mistake: Mistake) -> dict[str, str | bytes]:
    """The files that a student would hand in.

    Raises
    ------
    ValueError
        If the right answer no longer has what the mistake changes.
    """
    files = dict(right(mistake.table, mistake.file))
    for old, new in mistake.replace:
        if old not in files[mistake.file]:
            raise ValueError(f"{mistake.table}.{mistake.name}: {mistake.file} has no {old!r}")
        files[mistake.file] = files[mistake.file].replace(old, new)
    return files


def verdict(mistake: Mistake, files: dict[str, str | bytes]) -> tuple[str, str]:
    """How the items that failed speak of the mistake, and the hints that they give.

    One hint that is not true of the mistake makes the whole report false.
    """
    items = samples.checked(ASSIGNMENTS[mistake.table][0], files, "en")
    failed = [item for item in items if item.passed is False]
    if not failed:
        return "not noticed", ""
    said = [item.pitfall for item in failed if item.pitfall]
    false = [hint for hint in said if not hints(mistake.table, hint) & (mistake.causes | FACTS)]
    if false:
        return "told falsely", false[0]
    named = any(hints(mistake.table, hint) & mistake.causes for hint in said)
    return ("named" if named else "located"), " / ".join(said)


def main() -> int:
    """Run the benchmark; returns 1 if a hint is false or a mistake is not noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print each mistake and its verdict")
    options = parser.parse_args()
    every = list(mistakes())
    answers = [answer(mistake) for mistake in every]
    with ThreadPoolExecutor(max_workers=2) as pool:
        verdicts = list(pool.map(verdict, every, answers))
    columns = ("named", "located", "told falsely", "not noticed")
    print(f"{'':24}{'mistakes':>10}" + "".join(f"{column:>14}" for column in columns))
    groups = {table: [m.table == table and not m.blind for m in every] for table in ASSIGNMENTS}
    groups |= {"without a hint written": [m.blind for m in every], "all": [True] * len(every)}
    for group, chosen in groups.items():
        told = Counter(kind for (kind, _), use in zip(verdicts, chosen, strict=True) if use)
        print(f"{group:24}{sum(chosen):10}" + "".join(f"{told[column]:14}" for column in columns))
    for mistake, (kind, hint) in zip(every, verdicts, strict=True):
        if options.show or kind in columns[2:]:
            print(f"{kind:13} {mistake.table}.{mistake.name}: {hint}")
    return 1 if any(kind in columns[2:] for kind, _ in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
