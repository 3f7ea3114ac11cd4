"""The models made of the layers: their shapes, teacher forcing, and writing token by token."""

import itertools

import numpy as np
import pytest
from minimodel.mathematics.functions import softmax
from minimodel.nn.encoder_decoder import EncoderDecoder
from minimodel.nn.generation import beam, greedy, partly_own, sample
from minimodel.nn.gru import GRU
from minimodel.nn.lstm import LSTM
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN


@pytest.fixture
def rng():
    return np.random.default_rng(4)


def test_shapes_of_the_chapter(rng):
    classifier = RecurrentNetwork(
        RNN(128, 256, rng, dtype=np.float32), 2, rng, vocab_size=10_000, last_only=True
    )
    assert classifier.forward(rng.integers(10_000, size=(8, 50)))[0].shape == (8, 2)

    translator = EncoderDecoder(RNN, 10_000, 8_000, 256, 512, rng, dtype=np.float32)
    source, given = rng.integers(8_000, size=(16, 30)), rng.integers(8_000, size=(16, 25))
    assert translator.forward(source, given).shape == (16, 25, 8_000)


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
def test_the_decoder_depends_on_the_source_and_on_what_it_was_given_before(kind, rng):
    network = EncoderDecoder(kind, 5, 6, 3, 4, rng)
    source, given = np.array([[0, 1, 4]]), np.array([[0, 2, 5, 1]])
    logits = network.forward(source, given)
    other = network.forward(np.array([[3, 1, 4]]), given)
    assert np.all(np.any(logits != other, axis=-1))
    later = network.forward(source, np.array([[0, 2, 3, 1]]))
    np.testing.assert_array_equal(logits[:, :2], later[:, :2])
    assert np.all(np.any(logits[:, 2:] != later[:, 2:], axis=-1))


def test_greedy_feeds_back_the_likeliest_token_until_the_end(rng):
    network = RecurrentNetwork(LSTM(4, 8, rng), 6, rng, vocab_size=6)
    state = [rng.normal(size=(1, 5, 8)) for _ in range(2)]
    end = 2
    for row, written in enumerate(greedy(network, 0, end, 12, *state)):
        ids = [0, *written]
        logits, *_ = network.forward(np.array([ids]), *(part[:, row : row + 1] for part in state))
        expected = logits[0].argmax(axis=-1).tolist()
        assert end not in written
        assert expected[: len(written)] == written
        assert expected[len(written)] == end or len(written) == 12


def log_p(network, written, end, state):
    ids = [0, *written, end]
    logits, *_ = network.forward(np.array([ids[:-1]]), *state)
    p = softmax(logits[0])
    return float(np.log(p[np.arange(len(ids) - 1), ids[1:]]).sum())


def test_a_beam_of_one_is_greedy_and_a_wide_one_finds_the_likeliest_of_all(rng):
    network = RecurrentNetwork(LSTM(4, 8, rng), 4, rng, vocab_size=4)
    network.readout.W *= 4
    network.readout.b[2] += 1.5  # the end comes early
    state = [rng.normal(size=(1, 6, 8)) for _ in range(2)]
    end, longest = 2, 3
    narrow = beam(network, 0, end, longest, 1, *state)
    assert [written for written, _ in narrow] == greedy(network, 0, end, longest, *state)
    every = [
        list(written)
        for length in range(longest)
        for written in itertools.product((0, 1, 3), repeat=length)
    ]
    better = 0
    for row, (written, score) in enumerate(beam(network, 0, end, longest, 64, *state)):
        part = [each[:, row : row + 1] for each in state]
        likeliest = max(every, key=lambda other: log_p(network, other, end, part))
        if len(written) < longest:  # otherwise it was cut off
            assert written == likeliest
            assert score == pytest.approx(log_p(network, written, end, part))
        better += score > narrow[row][1] + 1e-9
    assert better
    with pytest.raises(ValueError, match=r"^width: expected at least 1, got 0"):
        beam(network, 0, end, longest, 0, *state)


def test_scheduled_sampling_reads_its_own_in_place_of_some_right_ones(rng):
    network = RecurrentNetwork(GRU(4, 8, rng), 6, rng, vocab_size=6)
    given = np.concatenate([np.zeros((40, 1), int), rng.integers(6, size=(40, 7))], axis=1)
    state = rng.normal(size=(1, 40, 8))
    np.testing.assert_array_equal(partly_own(network, given, 0.0, rng, state), given)
    alone = partly_own(network, given, 1.0, rng, state)
    logits, _ = network.forward(alone, state)
    np.testing.assert_array_equal(alone[:, 1:], logits[:, :-1].argmax(axis=-1))
    mixed = partly_own(network, given, 0.5, np.random.default_rng(0), state)
    logits, _ = network.forward(mixed, state)
    own = np.random.default_rng(0).random(given.shape) < 0.5
    expected = np.where(own[:, 1:], logits[:, :-1].argmax(axis=-1), given[:, 1:])
    np.testing.assert_array_equal(mixed[:, 1:], expected)


def test_a_translation_is_cut_off_at_its_longest(rng):
    network = EncoderDecoder(GRU, 5, 6, 3, 4, rng)
    network.decoder.readout.b[3] = 100  # never ends
    assert network.translate(np.array([[1], [2]]), 0, 5, max_length=4) == [[3] * 4] * 2
    network.decoder.readout.b[5] = 200
    assert network.translate(np.array([[1], [2]]), 0, 5, max_length=4) == [[], []]


def test_samples_follow_the_distribution_at_their_temperature(rng):
    network = RecurrentNetwork(RNN(3, 5, rng), 4, rng, vocab_size=4)
    logits = network.forward(np.array([[1, 2]]))[0][0, -1]
    for temperature in (0.5, 2.0):
        drawn = [sample(network, [1, 2], 1, temperature, rng)[0] for _ in range(3000)]
        shares = np.bincount(drawn, minlength=4) / 3000
        np.testing.assert_allclose(shares, softmax(logits / temperature), atol=0.04)


def test_a_sample_reads_what_it_has_written(rng):
    network = RecurrentNetwork(RNN(3, 5, rng), 4, rng, vocab_size=4)
    drawn = sample(network, [1], 6, 0.01, rng)  # so cold that it is the likeliest token
    logits, _ = network.forward(np.array([[1, *drawn]]))
    assert logits[0].argmax(axis=-1).tolist()[:6] == drawn


def test_bad_arguments_are_refused(rng):
    network = RecurrentNetwork(RNN(3, 5, rng), 4, rng, vocab_size=4)
    with pytest.raises(ValueError, match=r"^temperature: expected a positive number, got 0$"):
        sample(network, [1], 3, 0, rng)
    with pytest.raises(ValueError, match=r"^start: "):
        sample(network, [], 3, 1.0, rng)
