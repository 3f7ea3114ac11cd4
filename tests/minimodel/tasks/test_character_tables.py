"""The tables of the character model, on a run made up for them."""

from __future__ import annotations

import pytest
from minimodel.tasks.brackets import LOOKS, Parts, TrainedCosts
from minimodel.tasks.character_model import CharacterRun
from minimodel.tasks.character_tables import (
    on_one_line,
    parts_table,
    sample_table,
    temperature_table,
)

RUN = CharacterRun(
    parameters={},
    losses=(3.0,) * 9 + (2.25,),
    learned_losses=(2.9,) * 9 + (2.2,),
    held_out_losses=(3.1,) * 9 + (2.5,),
    norms=(),
    samples={10: "to be, or not xz\nto\n"},
    written={0.5: ("the a\n", "the b"), 1.2: ("the\nc", "the d")},
    layers=2,
)


def test_line_ends_are_slashes_as_verse_is_quoted() -> None:
    assert on_one_line("to sleep;\nno more;\n") == "to sleep; / no more;"


@pytest.mark.parametrize(("lang", "loss"), [("en", "2.25"), ("es", "2,25")])
def test_a_sample_stands_with_its_epoch_its_loss_and_how_much_is_copied(
    lang: str, loss: str
) -> None:
    (row,) = sample_table(RUN, lang).cells()
    assert row == ["10", loss, "14", "to be, or not xz / to"]


def test_texts_of_the_same_draws_stand_side_by_side() -> None:
    table = temperature_table(RUN, 2, "es")
    assert list(table.header) == ["τ = 0,5", "τ = 1,2"]
    assert table.cells() == [["the a", "the / c"], ["the b", "the d"]]
    assert len(temperature_table(RUN, 1).cells()) == 1


@pytest.mark.parametrize(
    ("lang", "first"), [("en", "0.30 (0.20 to 0.40)"), ("es", "0,30 (de 0,20 a 0,40)")]
)
def test_the_parts_of_brackets_stand_in_a_row_for_each_look(lang, first):
    runs = [TrainedCosts(1, 1, {step: Parts(when, 1.0) for step in LOOKS}) for when in (0.2, 0.4)]
    rows = parts_table({"gru": runs, "rnn": runs[:1]}, 0.25, lang).cells()
    assert [row[0] for row in rows[:-1]] == [str(step) for step in LOOKS]
    assert rows[0][1] == first
    assert [float(cell.replace(",", ".")) for cell in rows[-1][1:]] == [0.25, 0.25, 0, 0]
