"""What the figure of the RNN exercise shows."""

import numpy as np
import pytest
from minimodel.exercises.rnn_class_figures import in_parts


@pytest.mark.parametrize("lang", ["en", "es"])
def test_both_states_and_the_cuts_between_the_parts(lang):
    kept, lost = np.array([0.1, 0.3, 0.2, 0.4]), np.array([0.1, 0.3, 0.0, 0.1])
    figure = in_parts(kept, lost, [2], lang)
    cut, second, first = figure.axes[0].lines
    assert cut.get_xdata() == [1.5, 1.5]
    assert first.get_ydata().tolist() == kept.tolist()
    assert second.get_ydata().tolist() == lost.tolist()
    assert len(figure.legends[0].get_texts()) == 2
