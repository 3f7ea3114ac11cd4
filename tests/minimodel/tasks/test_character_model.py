"""What the pages say of the character model: it recites, and knows nothing of the rest."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.mathematics.functions import softmax
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.tasks import character_model
from minimodel.tasks.character_model import (
    STRIDE,
    WINDOW,
    CharacterRun,
    character_network,
    characters,
    decode,
    divided,
    encode,
    train_character_model,
    train_curves,
    windows,
    write,
)
from minimodel.tasks.copying import known_words, longest_copy
from minimodel.tasks.soliloquy import SOLILOQUY


@pytest.fixture(scope="module")
def run() -> CharacterRun:
    return train_character_model()


def test_the_vocabulary_holds_each_character_once_and_encodes_there_and_back() -> None:
    vocabulary = characters()
    assert sorted(set(SOLILOQUY)) == list(vocabulary)
    assert decode(encode(SOLILOQUY, vocabulary).tolist(), vocabulary) == SOLILOQUY
    with pytest.raises(ValueError, match="text: 'É' is not one of the model's characters"):
        encode("to É", vocabulary)


def test_the_held_out_text_is_the_end_of_the_speech() -> None:
    learn, held_out = divided()
    assert learn + held_out == SOLILOQUY
    assert len(held_out) == pytest.approx(0.2 * len(SOLILOQUY), abs=1)


def test_windows_are_stretches_of_the_text_a_stride_apart() -> None:
    ids = np.arange(300)
    batches = windows(ids, np.random.default_rng(0))
    starts = np.sort(np.concatenate([batch[:, 0] for batch in batches]))
    assert all(batch.shape[1] == WINDOW + 1 for batch in batches)
    assert set(np.diff(starts)) == {STRIDE}
    assert starts[0] < STRIDE
    for batch in batches:
        np.testing.assert_array_equal(np.diff(batch, axis=1), 1)


def test_every_gradient_of_the_network() -> None:
    model = character_network(0, dtype=np.float64)
    ids = encode(SOLILOQUY[:60], characters()).reshape(5, 12)

    def loss_and_gradient() -> tuple[float, np.ndarray]:
        return softmax_cross_entropy(model.forward(ids[:, :-1])[0], ids[:, 1:])

    model.zero_grads()
    model.backward(loss_and_gradient()[1])
    rng = np.random.default_rng(1)
    for name, value in model.params.items():
        direction, kept, ends = rng.normal(size=value.shape), value.copy(), []
        for sign in (1, -1):
            value[...] = kept + sign * 1e-5 * direction
            ends.append(loss_and_gradient()[0])
        value[...] = kept
        slope = (ends[0] - ends[1]) / 2e-5
        assert slope == pytest.approx(np.sum(model.grads[name] * direction), rel=1e-7), name


def test_it_starts_near_guessing_and_learns_its_own_text(run: CharacterRun) -> None:
    assert run.losses[0] == pytest.approx(3.4, abs=0.15)
    assert run.losses[-1] == pytest.approx(0.25, abs=0.1)
    assert len(run.losses) == len(run.held_out_losses) == len(run.norms) == 60


def test_both_texts_are_read_alike_after_each_epoch(run: CharacterRun) -> None:
    learn, held_out = (encode(text, characters()) for text in divided())
    size = len(held_out)
    pieces = [learn[start : start + size] for start in range(0, len(learn) - size + 1, size)]
    assert len(pieces) == 4
    for several, losses in ((pieces, run.learned_losses), ([held_out], run.held_out_losses)):
        found = []
        for ids in several:
            logits, _ = run.model().forward(ids[None, :-1])
            found.append(softmax_cross_entropy(logits, ids[None, 1:])[0])
        assert losses[-1] == pytest.approx(np.mean(found), rel=1e-5)
    assert run.learned_losses[-1] < 0.2


def test_on_the_held_out_text_it_turns_early_and_ends_worse_than_guessing(
    run: CharacterRun,
) -> None:
    best = int(np.argmin(run.held_out_losses))
    assert 5 < best + 1 < 16
    assert run.held_out_losses[best] == pytest.approx(2.5, abs=0.15)
    guessing = np.log(len(characters()))
    assert run.held_out_losses[-1] > guessing + 0.25
    assert guessing == pytest.approx(3.50, abs=0.005)


def test_on_the_held_out_text_it_is_sure_and_wrong(run: CharacterRun) -> None:
    ids = encode(divided()[1], characters())[None]
    p = softmax(run.model().forward(ids[:, :-1])[0][0])
    comes = ids[0, 1:]
    assert p.max(axis=1).mean() > 0.6
    assert np.mean(p.argmax(axis=1) == comes) < 0.4
    assert np.mean(p[np.arange(len(p)), comes] < 0.001) > 0.15


def test_there_are_more_than_ten_parameters_for_every_character() -> None:
    assert character_network(0).parameter_count() > 10 * len(divided()[0])


def test_the_clip_at_5_never_acts_but_on_a_sum_over_the_window_it_would_in_every_epoch(
    run: CharacterRun,
) -> None:
    assert max(run.norms) < 2
    assert WINDOW * min(run.norms) > 5


def test_samples_come_every_ten_epochs_and_end_as_copies(run: CharacterRun) -> None:
    learn, _ = divided()
    assert list(run.samples) == list(range(10, 61, 10))
    copies = [len(longest_copy(each, learn)) for each in run.samples.values()]
    assert max(copies[:2]) < 15
    assert copies[-1] > 30


def test_temperature_trades_copies_for_misspellings(run: CharacterRun) -> None:
    learn, _ = divided()
    known = [np.mean([known_words(t, learn) for t in texts]) for texts in run.written.values()]
    copied = [np.mean([len(longest_copy(t, learn)) for t in ts]) for ts in run.written.values()]
    assert list(run.written) == [0.5, 0.8, 1.2]
    assert known[0] > known[1] > known[2]
    assert copied[0] > copied[1] > copied[2]
    assert known[0] > 0.9
    assert known[2] < 0.75


@pytest.mark.parametrize("seed", [7])
def test_dropout_memorizes_less_and_stopping_early_is_worth_as_much(seed: int) -> None:
    plain, dropped = train_curves.map([{"seed": seed}, {"seed": seed, "dropout": 0.5}])
    assert dropped.learned_losses[-1] > 2 * plain.learned_losses[-1]
    assert dropped.held_out_losses[-1] < plain.held_out_losses[-1] - 0.2
    assert min(dropped.held_out_losses) == pytest.approx(min(plain.held_out_losses), abs=0.1)


def test_one_layer_as_large_memorizes_as_well_and_knows_as_much(run: CharacterRun) -> None:
    sizes = [
        character_network(0, layers=layers, d_hidden=d_hidden).parameter_count()
        for layers, d_hidden in ((2, 64), (1, 101))
    ]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.001)
    single = train_curves(seed=0, layers=1, d_hidden=101)
    assert single.learned_losses[-1] == pytest.approx(run.learned_losses[-1], rel=0.4)
    assert min(single.held_out_losses) == pytest.approx(min(run.held_out_losses), abs=0.15)


def test_curves_are_those_of_the_run_that_also_writes(run: CharacterRun) -> None:
    assert train_curves(seed=0).held_out_losses == run.held_out_losses


def test_the_trained_network_comes_back_and_writes_the_same(run: CharacterRun) -> None:
    assert write(run.model(), "the ", 150, 0.8, 2) == run.written[0.8][2]


def test_defaults_are_the_page_s() -> None:
    assert (character_model.LAYERS, character_model.WINDOW) == (2, 50)
    assert (character_model.D_EMBED, character_model.D_HIDDEN) == (24, 64)
    assert character_model.LEARNING_RATE == 0.005
    assert (character_model.MAX_NORM, character_model.EVERY) == (5.0, 10)
