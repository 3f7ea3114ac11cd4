"""The vanishing-gradient lab's tables, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from minimodel.labs.vanishing.constants import GATE_BIAS, ORTHOGONAL_SCALE
from minimodel.labs.vanishing.measurement import (
    Model,
    gradients,
    gru,
    orders_lost,
    vanilla_rnn,
)
from minimodel.labs.vanishing.mistakes import mistakes
from minimodel.labs.vanishing.sweeps import GATE_BIASES, SweepPoint
from minimodel.labs.vanishing.theory import theory
from minimodel.sequence_baselines.bptt import PATHS, path_shares
from minimodel.texts.labels import label, localized_number, number, percent
from minimodel.texts.powers import scientific
from minimodel.texts.table import Table


def decay_table(
    curves: Mapping[str, NDArray[Any]], lang: str = "en", every: int = 5, digits: int = 2
) -> Table:
    """Give g_t of several curves from the last step back, and the orders that each loses.

    Parameters
    ----------
    curves
        As `measurement.measure` returns them.
    lang
        Language of the labels and numbers.
    every
        Steps between two rows.
    digits
        Decimals of each number's factor before the power of ten.
    """
    steps = range(min(len(g) for g in curves.values()) - 1, -1, -every)
    rows = [
        [str(t), *(scientific(float(g[t]), lang, digits) for g in curves.values())] for t in steps
    ]
    lost = [number(orders_lost(g), lang) for g in curves.values()]
    header = ["t", *(label(f"vanishing.{name}", lang) for name in curves)]
    return Table(header, [*rows, [label("vanishing.orders_lost", lang), *lost]], lang=lang)


def mistake_table(option: str = "A", lang: str = "en") -> Table:
    """Give, for each wrong backward pass, the decay that it shows and its error after one step."""
    rows = []
    for mistake in mistakes(option):
        sign = "+" if mistake.orders_too_many > 0 else ""
        rows.append(
            [
                label(f"vanishing.{mistake.name}", lang),
                number(mistake.orders_lost, lang),
                sign + number(mistake.orders_too_many, lang, digits=4),
                percent(mistake.error, lang, digits=1),
            ]
        )
    header = ("mistake", "looks_like", "too_many", "error_at_first")
    return Table([label(f"vanishing.{key}", lang) for key in header], rows, lang=lang)


def sweep_table(results: Mapping[str, Sequence[SweepPoint]], lang: str = "en") -> Table:
    """Give the orders of magnitude that each network of the sweeps loses; negative: it grows.

    Parameters
    ----------
    results
        As `sweeps.all_sweeps` returns them. Sweeps over seeds become one row with their range.
    lang
        Language of the labels and numbers.
    """
    rows = []
    for name, points in results.items():
        lost = [point.orders_lost for point in points]
        title = label(f"vanishing.table_{name}", lang)
        if "seeds" in name:
            span = label(
                "vanishing.range", lang, low=number(min(lost), lang), high=number(max(lost), lang)
            )
            rows.append([title, label("vanishing.seeds", lang, seeds=len(points)), "", span])
            continue
        varied = "gate_bias" if name == "gate_bias" else "sigma"
        for point in points:
            value = localized_number(f"{point.varied[varied]:g}".replace("-", "−"), lang)
            symbol = label(f"vanishing.{varied}", lang)
            rows.append(
                [
                    title,
                    f"{symbol} = {value}",
                    number(point.radius, lang),
                    number(point.orders_lost, lang),
                ]
            )
    header = ("network", "varied", "radius_at_rest", "orders_lost")
    return Table([label(f"vanishing.{key}", lang) for key in header], rows, lang=lang)


def theory_table(option: str = "A", lang: str = "en") -> Table:
    """Set the orders lost per 10 steps beside what each prediction says, for several networks."""
    models: dict[str, Model] = {
        "rnn": vanilla_rnn(),
        "rnn_large": vanilla_rnn(sigma=0.2),
        "rnn_orthogonal": vanilla_rnn(orthogonal_scale=ORTHOGONAL_SCALE),
        "gru": gru(),
        "gru_closed": gru(gate_bias=GATE_BIAS),
    }
    rates = ("radius", "singular_value", "product", "measured")
    rows = []
    for name, model in models.items():
        orders = theory(model, option).orders_per_10_steps()
        rows.append([label(f"vanishing.{name}", lang), *(orders[rate] for rate in rates)])
    header = ["network", *(f"rate_{rate}" for rate in rates)]
    return Table(
        [label(f"vanishing.{key}", lang) for key in header],
        rows,
        formats=["", ".2f", ".2f", ".2f", ".2f"],
        lang=lang,
    )


def path_table(option: str = "A", lang: str = "en") -> Table:
    """Give the mean share of the GRU's gradient that each path carries, by gate bias."""
    rows = [
        [
            label("vanishing.bias", lang, bias=number(bias, lang, digits=0)),
            *(
                # Rounded first: a negative share too small to be seen must not become −0.00%.
                percent(round(share, 4) + 0.0, lang, digits=2)
                for share in path_shares(gradients(gru(gate_bias=bias), option)).mean(axis=0)
            ),
        ]
        for bias in GATE_BIASES
    ]
    return Table(["", *(label(f"vanishing.{path}", lang) for path in PATHS)], rows, lang=lang)
