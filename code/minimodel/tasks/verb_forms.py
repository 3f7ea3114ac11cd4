"""English verb forms and their Spanish translations, and their letters as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.conjugation import TENSES, conjugate_english, conjugate_spanish
from minimodel.corpus.verb_sentences import VERBS

# region pairs
# Verbs of the course's corpus, and others that are regular in Spanish: a network can only learn
# what forms have in common from forms that have something in common.
MORE_VERBS: Final = (
    ("accept", "aceptar"),
    ("answer", "responder"),
    ("call", "llamar"),
    ("clean", "limpiar"),
    ("climb", "subir"),
    ("cook", "cocinar"),
    ("cough", "toser"),
    ("dance", "bailar"),
    ("decide", "decidir"),
    ("fill", "llenar"),
    ("invite", "invitar"),
    ("jump", "saltar"),
    ("kiss", "besar"),
    ("lift", "levantar"),
    ("need", "necesitar"),
    ("paint", "pintar"),
    ("push", "empujar"),
    ("receive", "recibir"),
    ("rest", "descansar"),
    ("run", "correr"),
    ("sell", "vender"),
    ("share", "compartir"),
    ("shout", "gritar"),
    ("sign", "firmar"),
    ("suffer", "sufrir"),
    ("use", "usar"),
    ("visit", "visitar"),
    ("wait", "esperar"),
    ("watch", "observar"),
)
# Spanish leaves the pronoun out: the ending says who. English does not say which "you" is meant;
# here it is "tú", so that each form has one translation.
PRONOUNS: Final = (("I", "yo"), ("you", "tú"), ("he", "él"), ("we", "nosotros"), ("they", "ellos"))


def verb_forms() -> list[tuple[str, str]]:
    """Return every English form and its translation: ``("he worked", "trabajó")``."""
    return [
        (
            f"{english} {conjugate_english(verb, english, tense)}",
            conjugate_spanish(infinitive, spanish, tense),
        )
        for verb, infinitive in VERBS + MORE_VERBS
        for tense in TENSES
        for english, spanish in PRONOUNS
    ]


# endregion pairs

PAD, BEGIN, END = "_", "<", ">"


def split_forms(held_out: int, seed: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Split the forms at random into those to learn from and `held_out` others.

    A form that is spelled as another one, such as "I read" of the present and the past, has two
    translations; such forms are left out.

    Raises
    ------
    ValueError
        If not at least one form would be on each side.
    """
    forms = verb_forms()
    english = [source for source, _ in forms]
    forms = [pair for pair in forms if english.count(pair[0]) == 1]
    if not 0 < held_out < len(forms):
        raise ValueError(f"held_out: {held_out} of {len(forms)} forms leaves one side empty")
    order = np.random.default_rng(seed).permutation(len(forms))
    return [forms[i] for i in order[held_out:]], [forms[i] for i in order[:held_out]]


def letters_of(texts: list[str]) -> dict[str, int]:
    """Return the id of each letter of `texts`, after `PAD`, `BEGIN` and `END`."""
    letters = sorted(set("".join(texts)))
    return {letter: index for index, letter in enumerate([PAD, BEGIN, END, *letters])}


def encode_sources(texts: list[str], ids: dict[str, int]) -> NDArray[np.int64]:
    """Return the ids of texts, (B, S), filled up at the front, so that the end is the end."""
    longest = max(map(len, texts))
    return np.array([[ids[letter] for letter in text.rjust(longest, PAD)] for text in texts])


def encode_targets(texts: list[str], ids: dict[str, int]) -> NDArray[np.int64]:
    """Return the ids of texts between `BEGIN` and `END`, (B, T + 1), filled up at the back."""
    longest = max(map(len, texts)) + 2
    marked = [f"{BEGIN}{text}{END}".ljust(longest, PAD) for text in texts]
    return np.array([[ids[letter] for letter in text] for text in marked])


@dataclass(frozen=True)
class Forms:
    """All forms as numbers, those to learn from first.

    Attributes
    ----------
    taught, held_out
        The pairs to learn from, and the others.
    source_ids, target_ids
        The id of each letter of either language.
    sources, targets
        Ids (N, S) and (N, T + 1), as `encode_sources` and `encode_targets` give them.
    """

    taught: list[tuple[str, str]]
    held_out: list[tuple[str, str]]
    source_ids: dict[str, int]
    target_ids: dict[str, int]
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]

    @property
    def letters(self) -> tuple[int, int]:
        """The first id of a Spanish letter, and the one after the last."""
        return self.target_ids[END] + 1, len(self.target_ids)

    @property
    def signs(self) -> tuple[int, int, int]:
        """The ids of `BEGIN` and `END`, and after how many letters to cut off what is written."""
        return self.target_ids[BEGIN], self.target_ids[END], self.targets.shape[1]


def encoded_forms(held_out: int) -> Forms:
    """Return the forms with `held_out` of them set apart, the same ones each time."""
    taught, out = split_forms(held_out, seed=0)
    english, spanish = ([pair[side] for pair in taught + out] for side in (0, 1))
    sources, targets = letters_of(english), letters_of(spanish)
    return Forms(
        taught,
        out,
        sources,
        targets,
        encode_sources(english, sources),
        encode_targets(spanish, targets),
    )
