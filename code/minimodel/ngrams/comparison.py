"""n-grams of the verb corpus on its held-out lines, beside the network that has to beat them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import split_sentences, verb_sentences
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.mathematics.functions import softmax
from minimodel.ngrams.model import NGram, perplexity, surprisals
from minimodel.running.long_computations import long_computation
from minimodel.sequence_baselines.language_model import TrainingRun
from minimodel.sequence_baselines.rnn import VanillaRNN

ORDERS: Final = (1, 2, 3)
SMOOTHINGS: Final = (1.0, 0.1, 0.01, 0.001)
SEED: Final = 42
HELD_OUT: Final = 0.1

Predictor = Callable[[Sequence[str]], NDArray[np.float64]]  # tokens so far -> probabilities (V,)


class Split(NamedTuple):
    """Lines to count and lines to be judged on."""

    training: tuple[str, ...]
    held_out: tuple[str, ...]


def split(by: str = "line") -> Split:
    """Split the corpus exactly as `train_rnn` does, so that both are judged on the same lines.

    Parameters
    ----------
    by
        ``"line"`` or ``"verb"``, as for `split_sentences`.
    """
    training, held_out = split_sentences(verb_sentences(), HELD_OUT, SEED, by)
    return Split(tuple(s.text for s in training), tuple(s.text for s in held_out))


def fitted(n: int, k: float = 0.01, by: str = "line") -> NGram:
    """Return the n-gram model of the training lines."""
    return NGram(n, k, split(by).training, corpus_vocabulary())


@dataclass(frozen=True)
class Score:
    """How one n-gram model does.

    Attributes
    ----------
    n, k
        Order and smoothing.
    training, held_out
        Perplexity on each side of the split.
    unseen_contexts
        Share of the held-out tokens whose context was never seen in training.
    """

    n: int
    k: float
    training: float
    held_out: float
    unseen_contexts: float


@long_computation("perplexity of the n-grams")
def score(*, n: int, k: float, by: str = "line") -> Score:
    """Fit one n-gram model to the training lines and measure its perplexity on both sides."""
    lines = split(by)
    model = fitted(n, k, by)
    contexts = [
        model.context(tokens[:t])
        for tokens in map(tokenize, lines.held_out)
        for t in range(1, len(tokens))
    ]
    return Score(
        n=n,
        k=k,
        training=perplexity(surprisals(model, lines.training)),
        held_out=perplexity(surprisals(model, lines.held_out)),
        unseen_contexts=float(np.mean([context not in model.counts for context in contexts])),
    )


def scores(
    orders: Sequence[int] = ORDERS, smoothings: Sequence[float] = SMOOTHINGS, by: str = "line"
) -> list[Score]:
    """Score every order with every smoothing, smoothings of one order together."""
    return score.map([{"n": n, "k": k, "by": by} for n in orders for k in smoothings])


def rnn_perplexity(run: TrainingRun) -> float:
    """Return the trained network's perplexity on the lines held out from it.

    Its loss is a mean over the same tokens, in nats, so that e to it is the perplexity.

    Raises
    ------
    ValueError
        If no lines were held out.
    """
    if not run.held_out_losses:
        raise ValueError("run: no lines were held out; train with held_out above 0")
    return float(np.exp(run.held_out_losses[-1]))


def unseen_share(model: NGram, tokens: Sequence[str]) -> float:
    """Return how much probability goes to tokens that never followed this context in training.

    Parameters
    ----------
    model
        An n-gram model.
    tokens
        Everything from ``<bos>`` on; the model looks at the last n − 1 of them.
    """
    context = model.context(tokens)
    seen = list(model.counts[context]) if context in model.counts else []
    return 1 - sum(model.probability(token, tokens) for token in seen)


class Guess(NamedTuple):
    """A token that a model proposes, with its probability."""

    token: str
    probability: float


def top_guesses(probabilities: NDArray[np.float64], count: int = 5) -> list[Guess]:
    """Return the `count` most probable tokens; equally probable ones in the order of their ids."""
    tokens = corpus_vocabulary().tokens
    order = np.argsort(-probabilities, kind="stable")[:count]
    return [Guess(tokens[i], float(probabilities[i])) for i in order]


def rnn_predictor(model: VanillaRNN) -> Predictor:
    """Return the network's next-token probabilities as a function of the tokens so far."""
    vocabulary = corpus_vocabulary()

    def predict(tokens: Sequence[str]) -> NDArray[np.float64]:
        logits, _ = model.forward(vocabulary.encode(tokens))
        return softmax(logits)  # (V,)

    return predict


@dataclass(frozen=True)
class PositionScore:
    """How a model does at one place of the line.

    Attributes
    ----------
    t
        Place of the predicted token; `<bos>` is place 0.
    accuracy
        Share of the lines whose token was the model's first guess.
    perplexity
        Perplexity at this place alone.
    """

    t: int
    accuracy: float
    perplexity: float


def scores_by_position(predict: Predictor, lines: Sequence[str]) -> list[PositionScore]:
    """Judge a model at each place of the line separately; every line has the same places.

    Parameters
    ----------
    predict
        `NGram.distribution` of a model, or what `rnn_predictor` returns.
    lines
        Lines of the corpus.
    """
    vocabulary = corpus_vocabulary()
    rows = [tokenize(line) for line in lines]
    results = []
    for t in range(1, len(rows[0])):
        probabilities = np.stack([predict(row[:t]) for row in rows])  # (lines, V)
        targets = np.array([vocabulary.ids[row[t]] for row in rows])
        at_target = probabilities[np.arange(len(rows)), targets]
        results.append(
            PositionScore(
                t=t,
                accuracy=float(np.mean(probabilities.argmax(axis=1) == targets)),
                perplexity=perplexity(-np.log(at_target)),
            )
        )
    return results
