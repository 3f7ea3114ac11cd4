"""The reference of the exercise character-model: gradients, costs, the mark, and what it learns."""

from __future__ import annotations

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.exercises.character_model import (
    FIRST_STEPS,
    LEARNING_RATE,
    RATES,
    Run,
    characters,
    clip,
    conjugations,
    costs,
    counted,
    descend,
    first_steps,
    loss_and_gradients,
    make_model,
    mark,
    per_token,
    second_verb,
    write,
)
from minimodel.ngrams.comparison import fitted, split
from minimodel.ngrams.model import surprisals

VOCABULARY = "\n abc"
TEXT = "ab ca\nbacba"


def test_every_gradient_is_the_derivative_of_the_loss() -> None:
    model = make_model(VOCABULARY, 0)
    ids = np.array([[2, 3, 1, 4, 2], [0, 2, 2, 3, 1]])
    _, gradients = loss_and_gradients(model, ids[:, :-1], ids[:, 1:])
    kept = {name: value.copy() for name, value in gradients.items()}
    for name in ("embedding.E", "recurrent.b_h", "readout.b", "readout.W"):
        measured = numerical_gradient(
            lambda: loss_and_gradients(model, ids[:, :-1], ids[:, 1:])[0], model.params[name]
        )
        assert relative_error(kept[name], measured) < 1e-6, name


def test_costs_are_the_loss_character_by_character() -> None:
    model = make_model(VOCABULARY, 1)
    ids = model.encode(TEXT)[None]
    loss, _ = loss_and_gradients(model, ids[:, :-1], ids[:, 1:])
    assert costs(model, TEXT).mean() == pytest.approx(loss)
    following = [costs(model, TEXT + each)[-1] for each in VOCABULARY]
    assert np.exp(-np.array(following)).sum() == pytest.approx(1)


def test_clipping_keeps_the_direction_and_what_was_given() -> None:
    given = {"W": np.array([[3.0, 0.0]]), "b": np.array([4.0])}
    clipped = clip(given, 1.0)
    assert clipped["W"] == pytest.approx(np.array([[0.6, 0.0]]))
    assert clipped["b"] == pytest.approx(np.array([0.8]))
    assert given["b"].tolist() == [4.0]
    assert clip(given, 6.0)["b"].tolist() == [4.0]


def test_the_mark_is_that_of_lab_01() -> None:
    lines = split().held_out
    model = fitted(2, 0.01)
    nats = surprisals(model, lines)
    assert len(nats) == sum(len(line.split()) for line in lines)  # tokens are counted alike
    assert mark() == pytest.approx(np.exp(nats.mean()))
    assert mark() == pytest.approx(27.7, abs=0.05)


def test_a_line_costs_the_same_in_any_pieces() -> None:
    assert per_token(np.full(12, 0.5), ["ab cd", "e"]) == pytest.approx(np.exp(2))


def test_a_short_training_is_better_than_counting_by_threes() -> None:
    training, held_out = conjugations()
    rng = np.random.default_rng(0)
    model = make_model(characters(), 0)
    losses = descend(model, training, rng, 60)
    assert losses[0] > 3 > 1.5 > losses[-1]
    threes = counted(training, held_out, 3, characters())
    assert len(threes) == len(held_out) - 1
    assert costs(model, held_out).mean() < threes.mean() + 0.2
    assert len(write(model, "\n", 7, 0.5, 0)) == 7


def test_first_steps_are_taken_from_the_whole_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    class Recorded:
        @staticmethod
        def map(calls: list[dict[str, float]]) -> list[list[float]]:
            begun.extend(calls)
            return [[each["rate"]] * FIRST_STEPS for each in calls]

    monkeypatch.setattr("minimodel.exercises.character_model.begin", Recorded)
    whole = [Run((9.0,) * 30 + (2.0,) * 10 + (0.0,) * 50, 1.0, np.zeros(1), {}, (0.0, 0.0))] * 5
    found = first_steps(whole)
    assert list(found) == list(RATES)
    assert found[LEARNING_RATE] == [2.0] * 5
    assert found[0.5] == pytest.approx([0.5] * 5)
    assert LEARNING_RATE not in {each["rate"] for each in begun}


LINES = [f"{who} {verb} , you {verb} ," for who in ("I", "we") for verb in ("abb", "baa", "caab")]


def test_a_verb_is_cheaper_after_itself_where_it_was_remembered() -> None:
    text = "\n" + "\n".join(LINES * 3) + "\n"
    model = make_model("".join(sorted(set(text))), 0)
    before = second_verb(model, LINES)
    assert before[0] == pytest.approx(before[1], abs=0.5)
    descend(model, text, np.random.default_rng(0), steps=90)
    same, other = second_verb(model, LINES)
    assert same < other - 1


def test_of_the_second_verb_only_its_letters_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def counted_letters(model: object, text: str) -> np.ndarray:
        read.append(text)
        return np.arange(len(text) - 1) * 0.0 + (text.count("abb") == 2)

    monkeypatch.setattr("minimodel.exercises.character_model.costs", counted_letters)
    same, other = second_verb(make_model(VOCABULARY, 0), [*LINES, "I abb , he baa ,"])
    # Of abb and baa, in two lines each, abb alone costs 1 a letter, and only after itself.
    assert (same, other) == (1.5, 0)
    assert sorted({text.split()[1] for text in read}) == ["abb", "baa"]  # caab has no other
