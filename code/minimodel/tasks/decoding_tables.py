"""One trained translator after another: judged by letters, forms and perplexity, and by beam."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from minimodel.tasks.exposure import ExposedRun
from minimodel.tasks.verb_translation import WIDTHS, VerbTranslationRun
from minimodel.texts.labels import label, number, percent
from minimodel.texts.table import Table


def spread(values: Iterable[float], lang: str, digits: int = 0, *, shares: bool = True) -> str:
    """Return the median of several runs with their range: ``"48% (15% to 55%)"``.

    Parameters
    ----------
    values
        One of each run.
    lang
        Language of the text.
    digits
        Decimals.
    shares
        Whether the values are shares, written as percentages.
    """
    write = percent if shares else number
    low, middle, high = np.quantile(list(values), (0, 0.5, 1))
    texts = {"low": low, "middle": middle, "high": high}
    return label(
        "chapter_attention.spread",
        lang,
        **{name: write(float(value), lang, digits) for name, value in texts.items()},
    )


def judged_table(runs: Sequence[VerbTranslationRun], lang: str) -> Table:
    """Return for each run its perplexity, and what is right of letters and of whole forms."""
    names = (
        "network",
        "perplexity",
        "letters_taught",
        "letters_alone",
        "forms_taught",
        "forms_alone",
    )
    rows = [
        [
            run.seed + 1,
            number(float(np.exp(run.held_out_losses[-1])), lang),
            *(
                percent(share, lang)
                for share in (
                    run.letters.taught,
                    run.letters.alone,
                    run.exact_with_teacher[-1],
                    run.exact_held_out[-1],
                )
            ),
        ]
        for run in sorted(runs, key=lambda run: run.held_out_losses[-1])
    ]
    return Table([label(f"chapter_attention.{name}", lang) for name in names], rows, lang=lang)


def beam_table(runs: Sequence[VerbTranslationRun], lang: str) -> Table:
    """Return for each width of the beam how many forms are right and how likely they are."""
    rows = [
        [
            width,
            spread((run.beams[width][0] for run in runs), lang),
            spread((run.beams[width][1] for run in runs), lang, 2, shares=False),
        ]
        for width in WIDTHS
    ]
    header = [label(f"chapter_attention.{name}", lang) for name in ("width", "forms", "log_p")]
    return Table(header, rows, lang=lang)


def exposure_table(
    taught: Sequence[VerbTranslationRun], exposed: Sequence[ExposedRun], lang: str
) -> Table:
    """Return what both kinds of networks get right behind the same mistakes, and without them."""
    written = [(run.letters.taught_in_step, run.letters.alone_in_step) for run in taught]
    found = {
        "put_in": ([run.put_in for run in taught], [run.put_in for run in exposed]),
        "written": (written, [run.written for run in exposed]),
    }
    rows = [
        [
            label(f"chapter_attention.{name}_{read}", lang),
            *(spread((pair[read] for pair in pairs), lang) for pairs in both),
        ]
        for name, both in found.items()
        for read in (0, 1)
    ]
    header = [
        label(f"chapter_attention.{name}", lang)
        for name in ("read_by", "never_wrong", "sometimes_wrong")
    ]
    return Table(header, rows, lang=lang)
