"""Call a student's functions for a character model, and keep what its training achieves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.character_model import characters, conjugations
from minimodel.texts.files import read_text
from numpy.typing import NDArray

from course.student.gradients import keep_gradients
from course.student.networks import enlarge
from course.student.recorder import Recorder, named
from course.student.trials import keep_predictions, trained
from course.student.variants.character_model import is_likeliest

Array = NDArray[Any]

FILE: Final = "character_model.py"
OWN_TEXT: Final = "text.txt"
FUNCTIONS: Final = ("clip", "make_model", "loss_and_gradients", "costs", "write", "train")
SEED: Final = 7
SMALL: Final = "\n abc"  # the vocabulary of the untrained models
SENTENCE: Final = "ab ca\nbacba"
CASES: Final = {"single": (1, 1), "steps": (1, 6), "batch": (4, 6)}
NORMS: Final = {"long": 10.0, "short": 0.5, "zero": 0.0}  # of the gradients to be clipped
MAX_NORM: Final = 2.0
HELD_OUT: Final = 0.1  # of a text of the student's own, at most
LONGEST: Final = 5000  # characters that are held out, at most
STARTS: Final = 5  # places at which the next character is asked for, to find an open one
DRAWS: Final = 200
TEMPERATURES: Final = (1.0, 0.5)
SHARP: Final = 0.01  # a temperature at which the likeliest character always comes
SHARP_LENGTH: Final = 10
HOT: Final = 3.0  # a temperature at which two seeds never write the same
READ: Final = 24  # characters that a start has


def texts(folder: Path) -> tuple[str, str, str]:
    """Return the text to learn from, the one held out, and the vocabulary of both."""
    own = folder / OWN_TEXT
    if not own.is_file():
        return *conjugations(), characters()
    whole = read_text(own)
    cut = len(whole) - min(LONGEST, round(HELD_OUT * len(whole)))
    return whole[:cut], whole[cut:], "".join(sorted(set(whole)))


def gradients(norm: float) -> dict[str, Array]:
    """Return gradients of two parameters with a joint norm."""
    rng = np.random.default_rng(3)
    made = {"W": rng.normal(size=(3, 4)), "b": 3 * rng.normal(size=4)}
    whole = np.sqrt(sum(np.sum(value**2) for value in made.values()))
    return {name: value * norm / whole for name, value in made.items()}


def case(name: str) -> tuple[Array, Array]:
    """Return the ids and targets of one of `CASES`."""
    batch, time = CASES[name]
    ids = np.random.default_rng(batch + time).integers(len(SMALL), size=(batch, time + 1))
    return ids[:, :-1], ids[:, 1:]


def probe(recorder: Recorder, part: str) -> None:
    """Run one part: ``"functions"`` or ``"train"``."""
    names = recorder.load(FILE)
    if names is None:
        return
    functions = {name: recorder.function(name, names, name) for name in FUNCTIONS}
    if part == "train":
        _train(recorder, functions)
        return
    if functions["clip"] is not None:
        _clip(recorder, functions["clip"])
    make = functions["make_model"]
    if make is None:
        return
    model = trained(recorder, "make_model", make, SMALL, SEED)
    if model is None:
        return
    if functions["costs"] is not None:
        _costs(recorder, functions["costs"], model)
    if functions["loss_and_gradients"] is None:
        return
    for name in CASES:
        ids, targets = case(name)
        fresh = enlarge(recorder.call(f"model {name}", make, SMALL, SEED))
        if functions["costs"] is not None:
            for row, (read, target) in enumerate(zip(ids, targets, strict=True)):
                text = "".join(SMALL[i] for i in (*read, target[-1]))
                step = f"costs {name} {row}"
                keep_predictions(
                    recorder, step, functions["costs"], fresh, text, shape=(len(read),)
                )
        if not keep_gradients(recorder, name, functions["loss_and_gradients"], fresh, ids, targets):
            return


def _clip(recorder: Recorder, function: Callable[..., Any]) -> None:
    for name, norm in NORMS.items():
        given = gradients(norm)
        clipped = recorder.call("clip", function, given, MAX_NORM)
        if "clip" in recorder.failures:
            return
        clipped = given if clipped is None else clipped  # changed in place
        if not isinstance(clipped, dict) or set(clipped) != set(given):
            recorder.fail("clip", "returned", name="clip", found=named(clipped), expected="dict")
            return
        for key, value in clipped.items():
            if not recorder.keep("clip", f"{name} {key}", value):
                return


def _costs(recorder: Recorder, function: Callable[..., Any], model: Any) -> None:
    """Keep the costs of a text, of its beginning, and of every way in which it could go on."""
    size = (len(SENTENCE) - 1,)
    if not keep_predictions(recorder, "costs", function, model, SENTENCE, shape=size):
        return
    half = SENTENCE[:6]
    keep_predictions(recorder, "beginning", function, model, half, shape=(5,))
    _following(recorder, "following", function, model, SENTENCE[:7], SMALL)


def _following(
    recorder: Recorder,
    step: str,
    function: Callable[..., Any],
    model: Any,
    before: str,
    vocabulary: str,
) -> bool:
    """Keep as ``step/answers`` what each character costs after a text, in nats."""
    found = []
    for character in vocabulary:
        text = before + character
        inner = f"{step} one"
        if not keep_predictions(recorder, inner, function, model, text, shape=(len(before),)):
            recorder.failures[step] = recorder.failures[inner]
            return False
        found.append(recorder.arrays.pop(f"{inner}/answers")[-1])
    return recorder.keep(step, "answers", np.array(found))


def _train(recorder: Recorder, functions: dict[str, Any]) -> None:
    train, costs, write = (functions[name] for name in ("train", "costs", "write"))
    if train is None or costs is None:
        return
    learn, held_out, vocabulary = texts(recorder.folder)
    model = trained(recorder, "train", train, learn, vocabulary, SEED)
    if model is None:
        return
    size = (len(held_out) - 1,)
    if not keep_predictions(recorder, "held_out", costs, model, held_out, shape=size):
        return
    for name in ("first", "last"):
        part = learn[: len(held_out)] if name == "first" else learn[-len(held_out) :]
        keep_predictions(recorder, f"of {name}", costs, model, part, shape=(len(part) - 1,))
    if write is not None:
        _write(recorder, write, costs, model, held_out, vocabulary)


def _write(
    recorder: Recorder,
    write: Callable[..., Any],
    costs: Callable[..., Any],
    model: Any,
    text: str,
    vocabulary: str,
) -> None:
    places = np.linspace(READ, len(text) - 1, STARTS).astype(int)
    open_, most = "", -1.0
    for place in places:
        before = text[place - READ : place]
        if not _following(recorder, "place", costs, model, before, vocabulary):
            return
        p = np.exp(-recorder.arrays["place/answers"].astype(float))
        entropy = float(-(p * np.log(p + 1e-300)).sum())
        if entropy > most:
            open_, most = before, entropy
            recorder.arrays["open/answers"] = recorder.arrays["place/answers"]
    if not _following(recorder, "open_last", costs, model, open_[-1], vocabulary):
        return
    for temperature in TEMPERATURES:
        step = f"write {temperature:g}"
        drawn = [
            _written(recorder, step, write, model, open_, 1, temperature, seed, vocabulary)
            for seed in range(DRAWS)
        ]
        if step in recorder.failures:
            return
        counts = [sum(each == character for each in drawn) for character in vocabulary]
        recorder.keep(step, "counts", np.array(counts))
    step = "write sharp"
    sharp = _written(recorder, step, write, model, open_, SHARP_LENGTH, SHARP, SEED, vocabulary)
    if sharp is None:
        return
    recorder.values["sharp"] = sharp
    recorder.values["hot"] = [
        _written(recorder, step, write, model, open_, SHARP_LENGTH, HOT, seed, vocabulary)
        for seed in (0, 1)
    ]
    ids = np.array([vocabulary.index(character) for character in sharp])
    contexts = {
        "whole": [open_ + sharp[:place] for place in range(SHARP_LENGTH)],
        "last": [open_, *sharp[:-1]],
        "own": [open_[-1] + sharp[:place] for place in range(SHARP_LENGTH)],
    }
    for name, befores in contexts.items():
        rows = []
        for before in befores:
            if not _following(recorder, "place", costs, model, before, vocabulary):
                return
            rows.append(recorder.arrays["place/answers"])
        recorder.keep("sharp", name, np.stack(rows))
        if is_likeliest(ids, np.stack(rows)):
            break  # this is what it was drawn from; the others need not be asked
    recorder.values["written"] = _written(
        recorder, "write 0.7", write, model, open_, 60, 0.7, SEED, vocabulary
    )


def _written(
    recorder: Recorder,
    step: str,
    write: Callable[..., Any],
    model: Any,
    start: str,
    length: int,
    temperature: float,
    seed: int,
    vocabulary: str,
) -> str | None:
    """What the student's function writes, without the start; None, with a failure, if no text."""
    if step in recorder.failures:
        return None
    text = recorder.call(step, write, model, start, length, temperature, seed)
    if step in recorder.failures:
        return None
    if isinstance(text, list | tuple) and all(isinstance(each, str) for each in text):
        text = "".join(text)
    if isinstance(text, str) and len(text) == len(start) + length and text.startswith(start):
        text = text[len(start) :]
    if not isinstance(text, str) or len(text) != length or not set(text) <= set(vocabulary):
        expected = f"str ({length})"
        recorder.fail(step, "returned", name="write", found=named(text), expected=expected)
        return None
    return text
