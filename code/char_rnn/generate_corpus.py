"""Writes a corpus: sentences of a small grammar, in one stream without boundaries.

    python code/char_rnn/generate_corpus.py --num-sentences 600 --seed 42

After the sentence generator of Elman (1990): words fall into semantic categories, and templates
say which categories follow one another. The network that learns from the corpus sees characters
only, so that both words and categories are for it to discover.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

import numpy as np
from minimodel.running.files import write_atomically
from minimodel.texts.command_line import quietly

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


def fail(message: str) -> NoReturn:
    """Say in one line what is wrong, and leave with exit status 2."""
    print(f"generate_corpus.py: error: {message}", file=sys.stderr)
    raise SystemExit(2)


class OneLineParser(argparse.ArgumentParser):
    """An argument parser that reports a bad argument without the usage text."""

    def error(self, message: str) -> NoReturn:
        """Report `message` and how to see the arguments."""
        fail(f"{message} (see --help)")


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; returns the exit status, 2 for bad input."""
    parser = OneLineParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--num-sentences", type=int, default=600, help="how many (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=42, help="of the draws (default: %(default)s)")
    parser.add_argument("--output", default="corpus.txt", help="file (default: %(default)s)")
    options = parser.parse_args(arguments)
    path = Path(options.output)
    try:
        sentences, counts = generate_corpus(options.num_sentences, options.seed)
    except ValueError as problem:
        name, _, rest = str(problem).partition(":")
        fail(f"--{name.replace('_', '-')}:{rest}")
    text = join(sentences)
    try:
        if not options.output or path.is_dir():
            name = options.output or repr("")
            fail(f"--output {name}: is not the name of a file; give one, such as corpus.txt")
        write_corpus(path, text)
    except FileExistsError:
        fail(f"--output {path}: cannot be written: {path.parent} is not a folder")
    except OSError as problem:
        fail(f"--output {path}: cannot be written: {problem.strerror}")
    print(f"{path}: {len(sentences)} sentences, {len(text)} characters")
    print(f"{len(set(text))} different characters, {len(set(text.split(' ')))} different words")
    for template, count in zip(TEMPLATES, counts, strict=True):
        print(f"{count:6}  {' '.join(category for _, category in template)}")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; Ctrl-C and a closed pipe just end it."""
    return quietly(lambda: run(arguments), "generate_corpus.py: error")


if __name__ == "__main__":
    raise SystemExit(main())
