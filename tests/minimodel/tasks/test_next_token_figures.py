"""The drawings of the page on applications: house rules and contents."""

from __future__ import annotations

import matplotlib as mpl
from figure_rules import check_figure
from minimodel.tasks.next_token_figures import next_token, scan_rounds


def test_the_cost_of_attention_rises_and_that_of_the_recurrent_layer_does_not() -> None:
    check_figure(lambda lang: next_token(8000, 512, lang))
    for axes in next_token(8000, 512).axes:
        recurrent, attention = (line.get_ydata() for line in axes.lines)
        assert len(set(recurrent)) == 1
        assert attention[-1] > attention[0] >= recurrent[0]


def test_each_round_doubles_what_a_step_knows() -> None:
    check_figure(lambda lang: scan_rounds(8, lang))
    figure = scan_rounds(8, "es")
    rows: dict[float, list[str]] = {}
    for text in figure.findobj(mpl.text.Text):
        if text.get_text() and text.get_ha() == "center" and text.get_text()[0].isdigit():
            rows.setdefault(text.get_position()[1], []).append(text.get_text())
    assert rows[0] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert rows[2][4:] == ["2–5", "3–6", "4–7", "5–8"]
    assert rows[3] == ["1", *(f"1–{t}" for t in range(2, 9))]
