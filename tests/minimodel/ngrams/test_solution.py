"""The lab's solution, written with plain dictionaries, against the model."""

import pytest
from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.ngrams import solution
from minimodel.ngrams.comparison import fitted, score, split


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_counts_and_perplexity_are_the_models(n):
    training, held_out = ([tokenize(line) for line in lines] for lines in split())
    counts = solution.count_ngrams(training, n)
    assert counts == fitted(n).counts
    found = solution.perplexity(counts, held_out, n, 0.01, len(corpus_vocabulary()))
    assert found == pytest.approx(score(n=n, k=0.01).held_out)


def test_a_context_never_seen_leaves_every_token_alike():
    assert solution.probability({}, ("he", "he"), "works", 0.5, 4) == pytest.approx(1 / 4)
