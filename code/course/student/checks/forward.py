"""Lab 02's stop conditions: both models, the walkthrough, the figure and the texts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.forward.analysis import (
    canonical_ids,
    canonical_tokens,
    untrained_gru,
    untrained_rnn,
)
from minimodel.labs.forward.constants import D_EMBED, D_HIDDEN, EXPERIMENT, SEED
from minimodel.mathematics.functions import sigmoid

from course.student import isolation
from course.student.checklist import Item
from course.student.checks.documents import figure, manifest, of_another_seed, readme
from course.student.checks.models import Checked, ModelCheck
from course.student.checks.printout import printed_steps, rerun
from course.student.outcomes import Limits, Outcome
from course.student.probes.forward import EXTREMES
from course.student.seeds import stated_seed
from course.student.texts import Say, text

SOLUTIONS: Final = (
    "course",
    "minimodel.mathematics",
    "minimodel.sequence_baselines",
    "minimodel.labs.forward.analysis",
    "minimodel.labs.forward.folder",
    "minimodel.labs.forward.walkthrough",
)
LOCKED: Final = {"seed": SEED, "d_embed": D_EMBED, "d_hidden": D_HIDDEN}
TOPICS: Final = {  # what an answer to each question can't do without, in either language
    "reasonable": r"top|first|guess|predic|primer|razonabl|opción",
    "norm": r"norm|‖|\|\|",
    "gru": r"gru",
    "h_8": r"h_?8|h₈|h_\{8\}|third person|tercera persona",
}


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's lab 02 in `folder`."""
    say = partial(text, lang=lang)
    stated, seed = seeds(folder, say)
    rnn, gru = (check_model(name, folder, lang, limits, seed) for name in ("VanillaRNN", "GRU"))
    items = [*rnn.items, *gru.items, check_sigmoid(folder, lang, limits)]
    program, printout = folder / "walkthrough.py", folder / "walkthrough.txt"
    items.append(printed_steps(printout, canonical_tokens(), [rnn.states, gru.states], say))
    outcome = _run(folder, limits, part="walkthrough", file=program.name)
    items.append(rerun(program, printout, outcome, say, lang))
    items.append(figure(folder / "hidden_state_evolution.png", say))
    locked = {**LOCKED, "seed": seed}
    made = manifest(folder / "manifest.json", EXPERIMENT, locked, say)
    items.append(made if stated == seed else of_another_seed(made, stated, seed, say))
    items.append(readme(folder / "README.md", TOPICS, say))
    questions = (say(f"forward.explain_{n}") for n in (1, 2, 3))
    return [*items, Item(say("forward.explain"), None, notes=tuple(questions))]


def seeds(folder: Path, say: Say) -> tuple[int, int]:
    """Return the seed that the manifest states, and the one to judge the results with.

    They are the same, unless the printout is just that of the lab's own seed.
    """
    stated = stated_seed(folder / "manifest.json")
    if stated is None or stated == SEED:
        return SEED, SEED
    ids = canonical_ids()
    states = [model.forward(ids)[1] for model in (untrained_rnn(), untrained_gru())]
    printed = printed_steps(folder / "walkthrough.txt", canonical_tokens(), states, say)
    return stated, SEED if printed.passed else stated


def check_model(
    name: str,
    folder: Path,
    lang: str,
    limits: Limits | None = None,
    seed: int = SEED,
) -> Checked:
    """Check one model, ``"VanillaRNN"`` or ``"GRU"``, with the student's seed."""
    model = _vanilla_rnn(seed) if name == "VanillaRNN" else _gru(seed)
    outcome = _run(
        folder,
        limits,
        part="model",
        file=model.file,
        name=model.name,
        parameters=[*model.weights, *model.biases],
        biases=list(model.biases),
        ids=canonical_ids(),
        sizes=[len(corpus_vocabulary()), D_EMBED, D_HIDDEN],
        seed=seed,
    )
    return model.check(outcome, canonical_ids(), partial(text, lang=lang), lang)


def check_sigmoid(folder: Path, lang: str, limits: Limits | None = None) -> Item:
    """Check the GRU's sigmoid at ±1000."""
    say = partial(text, lang=lang)
    outcome = _run(folder, limits, part="sigmoid", file="gru_forward.py")
    title = say("forward.sigmoid")
    failure = outcome.failure("gru_forward.py", "sigmoid")
    if failure:
        return Item(title, False, found=failure.told(lang))
    values = outcome.arrays["sigmoid/sigmoid(x)"]
    wanted = sigmoid(np.array(EXTREMES))
    points = ", ".join(f"{x:g}" for x in EXTREMES).replace("-", "−")
    warned = outcome.warnings.get("sigmoid", [])
    # Room for every stable form: near 0, ½ (1 + tanh(x / 2)) keeps 16 places, not 16 digits.
    right = values.shape == wanted.shape and np.allclose(values, wanted, rtol=1e-9, atol=1e-12)
    if right and not warned:
        return Item(title, True)
    if warned:
        message, file, line = warned[0]
        found = say(
            "forward.sigmoid_warned", points=points, place=f"{file}:{line}", message=message
        )
    else:
        shown = " ".join(f"{value:.3g}" for value in values.ravel()[:5])
        found = say("forward.sigmoid_found", points=points, values=shown)
    finite = np.isfinite(values).all()
    pitfall = say("forward.sigmoid_unstable") if warned or not finite else ""
    return Item(title, False, say("forward.sigmoid_expected"), found, pitfall)


def _run(folder: Path, limits: Limits | None, **options: Any) -> Outcome:
    return isolation.run("forward", folder, solutions=SOLUTIONS, limits=limits, **options)


def _vanilla_rnn(seed: int) -> ModelCheck:
    weights, biases = ("E", "W_xh", "W_hh", "W_ho"), ("b_h", "b_o")
    return ModelCheck("VanillaRNN", "rnn_forward.py", untrained_rnn(seed), weights, biases, seed)


def _gru(seed: int) -> ModelCheck:
    weights, biases = ("E", "W_z", "W_r", "W", "W_ho"), ("b_z", "b_r", "b", "b_o")
    return ModelCheck("GRU", "gru_forward.py", untrained_gru(seed), weights, biases, seed)
