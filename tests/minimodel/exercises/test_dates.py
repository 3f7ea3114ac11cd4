"""The date converter: its gradients, what it learns, and the figures that show it."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.exercises import dates
from minimodel.exercises.date_texts import draw_pairs, read_ids, write_ids
from minimodel.exercises.dates_figures import (
    centuries,
    converted,
    look,
    reader_and_writer,
    ways_back,
)


@pytest.fixture(scope="module")
def trained() -> dates.Converted:
    return dates.run(
        lang="es",
        seed=3,
        examples=("15 de enero de 2023", "4 de julio de 1776"),
        centuries=(1700, 2300),
    )


def test_it_converts_dates_that_it_has_not_seen(trained: dates.Converted) -> None:
    assert trained.exact >= dates.TARGET
    assert trained.examples["15 de enero de 2023"] == "2023-01-15"


def test_of_other_centuries_it_knows_the_days_only(trained: dates.Converted) -> None:
    for year, rest in trained.centuries.values():
        assert year < 0.3 and rest > 0.9


def test_it_looks_at_letters_only(trained: dates.Converted) -> None:
    assert trained.look is not None and trained.look.shape == (11, 19)
    np.testing.assert_allclose(trained.look.sum(axis=1), 1, atol=1e-3)  # nothing at padding


def test_gradients_are_the_loss_s_derivatives() -> None:
    texts, right = draw_pairs(3, (1950, 2049), "en", np.random.default_rng(0))
    sources, targets = read_ids(texts), write_ids(right)
    network = dates.make_network(0, dtype=np.float64)
    _, gradients = dates.loss_and_gradients(network, sources, targets)
    rng, gradients = np.random.default_rng(1), {k: g.copy() for k, g in gradients.items()}
    for name, parameter in network.params.items():
        direction = rng.normal(size=parameter.shape)
        losses = []
        for step in (1e-5, -2e-5):
            parameter += step * direction
            losses.append(dates.loss_and_gradients(network, sources, targets)[0])
        parameter += 1e-5 * direction
        measured = (losses[0] - losses[1]) / 2e-5
        assert np.isclose((gradients[name] * direction).sum(), measured, rtol=1e-5, atol=1e-9), name


@pytest.mark.parametrize("lang", ["en", "es"])
def test_figures_are_drawn_in_both_languages(trained: dates.Converted, lang: str) -> None:
    drawn = {
        "codificador" if lang == "es" else "encoder": reader_and_writer("May 7", "1999", lang),
        "pérdida 2" if lang == "es" else "loss 2": ways_back(lang),
        "fin" if lang == "es" else "end": look(trained, lang),
    }
    for word, figure in drawn.items():
        (axes,) = figure.axes
        texts = [each.get_text() for each in (*axes.texts, *axes.get_yticklabels())]
        assert any(word in each for each in texts), texts
    figure = centuries(trained, trained, dates.YEARS, lang)
    assert len(figure.axes[0].lines) == 3
    table = converted(list(trained.examples), trained.examples, trained.examples, lang)
    assert table.cells()[0] == ["15 de enero de 2023", "2023-01-15", "2023-01-15"]


def test_without_examples_there_is_no_look() -> None:
    with pytest.raises(ValueError, match="at least one example"):
        look(dates.Converted(1.0, {}, {}, None))
