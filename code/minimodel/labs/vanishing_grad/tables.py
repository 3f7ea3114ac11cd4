"""The vanishing-gradient lab's tables, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minimodel.figures.labels import label, localized_number, number, percent
from minimodel.labs.vanishing_grad.constants import GATE_BIAS, ORTHOGONAL_SCALE
from minimodel.labs.vanishing_grad.measurement import Model, gradients, gru, vanilla_rnn
from minimodel.labs.vanishing_grad.sweeps import GATE_BIASES, SweepPoint
from minimodel.labs.vanishing_grad.theory import theory
from minimodel.sequence_baselines.bptt import PATHS, path_shares
from minimodel.table import Table


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
                percent(share, lang, digits=2)
                for share in path_shares(gradients(gru(gate_bias=bias), option)).mean(axis=0)
            ),
        ]
        for bias in GATE_BIASES
    ]
    return Table(["", *(label(f"vanishing.{path}", lang) for path in PATHS)], rows, lang=lang)
