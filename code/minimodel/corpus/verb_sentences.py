"""The corpus: one line says a verb in three persons in English, then in Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from minimodel.corpus.conjugation import TENSES, conjugate_english, conjugate_spanish

# English base form and the Spanish infinitive that translates it.
VERBS: Final = (
    ("work", "trabajar"),
    ("walk", "caminar"),
    ("help", "ayudar"),
    ("look", "mirar"),
    ("listen", "escuchar"),
    ("learn", "aprender"),
    ("live", "vivir"),
    ("study", "estudiar"),
    ("carry", "llevar"),
    ("wash", "lavar"),
    ("stop", "parar"),
    ("open", "abrir"),
    ("arrive", "llegar"),
    ("touch", "tocar"),
    # Irregular in English.
    ("eat", "comer"),
    ("drink", "beber"),
    ("write", "escribir"),
    ("speak", "hablar"),
    ("buy", "comprar"),
    ("sing", "cantar"),
    # Irregular in Spanish, most of them in English too.
    ("be", "ser"),
    ("have", "tener"),
    ("go", "ir"),
    ("do", "hacer"),
    ("see", "ver"),
    ("come", "venir"),
    ("say", "decir"),
    ("sleep", "dormir"),
    ("read", "leer"),
    ("want", "querer"),
)

# region pronouns
# The pronouns of a line. "we, you, they" stands twice, since English
# does not say which of the Spanish ones it means.
PRONOUNS: Final = (
    (("I", "you", "he"), ("yo", "tú", "él")),
    (("I", "you", "she"), ("yo", "tú", "ella")),
    (("we", "you", "they"), ("nosotros", "vosotros", "ellos")),
    (("we", "you", "they"), ("nosotras", "ustedes", "ellas")),
)
# endregion pronouns


@dataclass(frozen=True)
class VerbSentence:
    """One line of the corpus and what it is made of.

    Attributes
    ----------
    text
        The line, without ``<bos>``; its tokens are separated by single spaces.
    verb
        English base form.
    infinitive
        Spanish infinitive.
    tense
        ``"present"`` or ``"past"``.
    pronouns
        The three English pronouns.
    """

    text: str
    verb: str
    infinitive: str
    tense: str
    pronouns: tuple[str, ...]


def verb_sentences() -> list[VerbSentence]:
    """Return every sentence of the corpus, in the order of `VERBS`, `TENSES` and `PRONOUNS`."""
    return [
        VerbSentence(
            text=_sentence(verb, infinitive, tense, english, spanish),
            verb=verb,
            infinitive=infinitive,
            tense=tense,
            pronouns=english,
        )
        for verb, infinitive in VERBS
        for tense in TENSES
        for english, spanish in PRONOUNS
    ]


def corpus_lines() -> list[str]:
    """Return the text of every sentence of the corpus."""
    return [sentence.text for sentence in verb_sentences()]


def split_sentences(
    sentences: Sequence[VerbSentence],
    held_out: float = 0.1,
    seed: int = 42,
    by: str = "line",
) -> tuple[list[VerbSentence], list[VerbSentence]]:
    """Split the corpus into sentences to learn from and sentences held out.

    Parameters
    ----------
    sentences
        The corpus, or a part of it.
    held_out
        Share of lines (or of verbs) to hold out, between 0 and 1, both excluded.
    seed
        Seed of the random choice.
    by
        ``"line"`` holds out single lines: the verb is still seen in other lines.
        ``"verb"`` holds out all lines of a verb: its forms are never seen.

    Returns
    -------
    training, held_out
        Both in the order of `sentences`; together they are `sentences`.

    Raises
    ------
    ValueError
        If `by` or `held_out` is out of range, or a side of the split would be empty.
    """
    if by not in ("line", "verb"):
        raise ValueError(f"by: {by!r} is not 'line' or 'verb'")
    if not 0 < held_out < 1:
        raise ValueError(f"held_out: {held_out} is not between 0 and 1")
    units = [sentence.verb if by == "verb" else sentence.text for sentence in sentences]
    distinct = list(dict.fromkeys(units))
    count = round(held_out * len(distinct))
    if not 0 < count < len(distinct):
        raise ValueError(
            f"held_out: {held_out} of {len(distinct)} {by}s leaves one side empty; change the share"
        )
    chosen = np.random.default_rng(seed).choice(len(distinct), size=count, replace=False)
    out = {distinct[index] for index in chosen}
    pairs = list(zip(sentences, units, strict=True))
    return (
        [sentence for sentence, unit in pairs if unit not in out],
        [sentence for sentence, unit in pairs if unit in out],
    )


def _sentence(
    verb: str, infinitive: str, tense: str, english: Sequence[str], spanish: Sequence[str]
) -> str:
    left = [f"{pronoun} {conjugate_english(verb, pronoun, tense)}" for pronoun in english]
    right = [f"{pronoun} {conjugate_spanish(infinitive, pronoun, tense)}" for pronoun in spanish]
    return f"{' , '.join(left)} / {' , '.join(right)}"
