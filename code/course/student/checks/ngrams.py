"""Lab 01's stop conditions: the student's n-gram counts, probabilities and perplexities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.corpus.tokenizer import BOS, tokenize
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.ngrams.comparison import ORDERS, fitted, split
from minimodel.ngrams.model import NGram, perplexity, surprisals

from course.student import isolation
from course.student.checklist import Item
from course.student.compare import compare
from course.student.outcomes import Limits, Outcome
from course.student.probes.ngrams import FILE
from course.student.texts import Say, text

SOLUTIONS: Final = ("course", "minimodel.ngrams")
K: Final = 0.01
QUESTIONS: Final = (  # order, context, token: frequent, rare and never seen
    (1, (), ","),
    (1, (), "works"),
    (2, ("he",), "works"),
    (2, ("he",), ","),
    (2, (BOS,), "I"),
    (3, (BOS, BOS), "I"),
    (3, (",", "he"), "works"),
    (3, ("he", "he"), "works"),
)
Wrong = tuple[str, str, str]  # expected, found, pitfall
Counts = dict[str, dict[str, float]]  # context, its tokens joined by a space; token; count


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's lab 01 in `folder`."""
    say = partial(text, lang=lang)
    lines = split()
    models = {n: fitted(n, K) for n in ORDERS}
    outcome = isolation.run(
        "ngrams",
        folder,
        solutions=SOLUTIONS,
        limits=limits,
        training=[tokenize(line) for line in lines.training],
        held_out=[tokenize(line) for line in lines.held_out],
        orders=list(ORDERS),
        k=K,
        vocab_size=len(corpus_vocabulary()),
        questions=[list(question) for question in QUESTIONS],
    )
    items = []
    for step, judge in (
        ("count_ngrams", lambda: _counts(outcome, models, lines.training, say)),
        ("probability", lambda: _probabilities(outcome, models, say)),
        ("perplexity", lambda: _perplexities(outcome, models, lines.held_out, say)),
    ):
        title = say(f"ngrams.{step}", k=K, lines=len(lines.held_out))
        failure = outcome.failure(FILE, step)
        present = step == "count_ngrams" or any(key.startswith(step) for key in outcome.arrays)
        if failure:
            items.append(Item(title, False, found=failure.told(lang)))
        elif not present:
            items.append(Item(title, False, found=say("ngrams.blocked")))
        else:
            wrong = judge()
            items.append(Item(title, False, *wrong) if wrong else Item(title, True))
    questions = (say(f"ngrams.explain_{n}") for n in (1, 2))
    return [*items, Item(say("ngrams.explain"), None, notes=tuple(questions))]


def _counts(
    outcome: Outcome, models: dict[int, NGram], lines: Sequence[str], say: Say
) -> Wrong | None:
    for n, model in models.items():
        mine: Counts = outcome.values[f"counts {n}"]
        theirs = _joined(model.counts)
        if mine == theirs:
            continue
        mistake = _counting_mistake(mine, n, lines)
        pitfall = say(f"ngrams.{mistake}") if mistake else ""
        for context in sorted(theirs.keys() | mine.keys()):
            wanted, found = theirs.get(context, {}), mine.get(context, {})
            token = next(
                (t for t in sorted({*wanted, *found}) if wanted.get(t) != found.get(t)), ""
            )
            if token:
                place = {"n": n, "context": f"({context})", "token": token}
                return (
                    say("ngrams.count", count=int(wanted.get(token, 0)), **place),
                    say("ngrams.count", count=f"{found.get(token, 0):g}", **place),
                    pitfall,
                )
    return None


def _joined(counts: Any) -> Counts:
    return {
        " ".join(context): {token: float(count) for token, count in followers.items()}
        for context, followers in counts.items()
    }


def _counting_mistake(mine: Counts, n: int, lines: Sequence[str]) -> str:
    """Name the way of counting whose counts are the student's."""
    likely: dict[str, Counts] = {
        key: {} for key in ("bos_predicted", "no_padding", "order_too_high", "across_lines")
    }
    previous: list[str] = []
    for line in lines:
        tokens = tokenize(line)
        _add(likely["bos_predicted"], [BOS] * (n - 1) + tokens, n - 1, n - 1)
        _add(likely["no_padding"], tokens, n - 1, max(n - 1, 1))
        _add(likely["order_too_high"], [BOS] * (n - 1) + tokens, n, n)
        _add(likely["across_lines"], previous + tokens, n - 1, len(previous) if previous else n - 1)
        previous = tokens[-(n - 1) :] if n > 1 else []
    found = [key for key, counts in likely.items() if mine == counts]
    if found:
        return found[0]
    return "context_ignored" if set(mine) == {""} and n > 1 else ""


def _add(counts: Counts, tokens: list[str], width: int, start: int) -> None:
    for t in range(start, len(tokens)):
        followers = counts.setdefault(" ".join(tokens[t - width : t]), {})
        followers[tokens[t]] = followers.get(tokens[t], 0.0) + 1


def _probabilities(outcome: Outcome, models: dict[int, NGram], say: Say) -> Wrong | None:
    mine = outcome.arrays["probability/p"]
    V = len(corpus_vocabulary())
    rows: list[tuple[Mapping[str, int], str]] = [
        (models[n].counts.get(context, {}), token) for n, context, token in QUESTIONS
    ]
    seen = np.array([followers.get(token, 0) for followers, token in rows], float)
    total = np.array([sum(followers.values()) for followers, _ in rows], float)
    wanted = (seen + K) / (total + K * V)
    found = compare(mine, wanted)
    if found.agrees:
        return None
    if found.verdict == "shape":
        return say("ngrams.one_number"), say("ngrams.shape", shape=mine.shape[1:]), ""
    with np.errstate(all="ignore"):
        likely = {
            "no_smoothing": np.where(total > 0, seen / total, 0),
            "no_V": (seen + K) / (total + K),
            "k_missing_above": seen / (total + K * V),
            "k_one": (seen + 1) / (total + V),
            "k_missing_below": (seen + K) / (total + V),
            "logarithm": np.log(wanted),
        }
    mistake = next((key for key, p in likely.items() if compare(mine, p).agrees), "")
    if not mistake and compare(mine[total > 0], wanted[total > 0]).agrees:
        mistake = "unseen_context"
    n, context, token = QUESTIONS[found.at[0]]
    place = {"context": f"({' '.join(context)})", "token": token, "n": n}
    return (
        say("ngrams.p", value=found.theirs, **place),
        say("ngrams.p", value=found.mine, **place),
        say(f"ngrams.{mistake}") if mistake else "",
    )


def _perplexities(
    outcome: Outcome, models: dict[int, NGram], lines: Sequence[str], say: Say
) -> Wrong | None:
    mine = outcome.arrays["perplexity/perplexity"]
    each = [surprisals(models[n], lines) for n in ORDERS]
    wanted = np.array([perplexity(values) for values in each])
    found = compare(mine, wanted)
    if found.agrees:
        return None
    if found.verdict == "shape":
        return say("ngrams.one_number"), say("ngrams.shape", shape=mine.shape[1:]), ""
    tokens = np.array([len(values) for values in each])
    per_line = [values.reshape(len(lines), -1).mean(axis=1) for values in each]
    likely = {
        "cross_entropy": np.log(wanted),
        "cross_entropy_bits": np.log2(wanted),
        "mixed_bases": 2 ** np.log(wanted),
        "divided_by_lines": np.exp([values.sum() / len(lines) for values in each]),
        "mean_of_lines": np.array([np.exp(values).mean() for values in per_line]),
        "bos_counted": np.exp([values.sum() for values in each] / (tokens + len(lines))),
        "inverse": 1 / wanted,
        "mean_of_inverse": np.array([np.exp(values).mean() for values in each]),
    }
    mistake = next((key for key, p in likely.items() if compare(mine, p).agrees), "")
    place = {"n": ORDERS[found.at[0]]}
    return (
        say("ngrams.value", value=found.theirs, **place),
        say("ngrams.value", value=found.mine, **place),
        say(f"ngrams.{mistake}") if mistake else "",
    )
