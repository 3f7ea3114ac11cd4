"""Exposure bias, apart from what right letters give away: two trainings read the same mistakes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from minimodel.running.long_computations import long_computation
from minimodel.tasks.prefixes import written
from minimodel.tasks.verb_forms import encoded_forms
from minimodel.tasks.verb_translation import (
    VerbTranslationRun,
    fit_epochs,
    mistakes_put_in,
    train_verb_translation,
    untrained,
)


@dataclass(frozen=True)
class ExposedRun:
    """A translator that has read wrong letters in training.

    Attributes
    ----------
    put_in
        As that of a `VerbTranslationRun`, with the same wrong letters.
    written
        Which share of the letters is right behind the first mistake of the network that was
        trained with the teacher alone: the right ones read, and those that *that* network wrote.
        Of forms that it wrote as long as they should be, as in `minimodel.tasks.letters.Letters`.
    exact
        Share of the held-out forms that this network translates without a wrong letter.
    """

    put_in: tuple[float, float]
    written: tuple[float, float]
    exact: float


@long_computation("verb forms: training on wrong letters, too", first=train_verb_translation)
def train_with_mistakes(
    taught: VerbTranslationRun, *, seed: int = 0, wrong: float = 0.1
) -> ExposedRun:
    """Train as `train_verb_translation` does, with wrong letters among those that are given.

    Parameters
    ----------
    taught
        The run with the teacher alone: its mistakes are read.
    seed
        Seed of both, so that first weights and the order of the forms are the same.
    wrong
        With which probability a letter is drawn from all of them.
    """
    forms = encoded_forms(len(taught.held_out))
    rng = np.random.default_rng(seed)
    network = untrained(forms, 16, 96, rng)
    coins = np.random.default_rng([seed, 1])
    for _ in fit_epochs(network, forms, rng, 20, 32, 0.01, 1.0, wrong=wrong, coins=coins):
        pass
    new = slice(len(forms.taught), None)
    sources, targets = forms.sources[new], forms.targets[new]
    mistakes = [[forms.target_ids[letter] for letter in form.written] for form in taught.held_out]
    alone = network.translate(sources, *forms.signs)
    right = [[forms.target_ids[letter] for letter in form.target] for form in taught.held_out]
    return ExposedRun(
        put_in=mistakes_put_in(forms).right(network, sources, targets),
        written=written(targets, mistakes).right(network, sources, targets),
        exact=float(np.mean([a == b for a, b in zip(alone, right, strict=True)])),
    )
