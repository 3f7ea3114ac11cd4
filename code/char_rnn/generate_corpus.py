"""Writes a corpus: sentences of a small grammar, in one stream without boundaries.

    python code/char_rnn/generate_corpus.py --num-sentences 600 --seed 42

After the sentence generator of Elman (1990): words fall into semantic categories, and templates
say which categories follow one another. The network that learns from the corpus sees characters
only, so that both words and categories are for it to discover.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from minimodel.running.files import write_atomically
from minimodel.texts.command_line import ArgumentParser, fail, preferred_language, quietly
from minimodel.texts.labels import label, localized_number
from minimodel.texts.languages import LANGUAGES
from minimodel.texts.reasons import reason

SPEAKER: Final = "generate_corpus.py: error"
MOST: Final = 10_000_000  # sentences, about 200 MB
WORD_CATEGORIES: Final = {
    "NOUN_HUMAN": ("boy", "girl", "man", "woman", "king", "queen"),
    "NOUN_ANIMAL": ("cat", "dog", "lion", "bird", "fish", "mouse"),
    "NOUN_FOOD": ("bread", "cake", "apple", "milk", "cookie"),
    "NOUN_OBJECT": ("book", "rock", "glass", "plate", "ball"),
    "VERB_INTRAN": ("sleep", "walk", "think", "swim"),
    "VERB_TRAN": ("chase", "eat", "see", "break", "read", "move"),
    "VERB_PERCEPT": ("smell", "hear", "watch"),
}
DETERMINERS: Final = ("the", "a")

Slot = tuple[str, str]
Template = Sequence[Slot]

# A slot is a word of a category, with a determiner before it or without one.
TEMPLATES: Final[tuple[Template, ...]] = (
    (("DET+CAT", "NOUN_HUMAN"), ("CAT", "VERB_INTRAN")),
    (("DET+CAT", "NOUN_HUMAN"), ("CAT", "VERB_TRAN"), ("DET+CAT", "NOUN_HUMAN")),
    (("DET+CAT", "NOUN_HUMAN"), ("CAT", "VERB_TRAN"), ("DET+CAT", "NOUN_ANIMAL")),
    (("DET+CAT", "NOUN_HUMAN"), ("CAT", "VERB_TRAN"), ("DET+CAT", "NOUN_FOOD")),
    (("DET+CAT", "NOUN_HUMAN"), ("CAT", "VERB_TRAN"), ("DET+CAT", "NOUN_OBJECT")),
    (("DET+CAT", "NOUN_HUMAN"), ("CAT", "VERB_PERCEPT"), ("DET+CAT", "NOUN_HUMAN")),
    (("DET+CAT", "NOUN_HUMAN"), ("CAT", "VERB_PERCEPT"), ("DET+CAT", "NOUN_ANIMAL")),
    (("DET+CAT", "NOUN_ANIMAL"), ("CAT", "VERB_INTRAN")),
    (("DET+CAT", "NOUN_ANIMAL"), ("CAT", "VERB_TRAN"), ("DET+CAT", "NOUN_HUMAN")),
    (("DET+CAT", "NOUN_ANIMAL"), ("CAT", "VERB_TRAN"), ("DET+CAT", "NOUN_ANIMAL")),
    (("DET+CAT", "NOUN_ANIMAL"), ("CAT", "VERB_TRAN"), ("DET+CAT", "NOUN_FOOD")),
    (("DET+CAT", "NOUN_ANIMAL"), ("CAT", "VERB_TRAN"), ("DET+CAT", "NOUN_OBJECT")),
    (("DET+CAT", "NOUN_ANIMAL"), ("CAT", "VERB_PERCEPT"), ("DET+CAT", "NOUN_HUMAN")),
    (("DET+CAT", "NOUN_ANIMAL"), ("CAT", "VERB_PERCEPT"), ("DET+CAT", "NOUN_ANIMAL")),
    (("DET+CAT", "NOUN_FOOD"), ("CAT", "VERB_TRAN")),
    (("DET+CAT", "NOUN_OBJECT"), ("CAT", "VERB_TRAN")),
)

HUMANS: Final = frozenset(WORD_CATEGORIES["NOUN_HUMAN"])
FOOD: Final = frozenset(WORD_CATEGORIES["NOUN_FOOD"])
ANIMATE: Final = HUMANS.union(WORD_CATEGORIES["NOUN_ANIMAL"])
THINGS: Final = FOOD.union(WORD_CATEGORIES["NOUN_OBJECT"])
FRAGILE: Final = frozenset({"glass", "plate", "cookie"})

# Who or what can be a verb's subject. A thing breaks or moves all by itself.
SUBJECTS_OF: Final = {
    "sleep": ANIMATE,
    "walk": ANIMATE - {"fish"},
    "think": HUMANS,
    "swim": ANIMATE,
    "chase": ANIMATE,
    "eat": ANIMATE,
    "see": ANIMATE,
    "break": ANIMATE | FRAGILE,
    "read": HUMANS,
    "move": ANIMATE | THINGS,
    "smell": ANIMATE,
    "hear": ANIMATE,
    "watch": ANIMATE,
}
# What can be its object.
OBJECTS_OF: Final = {
    "chase": ANIMATE,
    "eat": FOOD,
    "see": ANIMATE | THINGS,
    "break": FRAGILE,
    "read": frozenset({"book"}),
    "move": THINGS,
    "smell": ANIMATE,
    "hear": ANIMATE,
    "watch": ANIMATE,
}


def template_weight(template: Template) -> int:
    """Return how often a template is taken, relative to others: double with a human subject."""
    _, subject = template[0]
    return 2 if subject == "NOUN_HUMAN" else 1


def candidates(template: Template, chosen: Sequence[str]) -> list[str]:
    """Return the words that can fill a template's next slot, given those of the slots before.

    A verb must suit its subject and, where an object will follow, leave some noun for it; an
    object must suit its verb. Subjects have a suitable verb in every template.
    """
    _, category = template[len(chosen)]
    words = WORD_CATEGORIES[category]
    if not chosen:
        return list(words)
    if len(chosen) == 2:
        return [noun for noun in words if noun in OBJECTS_OF[chosen[1]]]
    verbs = [verb for verb in words if chosen[0] in SUBJECTS_OF[verb]]
    if len(template) == 2:
        return verbs
    nouns = WORD_CATEGORIES[template[2][1]]
    return [verb for verb in verbs if not OBJECTS_OF[verb].isdisjoint(nouns)]


def choose(options: Sequence[str], rng: np.random.Generator) -> str:
    """Return one of `options`, each equally likely.

    NumPy promises no fixed stream for `Generator.choice` and `integers` from one release to the
    next. A uniform double is the plainest draw there is, and the same everywhere.
    """
    return options[int(rng.random() * len(options))]


def generate_sentence(template: Template, rng: np.random.Generator) -> str:
    """Return a sentence of a template, such as ``the girl break a plate``.

    Parameters
    ----------
    template
        One of `TEMPLATES`.
    rng
        Source of the random choices: for each slot its determiner, if it has one, and its word.
    """
    chosen: list[str] = []
    sentence: list[str] = []
    for kind, _ in template:
        if kind == "DET+CAT":
            sentence.append(choose(DETERMINERS, rng))
        chosen.append(choose(candidates(template, chosen), rng))
        sentence.append(chosen[-1])
    return " ".join(sentence)


def generate_corpus(num_sentences: int, seed: int) -> tuple[list[str], list[int]]:
    """Return `num_sentences` sentences, and how many come from each of the `TEMPLATES`.

    Raises
    ------
    ValueError
        If there is to be no sentence, or the seed is negative.
    """
    if num_sentences < 1:
        raise ValueError(f"num_sentences: {num_sentences} is too few; give at least 1")
    if seed < 0:
        raise ValueError(f"seed: {seed} is negative; give 0 or more")
    rng = np.random.default_rng(seed)
    drawn = [i for i, template in enumerate(TEMPLATES) for _ in range(template_weight(template))]
    sentences: list[str] = []
    counts = [0] * len(TEMPLATES)
    for _ in range(num_sentences):
        index = drawn[int(rng.random() * len(drawn))]
        counts[index] += 1
        sentences.append(generate_sentence(TEMPLATES[index], rng))
    return sentences, counts


def join(sentences: Sequence[str]) -> str:
    """Return the corpus: one stream, in which nothing but a space stands between sentences."""
    return " ".join(sentences)


def write_corpus(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it finds the old text or the new one, whole.

    A link stays one, and what is no regular file, such as a pipe, is written to where it is.
    """
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="")
    else:
        write_atomically(Path(os.path.realpath(path)), text.encode())


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; returns the exit status, 2 for bad input."""
    lang = preferred_language(arguments)
    parser = ArgumentParser(
        prog="generate_corpus.py", description=_said("program", lang), lang=lang, speaker=SPEAKER
    )
    for flag, kind, default in (
        ("--num-sentences", int, 600),
        ("--seed", int, 42),
        ("--output", str, "corpus.txt"),
    ):
        shown = _said(flag.strip("-").replace("-", "_"), lang, default=default)
        parser.add_argument(flag, type=kind, default=default, help=shown)
    parser.add_argument("--lang", choices=LANGUAGES, help=label("command.lang", lang))
    options = parser.parse_args(arguments)
    if options.num_sentences < 1:
        fail(_said("too_few", lang, value=options.num_sentences), SPEAKER)
    if options.num_sentences > MOST:
        most = localized_number(f"{MOST:,}", lang)
        fail(_said("too_many", lang, value=options.num_sentences, most=most), SPEAKER)
    if options.seed < 0:
        fail(_said("negative", lang, value=options.seed), SPEAKER)
    sentences, counts = generate_corpus(options.num_sentences, options.seed)
    text, path = join(sentences), Path(options.output)
    try:
        if not options.output or path.is_dir():
            fail(_said("no_file_name", lang, path=options.output or repr("")), SPEAKER)
        replaced = path.is_file() and path.read_bytes() != text.encode()
        write_corpus(path, text)
    except FileExistsError:
        fail(_said("no_folder", lang, path=path, folder=path.parent), SPEAKER)
    except OSError as problem:
        fail(_said("unwritable", lang, path=path, why=reason(problem, lang)), SPEAKER)
    if replaced:
        print(_said("replaced", lang, path=path))
    size = {"sentences": len(sentences), "characters": len(text)}
    print(_said("written", lang, path=path, **size))
    variety = {"characters": len(set(text)), "words": len(set(text.split(" ")))}
    print(_said("different", lang, **variety))
    for template, count in zip(TEMPLATES, counts, strict=True):
        print(f"{count:6}  {' '.join(category for _, category in template)}")
    return 0


def _said(key: str, lang: str, **values: object) -> str:
    return label(f"char_rnn_corpus.{key}", lang, **values)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; Ctrl-C and a closed pipe just end it."""
    return quietly(lambda: run(arguments), SPEAKER)


if __name__ == "__main__":
    raise SystemExit(main())
