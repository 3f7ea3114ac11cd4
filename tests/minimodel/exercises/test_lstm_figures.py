"""What the figures of the LSTM exercise show."""

import numpy as np
import pytest
from minimodel.exercises.lstm_figures import one_step, padded_batch, waiting


def texts(figure):
    return [each.get_text() for each in figure.axes[0].texts]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_padded_batch_has_a_box_for_every_step(lang):
    figure = padded_batch([["a", "b", "c"], ["d"]], lang)
    assert len(figure.axes[0].patches) == 6
    shown = texts(figure)
    assert shown.count("0") == 2
    assert {"a", "b", "c", "d"} <= set(shown)


def test_the_way_back_has_a_gradient_for_each_box():
    forward, backward = texts(one_step()), texts(one_step(backward=True))
    for name in ("f", "i", "g", "o", "c", "h", "a", "x"):
        assert name in forward
        assert f"d{name}" in backward
    assert backward.count("dc_next") == backward.count("dh_next") == 2
    thick = [box for box in one_step(backward=True).axes[0].patches if box.get_linewidth() > 2]
    assert len(thick) == 2


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_lines_are_the_states(lang):
    masked, unmasked = np.array([0.1, 0.3, 0.3, 0.3]), np.array([0.1, 0.3, 0.2, -0.1])
    axes = waiting(masked, unmasked, 2, lang).axes[0]
    assert [line.get_ydata().tolist() for line in axes.lines] == [
        unmasked.tolist(),
        masked.tolist(),
    ]
