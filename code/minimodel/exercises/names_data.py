"""The course's list of names: what is read from it, and how it is split; no part of the answer."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.texts.files import read_text

LIST: Final = Path(__file__).with_name("names_list.toml")
KINDS: Final = ("given", "family")
HELD_OUT: Final = 0.2  # share of the names
PAGE: Final = 0  # seed of the split on the page


class Names(NamedTuple):
    """Names and where they are from.

    Attributes
    ----------
    names
        As they are written, accents and capitals included.
    labels
        The place of each one's nationality in `NATIONALITIES`, (N,).
    """

    names: list[str]
    labels: NDArray[np.int64]


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    found = tomllib.loads(read_text(LIST))
    return {
        nationality: {
            kind: [name.replace("_", " ") for name in kinds[kind].split()] for kind in KINDS
        }
        for nationality, kinds in found.items()
    }


NATIONALITIES: Final = tuple(_lists())


def all_names() -> Names:
    """Return the whole list, one nationality after the other."""
    pairs = [
        (name, label)
        for label, kinds in enumerate(_lists().values())
        for kind in KINDS
        for name in kinds[kind]
    ]
    return Names([name for name, _ in pairs], np.array([label for _, label in pairs]))


def counts() -> dict[str, dict[str, int]]:
    """Return how many names of each kind each nationality has."""
    return {
        nationality: {kind: len(names) for kind, names in kinds.items()}
        for nationality, kinds in _lists().items()
    }


def split(seed: int) -> tuple[Names, Names]:
    """Draw the names to learn from and those to be tested on; no name is among both.

    Parameters
    ----------
    seed
        Seed of the draw.

    Returns
    -------
    training, held_out
        Four fifths of the list and one fifth, both in random order.
    """
    names, labels = all_names()
    order = np.random.default_rng(seed).permutation(len(names))
    cut = round(HELD_OUT * len(names))
    parts = order[cut:], order[:cut]
    training, held_out = (Names([names[i] for i in part], labels[part]) for part in parts)
    return training, held_out
