"""Let both untrained models read the example, and print every step of it."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.vocabulary import Vocabulary, corpus_vocabulary
from minimodel.labs.forward.constants import D_EMBED, D_HIDDEN, LINE, SEED, SIGMA
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN
from minimodel.texts.command_line import ArgumentParser
from minimodel.texts.labels import label
from minimodel.texts.languages import LANGUAGES

LANGUAGE = "en"
FULL = False

ENTRIES = 3  # of x_t and of h_t that fit on a line
TOP = 5


def walkthrough(lang: str = LANGUAGE, full: bool = FULL) -> str:
    """Return what both models do with the example, as text.

    Parameters
    ----------
    lang
        A code of `minimodel.texts.languages`.
    full
        Whether to print every entry of every hidden state, not the first ones alone.
    """
    vocabulary = corpus_vocabulary()
    tokens = tokenize(LINE)
    ids = vocabulary.encode(tokens)
    lines: list[str] = []
    for model in (
        VanillaRNN(len(vocabulary), D_EMBED, D_HIDDEN, seed=SEED),
        GRU(len(vocabulary), D_EMBED, D_HIDDEN, seed=SEED),
    ):
        logits, states = model.forward(ids)
        lines += [
            label("walkthrough.title", lang, model=type(model).__name__, tokens=" ".join(tokens)),
            label("walkthrough.seed", lang, seed=SEED),
            f"V = {len(vocabulary)}, d_embed = {D_EMBED}, d_hidden = {D_HIDDEN}, σ = {SIGMA}",
            "",
            *state_lines(tokens, model.E[ids], states, full),
            "",
        ]
        if isinstance(model, GRU):
            lines += [*gate_lines(tokens, *model.gates(ids), lang), ""]
        lines += [*top_lines(logits, vocabulary, lang), "", ""]
    return "\n".join(lines[:-2]) + "\n"


def state_lines(tokens: list[str], x: NDArray[Any], states: NDArray[Any], full: bool) -> list[str]:
    """Print a line a step: t, the token, the first entries of x_t and h_t, and ‖h_t‖."""
    width = 8 * ENTRIES + 1
    lines = [f"t  {'token':<6} {'x_t':<{width}} {'h_t':<{width}} ||h_t||"]
    h_0 = np.zeros_like(states[0])
    rows = [("", "", h_0), *zip(tokens, map(entries, x), states, strict=True)]
    for t, (token, x_t, h) in enumerate(rows):
        norm = np.linalg.norm(h)
        lines.append(f"{t}  {token:<6} {x_t:<{width}} {entries(h):<{width}} {norm:.4f}")
        if full:
            lines += [f"     {entries(h[i : i + 8], 8)}" for i in range(0, len(h), 8)]
    return lines


def gate_lines(tokens: list[str], z: NDArray[Any], r: NDArray[Any], lang: str) -> list[str]:
    """Print a line a step: the mean and the range of both gates."""
    heading = label("walkthrough.mean_range", lang)
    lines = [f"t  {'token':<6} {'z_t: ' + heading:<26} r_t: {heading}"]
    for t, (token, z_t, r_t) in enumerate(zip(tokens, z, r, strict=True), start=1):
        lines.append(f"{t}  {token:<6} {mean_and_range(z_t):<26} {mean_and_range(r_t)}")
    return lines


def top_lines(logits: NDArray[Any], vocabulary: Vocabulary, lang: str) -> list[str]:
    """Print a line a token: the largest final logits."""
    rank = label("walkthrough.rank", lang)
    lines = [label("walkthrough.top", lang, count=TOP), f"{rank}  {'token':<14} logit"]
    for place, i in enumerate(np.argsort(-logits, kind="stable")[:TOP], start=1):
        lines.append(f"{place:<{len(rank)}}  {vocabulary.tokens[i]:<14} {logits[i]:+.4f}")
    return lines


def entries(values: NDArray[Any], count: int = ENTRIES) -> str:
    """Print the first `count` entries of a vector."""
    shown = " ".join(f"{value:+.4f}" for value in values[:count])
    return shown if len(values) <= count else f"{shown} …"


def mean_and_range(values: NDArray[Any]) -> str:
    """Print the mean of a gate, and its smallest and largest value."""
    return f"{values.mean():.4f}  [{values.min():.4f}, {values.max():.4f}]"


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGE)
    parser.add_argument("--full", action=BooleanOptionalAction, default=FULL)
    options = parser.parse_args()
    print(walkthrough(options.lang, options.full), end="")
