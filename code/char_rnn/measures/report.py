"""An analysis as a page of text, in the reader's language."""

from __future__ import annotations

from typing import Final

from minimodel.texts.labels import label, localized_number, number, percent

from char_rnn.measures.analysis import Analysis
from char_rnn.measures.late_records import LateRecords, Spread
from char_rnn.measures.letters import SPACE
from char_rnn.measures.training_curves import phases

WIDTH: Final = 40
PROBED: Final = (1, 3, 5, 10)


def summary(found: Analysis, lang: str = "en") -> str:
    """Return the main results, a line each, under headings."""
    parts = [_losses(found, lang), _recurrence(found, lang), _words(found, lang)]
    return "\n\n".join([_head(found, lang), *parts, _memory(found, lang)])


def _text(key: str, lang: str, **values: object) -> str:
    return label(f"char_rnn_report.{key}", lang, **values)


def _line(name: str, value: str) -> str:
    return f"  {name:{WIDTH}}{value}"


def _head(found: Analysis, lang: str) -> str:
    model, config = found.results.model, found.results.config
    value = _text(
        "network_value",
        lang,
        hidden=config.hidden_size,
        activation=config.activation,
        parameters=localized_number(f"{model.count_parameters():,}", lang),
        steps=localized_number(f"{found.results.step:,}", lang),
    )
    return f"{_text('network', lang)}: {value}"


def _losses(found: Analysis, lang: str) -> str:
    rows = [
        ("uniform", found.uniform),
        ("training", found.train_loss),
        (found.text_kind, found.reading.loss),
        ("exact", found.exact.loss if found.exact else None),
        ("floor", found.floor),
    ]
    return "\n".join(
        [_text("losses", lang)]
        + [
            _line(_text(key, lang), number(value, lang, 3))
            for key, value in rows
            if value is not None
        ]
    )


def _recurrence(found: Analysis, lang: str) -> str:
    records, jacobians = found.results.records, found.results.jacobians

    def from_to(first: float, last: float, digits: int = 3) -> str:
        values = {"first": number(first, lang, digits), "last": number(last, lang, digits)}
        return _text("from_to", lang, **values)

    lines = [_text("recurrence", lang)]
    radius = _text("radius", lang)
    if records:
        start = float(records["spectral_radius"][0])
        lines.append(_line(radius, from_to(start, found.spectral_radius)))
        if found.results.config.activation == "tanh":  # elsewhere nothing saturates at ±1
            first, last = (percent(records["saturation"][i], lang, 1) for i in (0, -1))
            value = _text("from_to", lang, first=first, last=last)
            lines.append(_line(_text("saturation", lang), value))
        span = list(phases(records).values())[-1]
        steps = (records["step"] >= span[0]) & (records["step"] <= span[1])
        norms = records["per_step_grad_norm"][steps].mean(axis=0)
        value = f"{number(norms[0], lang)} / {number(norms[-1], lang)}"
        lines.append(_line(_text("gradient", lang), value))
        if found.late:
            share = _over_records(found.late, found.late.gradient_share, lang)
            lines.append(_line(_text("share", lang), share))
    else:
        lines.append(_line(radius, number(found.spectral_radius, lang, 3)))
    if jacobians:
        norms = jacobians["product_norms"][:, -1]
        lines.append(_line(_text("product", lang), from_to(norms[0], norms[-1])))
    return "\n".join(lines)


def _words(found: Analysis, lang: str) -> str:
    lines = [_text("words", lang)]
    if found.boundary:
        for key in ("onset", "inside", "space"):
            value = number(getattr(found.boundary, key), lang, 3)
            if found.exact_boundary:
                best = number(getattr(found.exact_boundary, key), lang, 3)
                value += f" ({_text('exact', lang).strip()} {best})"
            lines.append(_line(_text(key, lang), value))
        shares = {
            key: percent(getattr(found.accuracy, key), lang)
            for key in ("all", "onset", "inside", "space")
        }
        lines.append(_line(_text("accuracy", lang), _text("by_place", lang, **shares)))
    else:
        lines.append(_line(_text("accuracy", lang), percent(found.accuracy.all, lang)))
    if found.contexts:
        ends = [*found.contexts[:2], *found.contexts[2:][-2:]]
        shown = [f"{c.context.replace(SPACE, '␣')} {percent(c.accuracy, lang)}" for c in ends]
        lines.append(_line(_text("contexts", lang), ", ".join(shown)))
    if found.hit_rate is not None:
        lines.append(_line(_text("hit_rate", lang), percent(found.hit_rate, lang, 1)))
        names = [word or _text("empty_word", lang) for word, _ in found.invented[:6]]
        if names:
            lines.append(_line(_text("invented", lang), ", ".join(names)))
    lines += _clusters(found, lang)
    return "\n".join(lines)


def _clusters(found: Analysis, lang: str) -> list[str]:
    clusters, before = found.clusters, found.untrained_clusters
    if clusters is None or before is None:
        return []
    rows = (
        ("clusters", clusters.purity, clusters.purity_by_chance, before.purity),
        ("kinds", clusters.kind_purity(), clusters.kind_purity_by_chance(), before.kind_purity()),
    )
    amount = len(set(clusters.categories))
    lines = [
        _line(
            _text(key, lang, number=amount),
            _text(
                "by_chance",
                lang,
                value=number(value, lang),
                chance=number(chance, lang),
                untrained=number(untrained, lang),
            ),
        )
        for key, value, chance, untrained in rows
    ]
    if found.late:
        value = _over_records(found.late, found.late.kind_purity, lang)
        lines.append(_line(_text("kinds_late", lang), value))
    best = clusters.best_separated()
    score = number(clusters.silhouette_by_category()[best], lang)
    lines.append(_line(_text("silhouette", lang), number(clusters.silhouette, lang)))
    lines.append(_line(_text("best", lang), f"{label(f'char_rnn.{best}', lang)} ({score})"))
    return lines


def _over_records(late: LateRecords, spread: Spread, lang: str) -> str:
    """Return a mean over the late records, and how far they lie apart."""
    return _text(
        "over_records",
        lang,
        mean=number(spread.mean, lang),
        least=number(spread.least, lang),
        greatest=number(spread.greatest, lang),
        count=len(late.steps),
        step=localized_number(f"{int(late.steps[0]):,}", lang),
    )


def _memory(found: Analysis, lang: str) -> str:
    probe, before = found.probe, found.untrained_probe
    lines = [_text("memory", lang)]
    for k in PROBED:
        value = _text(
            "probe",
            lang,
            value=percent(probe.accuracy[k], lang),
            alone=percent(probe.from_input[k], lang),
            untrained=percent(before.accuracy[k], lang),
        )
        lines.append(_line(_text("recovered", lang, k=k), value))
    return "\n".join(lines)
