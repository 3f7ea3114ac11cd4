"""Call a student's n-gram functions on the corpus, and keep what they give."""

from __future__ import annotations

from typing import Any

from course.student.recorder import Recorder, named

FILE = "my_ngrams.py"


def probe(
    recorder: Recorder,
    training: list[list[str]],
    held_out: list[list[str]],
    orders: list[int],
    k: float,
    vocab_size: int,
    questions: list[list[Any]],
) -> None:
    """Keep the counts, some probabilities and the perplexities, for each order n.

    `questions` are triples: order, context, token.
    """
    names = recorder.load(FILE)
    if names is None:
        return
    functions = {
        name: recorder.function(name, names, name)
        for name in ("count_ngrams", "probability", "perplexity")
    }
    if functions["count_ngrams"] is None:
        return
    counts = {}
    for n in orders:
        counted = recorder.call("count_ngrams", functions["count_ngrams"], training, n)
        if "count_ngrams" in recorder.failures or not _kept(recorder, n, counted):
            return
        counts[n] = counted
    if functions["probability"]:
        probabilities = []
        for n, context, token in questions:
            if "probability" not in recorder.failures:
                p = recorder.call(
                    "probability", functions["probability"],
                    counts[n], tuple(context), token, k, vocab_size,
                )  # fmt: skip
                probabilities.append(p)
        recorder.keep("probability", "p", probabilities)
    if functions["perplexity"]:
        perplexities = []
        for n in orders:
            if "perplexity" not in recorder.failures:
                value = recorder.call(
                    "perplexity", functions["perplexity"], counts[n], held_out, n, k, vocab_size
                )
                perplexities.append(value)
        recorder.keep("perplexity", "perplexity", perplexities)


def _kept(recorder: Recorder, n: int, counted: Any) -> bool:
    """Keep counts as JSON, contexts with their tokens joined by a space."""
    if not isinstance(counted, dict):
        recorder.fail(
            "count_ngrams", "returned", name="count_ngrams", found=named(counted), expected="dict"
        )
        return False
    flat: dict[str, dict[str, float]] = {}
    for context, followers in counted.items():
        pairs = followers.items() if isinstance(followers, dict) else [(None, None)]
        if not isinstance(context, tuple) or not all(
            isinstance(count, int | float) for _, count in pairs
        ):
            found = f"{{{context!r}: {named(followers)}}}"[:100]
            expected = "{tuple: {token: count}}"
            recorder.fail(
                "count_ngrams", "returned", name="count_ngrams", found=found, expected=expected
            )
            return False
        flat[" ".join(map(str, context))] = {
            str(token): float(count) for token, count in pairs if count
        }
    recorder.values[f"counts {n}"] = {context: each for context, each in flat.items() if each}
    return True
