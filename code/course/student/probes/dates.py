"""Call a student's functions for the date converter; keep looks, losses, gradients and dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from minimodel.exercises.date_texts import LETTERS, SIGNS, draw_pairs, read_ids, write_ids
from minimodel.exercises.dates import HELD_OUT, TAUGHT, YEARS
from numpy.typing import NDArray

from course.student.gradients import keep_gradients
from course.student.networks import enlarge
from course.student.recorder import Recorder, named
from course.student.trials import keep_parts, keep_texts, trained
from course.student.variants.dates import compute

Array = NDArray[Any]

FILE: Final = "dates.py"
FUNCTIONS: Final = (
    *("attend", "attend_backward", "make_network", "loss_and_gradients"),
    *("train", "convert"),
)
# Of the attention: batch, steps of the decoder, letters, entries, and letters of padding.
LOOKS: Final = {"ordinary": (2, 3, 4, 5, 0), "padding": (3, 2, 6, 4, 3), "large": (2, 4, 3, 5, 0)}
# Of a network: batch, letters, signs after BEGIN, and letters of padding; each asks for more.
CASES: Final = {"single": (1, 4, 3, 0), "batch": (3, 6, 4, 2)}
SEED: Final = 7


def look(name: str) -> dict[str, Array]:
    """Return the arguments of one of `LOOKS`."""
    batch, steps, letters, entries, padding = LOOKS[name]
    rng = np.random.default_rng(batch + 10 * letters)
    mask = np.ones((batch, letters), bool)
    for row in range(batch):
        mask[row, : max(padding - row, 0)] = False  # less in each row
    size = 40.0 if name == "large" else 0.8  # of scores of about a thousand
    return {
        "s": rng.normal(0, size, (batch, steps, entries)),
        "h": rng.normal(0, size, (batch, letters, entries)),
        "mask": mask,
        "d_context": rng.normal(size=(batch, steps, entries)),
    }


def case(name: str) -> tuple[Array, Array]:
    """Return the ids of one of `CASES`."""
    batch, letters, signs, padding = CASES[name]
    rng = np.random.default_rng(batch + letters)
    sources = rng.integers(1, len(LETTERS), (batch, letters))
    for row in range(batch):
        sources[row, : max(padding - row, 0)] = 0
    targets = rng.integers(2, len(SIGNS), (batch, signs + 1))
    targets[:, 0] = 1  # BEGIN
    return sources, targets


def pairs(lang: str) -> tuple[list[str], list[str]]:
    """Return the dates to learn from, and behind them those that are held out."""
    return draw_pairs(TAUGHT + HELD_OUT, YEARS, lang, np.random.default_rng(500))


def probe(recorder: Recorder, part: str, lang: str = "") -> None:
    """Run one part: ``"functions"``, or ``"train"`` in one language."""
    names = recorder.load(FILE)
    if names is None:
        return
    functions = {name: recorder.function(name, names, name) for name in FUNCTIONS}
    if part == "train":
        _train(recorder, functions, lang)
        return
    for name in LOOKS:
        _look(recorder, functions, name)
    make, loss = functions["make_network"], functions["loss_and_gradients"]
    if make is None or loss is None or trained(recorder, "make_network", make, SEED) is None:
        return
    _losses(recorder, make, loss)
    if "losses" in recorder.failures:
        return
    for name in CASES:
        network = enlarge(recorder.call(f"network {name}", make, SEED))
        if not keep_gradients(recorder, name, loss, network, *case(name)):
            return


def _look(recorder: Recorder, functions: dict[str, Callable[..., Any] | None], name: str) -> None:
    given = look(name)
    states = {key: given[key] for key in ("s", "h", "mask")}
    right = compute("", given)
    forward, backward = functions["attend"], functions["attend_backward"]
    if forward is not None:
        copies = [np.copy(each) for each in states.values()]
        parts = ("context", "weights")
        keep_parts(recorder, f"attend {name}", forward, parts, *copies, name="attend")
    if backward is not None:
        copies = [np.copy(given["d_context"]), *map(np.copy, (given["s"], given["h"]))]
        copies.append(np.copy(right["weights"]))
        step, called = f"attend_backward {name}", "attend_backward"
        keep_parts(recorder, step, backward, ("ds", "dh"), *copies, name=called)


def _losses(recorder: Recorder, make: Callable[..., Any], function: Callable[..., Any]) -> None:
    """Keep the losses of every date of one sign and of two, of a doubled batch, without BEGIN."""
    sources, _ = case("single")
    ones = [[1, first] for first in range(len(SIGNS))]
    twos = [[*one, second] for one in ones for second in range(len(SIGNS))]

    def loss(network: Any, source: Array, targets: Any) -> float:
        result = function(network, source.copy(), np.array(targets))
        return float(np.real(np.ravel(result[0])[0]))

    def every() -> dict[str, Any]:
        network = make(SEED)
        return {
            "one": [loss(network, sources, [row]) for row in ones],
            "two": [loss(network, sources, [row]) for row in twos],
            "doubled": loss(network, np.repeat(sources, 2, axis=0), [ones[5]] * 2),
            "begun": loss(network, sources, [[2, 5]]),
            "again": loss(make(SEED), sources, [ones[5]]),
            "other": loss(make(SEED + 1), sources, [ones[5]]),
        }

    first = recorder.call("losses", function, make(SEED), sources.copy(), np.array([ones[5]]))
    if "losses" in recorder.failures:
        return
    if not isinstance(first, tuple | list) or len(first) < 2 or np.size(first[0]) != 1:
        expected = "(loss, gradients)"
        recorder.fail(
            "losses", "returned", name="loss_and_gradients", found=named(first), expected=expected
        )
        return
    found = recorder.attempt("losses", every)
    if found is not None:
        for name, value in found.items():
            recorder.keep("losses", name, value)


def _train(
    recorder: Recorder,
    functions: dict[str, Callable[..., Any] | None],
    lang: str,
) -> None:
    train, convert = functions["train"], functions["convert"]
    if train is None or convert is None:
        return
    texts, dates = pairs(lang)
    network = trained(recorder, f"train {lang}", train, texts[:TAUGHT], dates[:TAUGHT], SEED)
    if network is None:
        return
    out = texts[TAUGHT:]
    keep_texts(recorder, f"convert {lang}", convert, network, out, count=len(out))
    if functions["loss_and_gradients"] is not None:
        ids = read_ids(out[:100]), write_ids(dates[TAUGHT:][:100])
        result = recorder.call(f"loss {lang}", functions["loss_and_gradients"], network, *ids)
        if isinstance(result, tuple | list) and result:
            recorder.keep(f"loss {lang}", "loss", np.ravel(result[0])[0])
