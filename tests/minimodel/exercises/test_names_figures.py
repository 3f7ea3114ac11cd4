"""The figures and tables of names keep the house's rules and show what was counted."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from figure_rules import check_figure
from matplotlib.figure import Figure
from minimodel.exercises.names_data import NATIONALITIES, all_names
from minimodel.exercises.names_figures import confusion_matrix, list_table, reading, score_table

K = len(NATIONALITIES)
COUNTS = np.diag(np.arange(20, 20 + K)) + np.eye(K, k=1, dtype=int) * 3


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]


def test_the_figures_keep_the_rules() -> None:
    read = np.full((3, K), 1 / K)
    check_figure(lambda lang: reading("Ana", read, lang))
    check_figure(lambda lang: confusion_matrix(COUNTS, lang))


def test_a_reading_shows_the_letters_and_what_is_probable() -> None:
    read = np.tile([0.9, 0.1, *[0.0] * (K - 2)], (3, 1))
    written = texts(reading("Zoé", read, "es"))
    assert {"Z", "o", "é", "español", "90", "10"} <= set(written)
    assert written.count("90") == 3
    with pytest.raises(ValueError, match="probabilities: expected 2 rows, got 3"):
        reading("Li", read)


def test_the_matrix_writes_counts_and_leaves_zeros_empty() -> None:
    written = texts(confusion_matrix(COUNTS, "en"))
    assert {str(count) for count in np.diag(COUNTS)} <= set(written)
    assert written.count("3") == K - 1
    assert "0" not in written


def test_the_tables() -> None:
    assert sum(row[1] + row[2] for row in list_table("en").rows) == len(all_names().names)
    table = str(score_table({"majority": 0.18, "network": [0.7, 0.75, 0.71]}, "es")).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "18,0 %" in table
    assert "71,0 % (70,0 % … 75,0 %)" in table
