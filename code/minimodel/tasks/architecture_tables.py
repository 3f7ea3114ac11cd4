"""What the three networks of the page on architectures answer, as tables for the reader."""

from __future__ import annotations

from collections.abc import Sequence

from minimodel.tasks.digit_names import DigitNamesRun
from minimodel.tasks.sentiment import BLAME, PRAISE, SentimentRun
from minimodel.tasks.verb_translation import VerbTranslationRun
from minimodel.texts.labels import label, percent
from minimodel.texts.table import Table

# The sentences by their labels, and what they say. The last two are outside the grammar: two
# negations cancel each other.
JUDGED = {
    "sentence": PRAISE,
    "never": PRAISE,
    "twofold": BLAME,
    "although": PRAISE,
    "twice_good": PRAISE,
    "twice_boring": BLAME,
}


def sentence(key: str, lang: str) -> str:
    """Return one of the page's sentences."""
    return label(f"chapter_architectures.{key}", lang)


def word_by_word(run: SentimentRun, text: str) -> tuple[str, list[float]]:
    """Return a sentence with the probability of praise after each of its words."""
    words = _words(text)
    beginnings = [" ".join(words[: count + 1]) for count in range(len(words))]
    return text, [float(p) for p in run.praise(beginnings)]


def _words(text: str) -> list[str]:
    """Return the words without the commas, which are for the reader: the grammar has none."""
    return text.replace(",", "").split()


def judged(run: SentimentRun) -> dict[str, bool]:
    """Return for each sentence of `JUDGED` whether the network is right."""
    texts = [" ".join(_words(sentence(key, run.lang))) for key in JUDGED]
    answers = [bool(p > 0.5) for p in run.praise(texts)]
    return {
        key: answer == (says == PRAISE)
        for (key, says), answer in zip(JUDGED.items(), answers, strict=True)
    }


def sentence_table(run: SentimentRun) -> Table:
    """Return the sentences of `JUDGED`, what they say, and what the network makes of them."""
    lang = run.lang
    texts = [sentence(key, lang) for key in JUDGED]
    probabilities = run.praise([" ".join(_words(text)) for text in texts])
    right = judged(run)
    rows = [
        [
            text,
            label(
                "chapter_trained.is_praise" if says == PRAISE else "chapter_trained.is_blame", lang
            ),
            float(p),
            "✓" if right[key] else "✗",
        ]
        for (key, says), text, p in zip(JUDGED.items(), texts, probabilities, strict=True)
    ]
    header = [
        label(f"chapter_trained.{k}", lang) for k in ("sentence", "says", "p_praise", "verdict")
    ]
    return Table(header, rows, ["", "", ".2f", ""], lang)


def kind_table(run: SentimentRun) -> Table:
    """Return how many held-out sentences of each kind are judged right."""
    lang = run.lang
    rows = [
        [
            label(f"chapter_trained.{kind}", lang),
            label("chapter_trained.of", lang, right=right, count=count),
        ]
        for kind, (right, count) in run.by_kind.items()
    ]
    header = [label("chapter_trained.kind", lang), label("chapter_trained.right_count", lang)]
    return Table(header, rows, lang=lang)


def noise_table(run: DigitNamesRun) -> Table:
    """Return the share of names spelled without a mistake, by the noise in the pictures."""
    header = [label(f"chapter_trained.{name}", run.lang) for name in ("noise", "exact")]
    rows = [[level, percent(share, run.lang, 1)] for level, share in run.exact_by_noise.items()]
    return Table(header, rows, [".1f", ""], run.lang)


def form_table(run: VerbTranslationRun, lang: str) -> Table:
    """Return the first four held-out forms translated right, then the first six wrong ones."""

    def chosen(exact: bool, count: int) -> Sequence[Sequence[str]]:
        forms = [form for form in run.held_out if form.exact == exact][:count]
        sign = "✓" if exact else "✗"
        return [[form.source, form.target, form.written, sign] for form in forms]

    header = [label(f"chapter_trained.{k}", lang) for k in ("read", "wanted", "written", "verdict")]
    return Table(header, [*chosen(True, 4), *chosen(False, 6)], lang=lang)
