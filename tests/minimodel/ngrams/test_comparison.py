"""The facts that the n-gram lab's prose rests on, with margins."""

import numpy as np
import pytest
from minimodel.corpus.conjugation import conjugate_english
from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import VERBS, corpus_lines
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.ngrams.comparison import (
    fitted,
    rnn_perplexity,
    rnn_predictor,
    scores,
    scores_by_position,
    split,
    top_guesses,
    unseen_share,
)
from minimodel.ngrams.tables import context_table, place_table, score_table
from minimodel.sequence_baselines.language_model import encode_lines, mean_loss, train_rnn

BLANK = tokenize("I work , you work , he")


@pytest.fixture(scope="module")
def run():
    return train_rnn()


@pytest.fixture(scope="module")
def results():
    return scores()


def best(results, n):
    return min((score for score in results if score.n == n), key=lambda score: score.held_out)


def test_the_network_was_judged_on_the_same_lines(run):
    assert split().held_out == run.held_out
    assert len(split().training) == 216


def test_the_networks_perplexity_is_e_to_its_loss(run):
    held_out = encode_lines(run.held_out, corpus_vocabulary())
    assert rnn_perplexity(run) == pytest.approx(np.exp(mean_loss(run.model(), held_out)))
    by_position = scores_by_position(rnn_predictor(run.model()), run.held_out)
    logs = np.log([position.perplexity for position in by_position])
    assert rnn_perplexity(run) == pytest.approx(np.exp(logs.mean()))


def test_no_held_out_lines_is_an_error():
    with pytest.raises(ValueError, match="held_out above 0"):
        rnn_perplexity(train_rnn(epochs=1, held_out=0.0))


def test_the_network_beats_every_ngram_by_far(run, results):
    assert rnn_perplexity(run) < 6
    assert all(score.held_out > 4 * rnn_perplexity(run) for score in results)


def test_on_new_lines_the_bigram_is_best_and_the_trigram_knows_its_own_lines(results):
    unigram, bigram, trigram = (best(results, n) for n in (1, 2, 3))
    assert bigram.held_out < 0.6 * trigram.held_out
    assert bigram.held_out < 0.5 * unigram.held_out
    assert bigram.k == trigram.k == 0.01
    in_training = [min(s.training for s in results if s.n == n) for n in (1, 2, 3)]
    assert in_training == sorted(in_training, reverse=True)
    assert trigram.unseen_contexts > 2 * bigram.unseen_contexts > unigram.unseen_contexts == 0


def test_too_much_smoothing_hurts_the_trigram_most(results):
    strongest = {score.n: score.held_out for score in results if score.k == 1}
    assert strongest[3] > 2.5 * strongest[1]


def test_after_he_the_trigram_knows_the_person_but_not_the_verb():
    trigram = fitted(3)
    p = trigram.distribution(BLANK)
    tokens = np.array(corpus_vocabulary().tokens)
    forms = {
        conjugate_english(verb, "he", tense) for verb, _ in VERBS for tense in ("present", "past")
    }
    assert set(tokens[p > 2 * p.min()]) <= forms
    assert p.max() < 0.03
    assert "works" not in [guess.token for guess in top_guesses(p)]
    other = trigram.distribution(tokenize("I sing , you sing , he"))
    np.testing.assert_array_equal(p, other)
    np.testing.assert_array_equal(p, fitted(2).distribution(BLANK))
    # The verb stands three tokens before the blank: a 4-gram sees it.
    four, after_sing = (
        fitted(4).distribution(tokenize(f"I {verb} , you {verb} , he")) for verb in ("work", "sing")
    )
    assert top_guesses(four)[0].token == "works"
    assert top_guesses(after_sing)[0].token != "works"


def test_the_third_subject_depends_on_one_that_the_trigram_cannot_see():
    trigram = fitted(3)
    singular, plural = (
        trigram.distribution(tokenize(f"{subject} work , you work ,")) for subject in ("I", "we")
    )
    np.testing.assert_array_equal(singular, plural)
    assert top_guesses(singular)[0].token == "you"  # said already; and neither he nor they


def test_the_network_agrees_where_the_trigram_does_not(run):
    trigram = scores_by_position(fitted(3).distribution, split().held_out)
    network = scores_by_position(rnn_predictor(run.model()), split().held_out)
    assert [position.t for position in trigram] == list(range(1, 18))
    third_subject, third_verb = 7, 8
    assert trigram[third_subject - 1].accuracy == 0
    assert network[third_subject - 1].accuracy > 0.35  # he or she: a coin
    assert trigram[third_verb - 1].accuracy < 0.1
    assert network[third_verb - 1].accuracy > 0.7
    # The first verb is anyone's guess.
    assert trigram[1].accuracy < 0.2
    assert network[1].accuracy < 0.2


def test_the_networks_guess_after_he(run):
    first, second, *_ = top_guesses(rnn_predictor(run.model())(BLANK))
    assert first.token == "works"
    assert first.probability > 0.5 > 5 * second.probability


def test_verbs_never_seen_are_hard_for_everyone():
    by_verb = scores(orders=(2, 3), smoothings=(0.1,), by="verb")
    assert all(score.held_out > 100 for score in by_verb)


@pytest.mark.parametrize("k", [1, 0.1, 0.01])
def test_what_smoothing_gives_away_after_he(k):
    # 54 forms were seen after `he`, once each; the other 390 tokens share what is left.
    assert unseen_share(fitted(2, k), BLANK) == pytest.approx(390 * k / (54 + 444 * k))
    assert unseen_share(fitted(4, k), tokenize("I says , you works ,")) == pytest.approx(1)


def test_a_fourgram_with_little_smoothing_beats_the_bigram(results):
    (four,) = scores(orders=(4,), smoothings=(0.001,))
    assert four.held_out < 0.85 * best(results, 2).held_out


def test_who_agrees_in_number_at_the_third_subject(run):
    network = rnn_predictor(run.model())
    agreeing = {"network": 0, "trigram": 0}
    for line in split().held_out:
        tokens = tokenize(line)[:7]
        right = {"they"} if tokens[1] == "we" else {"he", "she"}
        for name, predict in (("network", network), ("trigram", fitted(3).distribution)):
            agreeing[name] += top_guesses(predict(tokens), 1)[0].token in right
    assert agreeing["trigram"] == 0
    assert agreeing["network"] >= 20


def test_the_last_pronoun_of_a_held_out_line_is_taken_from_its_twin(run):
    """Its twin, with the other pronoun, is a training line, and both models remember that one."""
    singular = [line for line in split().held_out if line.startswith("I ")]
    network = rnn_predictor(run.model())
    for line in singular:
        tokens = tokenize(line)
        twin = {"él": "ella", "ella": "él"}[tokens[16]]
        for predict in (fitted(3).distribution, network):
            assert top_guesses(predict(tokens[:16]), 1)[0].token == twin


def test_table(results, run):
    spanish = str(score_table(results, rnn_perplexity(run), "es"))
    assert "bigrama" in spanish
    assert "27,7" in spanish
    assert len(score_table(results, 3.8).rows) == 13


def test_the_same_tokens_over_more_contexts():
    rows = context_table((1, 2, 3, 4)).rows
    assert [row[0] for row in rows] == ["unigram", "bigram", "trigram", "4-gram"]
    assert [row[1] * row[2] for row in rows] == pytest.approx([3672] * 4)
    assert rows[0][1:] == [1, 3672, 0]
    assert rows[3][3] > rows[2][3] > rows[1][3]


def test_place_table():
    trigram = scores_by_position(fitted(3).distribution, split().held_out)
    table = place_table({"trigram": trigram}, corpus_lines()[0].split(), "es")
    assert len(table.rows) == 17
    assert table.rows[7][:2] == ["8", "works"]
    assert table.rows[7][2] == "4\N{NO-BREAK SPACE}%"
    assert table.header[2] == "trigrama"
