"""Lab 03's stop conditions: both backward passes, the measured decay and the texts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.vanishing.constants import D_HIDDEN, EXPERIMENT, OPTIONS, SEED, SIGMA, T
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.labs.vanishing.wrong_backward import GRU_MISTAKES, RNN_MISTAKES, backward
from minimodel.sequence_baselines.bptt import gru_gradients, rnn_gradients
from minimodel.sequence_baselines.rnn import GRU
from numpy.typing import NDArray

from course.student import isolation
from course.student.bptt_cases import CASES, Case, case
from course.student.checklist import Item
from course.student.checks.decay import colors, decay_file, measured_manifest
from course.student.checks.documents import of_another_seed, readme
from course.student.compare import Comparison, compare
from course.student.outcomes import Limits
from course.student.probes.vanishing import FILE
from course.student.seeds import stated_seed
from course.student.texts import Say, text

SOLUTIONS: Final = (
    "course",
    "minimodel.labs.vanishing",
    "minimodel.mathematics",
    "minimodel.sequence_baselines.bptt",
    "minimodel.sequence_baselines.jacobians",
    "minimodel.sequence_baselines.language_model",
)
LOCKED: Final = {
    "seed": SEED,
    "sequence_length": T,
    "d_hidden": D_HIDDEN,
    "init_scale_W_hh": SIGMA,
}
TOPICS: Final = {
    "decay": r"orders|órdenes",
    "gate": r"bias|sesgo|b_z",
    "tiny": r"1e-?\d\d|10\^|10⁻|float32|fp32|float 32",
    "attention": r"attention|atenci",
}
ROW_TOLERANCE: Final = 1e-7  # of each row's own size, which falls by many orders of magnitude


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's lab 03 in `folder`."""
    say = partial(text, lang=lang)
    items = [check_backward(model, folder, lang, limits) for model in ("rnn", "gru")]
    stated, seed, curves = _seeds(folder, say)
    items.append(decay_file(folder / "decay.json", curves, say))
    items.append(colors(folder / "decay.png", say))
    locked = {**LOCKED, "seed": seed}
    made = measured_manifest(
        folder / "manifest.json", EXPERIMENT, locked, curves, _recurrence(seed), say
    )
    items.append(made if stated == seed else of_another_seed(made, stated, seed, say))
    items.append(readme(folder / "README.md", TOPICS, say))
    questions = (say(f"vanishing.explain_{n}") for n in (1, 2))
    return [*items, Item(say("vanishing.explain"), None, notes=tuple(questions))]


def _seeds(folder: Path, say: Say) -> tuple[int, int, dict[str, dict[str, NDArray[Any]]]]:
    """Return the seed that the manifest states, the one to judge with, and that one's curves.

    The seeds are the same, unless decay.json holds just the norms of the lab's own.
    """
    usual = {option: _curves(option, SEED) for option in OPTIONS}
    stated = stated_seed(folder / "manifest.json")
    if stated is None or stated == SEED:
        return SEED, SEED, usual
    if decay_file(folder / "decay.json", usual, say).passed:
        return stated, SEED, usual
    return stated, stated, {option: _curves(option, stated) for option in OPTIONS}


def check_backward(model: str, folder: Path, lang: str, limits: Limits | None = None) -> Item:
    """Check the backward pass of one model, ``"rnn"`` or ``"gru"``."""
    say = partial(text, lang=lang)
    title = say(f"vanishing.{model}")
    sequence = synthetic_sequence("A")
    ids, target, V = list(sequence.ids), sequence.target, len(corpus_vocabulary())
    outcome = isolation.run(
        "vanishing",
        folder,
        solutions=SOLUTIONS,
        limits=limits,
        model=model,
        lab_ids=ids,
        target=target,
        vocab_size=V,
    )
    for name in CASES:
        failure = outcome.failure(FILE, name)
        given = case(model, name, ids, target, V)
        if failure:
            return Item(title, False, found=_placed(name, given, failure.told(lang), say))
        wrong = _wrong(model, outcome.arrays[f"{name}/dh"], given, say)
        if wrong:
            expected, found, mistake = wrong
            return Item(title, False, expected, _placed(name, given, found, say), mistake)
    return Item(title, True)


def _placed(name: str, given: Case, what: str, say: Say) -> str:
    """Say on which network something happened, where it is not the one that the student sees."""
    if name == "lab":
        return what
    sizes = {"V": len(given.model.E), "T": len(given.token_ids)}
    return say("vanishing.second_network", what=what, **sizes)


def _wrong(model: str, mine: NDArray[Any], given: Case, say: Say) -> tuple[str, str, str] | None:
    wanted = _gradients(given)
    if mine.shape != wanted.shape:
        shapes = [say("vanishing.shape", shape=each) for each in (wanted.shape, mine.shape)]
        mistake = {
            (wanted.shape[0] - 1, wanted.shape[1]): "no_initial",
            (wanted.shape[0],): "norms_only",
            wanted.shape[::-1]: "states_transposed",
        }.get(mine.shape, "")
        return shapes[0], shapes[1], say(f"vanishing.{mistake}") if mistake else ""
    first = _first_row(mine, wanted)
    if first is None:
        if mine.dtype == np.float32:
            return (
                say("vanishing.float64"),
                say("vanishing.dtype", dtype="float32"),
                say("vanishing.single"),
            )
        return None
    t, found = first
    place = {"t": t, "i": found.at[0]}
    mistake = _mistake(model, mine, given)
    return (
        say("vanishing.entry", value=found.theirs, **place),
        say("vanishing.entry_wrong", value=found.mine, difference=found.difference, **place),
        say(f"vanishing.{mistake}") if mistake else "",
    )


def _gradients(given: Case) -> NDArray[Any]:
    """The reference's ∂L/∂h_t."""
    if isinstance(given.model, GRU):
        return gru_gradients(given.model, given.token_ids, given.target).dh
    return rnn_gradients(given.model, given.token_ids, given.target).dh


def _first_row(mine: NDArray[Any], wanted: NDArray[Any]) -> tuple[int, Comparison] | None:
    """Find the first wrong row on the way back, each judged by its own size."""
    for t in reversed(range(len(wanted))):
        found = compare(mine[t], wanted[t], ROW_TOLERANCE)
        if not found.agrees:
            return t, found
    return None


def _mistake(model: str, mine: NDArray[Any], given: Case) -> str:
    if mine.dtype == np.float32:
        return "single"
    for mistake in RNN_MISTAKES if model == "rnn" else GRU_MISTAKES:
        computed = backward(given.model, given.token_ids, given.target, mistake)
        tolerance = 1e-4 if mistake == "single" else 1e-8
        if _agrees(mine, computed, tolerance):
            return mistake
    if _agrees(mine, _gradients(given._replace(target=given.token_ids[-1]))):
        return "target_read"  # in the lab's own sequence both are the same token
    return ""


def _agrees(mine: NDArray[Any], other: NDArray[Any], tolerance: float = 1e-8) -> bool:
    """Whether two answers agree row by row, each row judged by its own size."""
    rows = zip(mine, other, strict=True)
    return all(compare(one, another, tolerance).agrees for one, another in rows)


def _curves(option: str, seed: int) -> dict[str, NDArray[Any]]:
    """The norms g_0 … g_T of both models on one of the lab's sequences."""
    sequence = synthetic_sequence(option)
    arguments = (list(sequence.ids), sequence.target, len(corpus_vocabulary()))
    return {
        model: np.linalg.norm(_gradients(case(model, "lab", *arguments, seed)), axis=1)
        for model in ("rnn", "gru")
    }


def _recurrence(seed: int) -> NDArray[Any]:
    """W_hh of the lab's vanilla RNN."""
    sequence = synthetic_sequence("A")
    arguments = (list(sequence.ids), sequence.target, len(corpus_vocabulary()))
    model = case("rnn", "lab", *arguments, seed).model
    return np.asarray(vars(model)["W_hh"])
