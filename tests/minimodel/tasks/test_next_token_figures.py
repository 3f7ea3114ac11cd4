"""The drawings of the page on applications: house rules and contents."""

from __future__ import annotations

from figure_rules import check_figure
from minimodel.tasks.next_token_figures import next_token


def test_the_cost_of_attention_rises_and_that_of_the_recurrent_layer_does_not() -> None:
    check_figure(lambda lang: next_token(8000, 512, lang))
    for axes in next_token(8000, 512).axes:
        recurrent, attention = (line.get_ydata() for line in axes.lines)
        assert len(set(recurrent)) == 1
        assert attention[-1] > attention[0] >= recurrent[0]
