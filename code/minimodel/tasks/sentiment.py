"""Many to one: is a short sentence about a film praise or blame?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import softmax
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.linear import Linear
from minimodel.nn.network import RecurrentNetwork
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update
from minimodel.tasks.models import recurrent_layer
from minimodel.texts.languages import said

PAD: Final = "<pad>"
BLAME, PRAISE = 0, 1

# region grammar
# A sentence is one statement, or two with a word between them.
SUBJECTS: Final = {
    "en": ("the film", "the story", "the music", "the ending", "the actor", "the dialogue"),
    "es": ("la película", "la historia", "la música", "la escena", "la actriz", "la fotografía"),
}
IS: Final = {"en": ("is", "is not", "is never"), "es": ("es", "no es", "nunca es")}
DEGREES: Final = {"en": ("", "very", "really"), "es": ("", "muy", "realmente")}
ADJECTIVES: Final = {
    "en": (
        ("bad", "boring", "ugly", "silly", "slow"),
        ("good", "great", "beautiful", "clever", "moving"),
    ),
    "es": (
        ("mala", "aburrida", "fea", "tonta", "lenta"),
        ("buena", "genial", "bella", "lista", "emotiva"),
    ),
}
# After "but" the second statement decides, after "although" the first one.
BUT: Final = {"en": "but", "es": "pero"}
ALTHOUGH: Final = {"en": "although", "es": "aunque"}
# endregion grammar


@dataclass(frozen=True)
class Review:
    """A sentence and what it says.

    Attributes
    ----------
    text
        Its words, separated by spaces.
    label
        `PRAISE` or `BLAME`.
    kind
        ``"plain"``, ``"negated"``, ``"but"`` or ``"although"``: what has to be understood. A
        sentence of two statements may hold negations too.
    """

    text: str
    label: int
    kind: str


def draw_review(rng: np.random.Generator, lang: str) -> Review:
    """Draw a sentence: half of them have one statement, a quarter each "but" and "although"."""
    text, label, kind = _statement(rng, lang)
    form = rng.choice(("one", "one", "but", "although"))
    if form == "one":
        return Review(text, label, kind)
    second, second_label, _ = _statement(rng, lang)
    if form == "but":
        return Review(f"{text} {said(BUT, lang)} {second}", second_label, "but")
    return Review(f"{text} {said(ALTHOUGH, lang)} {second}", label, "although")


def _statement(rng: np.random.Generator, lang: str) -> tuple[str, int, str]:
    negation = int(rng.integers(-1, len(said(IS, lang))))  # "is" twice as often as each negation
    quality = int(rng.integers(2))
    words = (
        rng.choice(said(SUBJECTS, lang)),
        said(IS, lang)[max(negation, 0)],
        rng.choice(said(DEGREES, lang)),
        rng.choice(said(ADJECTIVES, lang)[quality]),
    )
    negated = negation > 0
    label = 1 - quality if negated else quality
    return " ".join(word for word in words if word), label, "negated" if negated else "plain"


def draw_reviews(count: int, seed: int, lang: str = "en") -> list[Review]:
    """Draw sentences that are all different.

    Parameters
    ----------
    count
        How many.
    seed
        Seed of the draws.
    lang
        The language, with the same grammar in each.

    Raises
    ------
    ValueError
        If there is no grammar for `lang`.
    """
    if lang not in SUBJECTS:
        raise ValueError(f"lang: {lang!r} is not one of {', '.join(SUBJECTS)}")
    rng = np.random.default_rng(seed)
    reviews: dict[str, Review] = {}
    while len(reviews) < count:
        review = draw_review(rng, lang)
        reviews[review.text] = review
    return list(reviews.values())


def vocabulary(lang: str) -> dict[str, int]:
    """Return the id of each word of the grammar; `PAD` has the id 0."""
    parts = [
        *said(SUBJECTS, lang),
        *said(IS, lang),
        *said(DEGREES, lang),
        *(word for words in said(ADJECTIVES, lang) for word in words),
        said(BUT, lang),
        said(ALTHOUGH, lang),
    ]
    words = sorted({word for part in parts for word in part.split()})
    return {word: index for index, word in enumerate([PAD, *words])}


def encode(texts: list[str], ids: dict[str, int]) -> NDArray[np.int64]:
    """Return the ids of sentences, (B, T), each filled up at the front to the longest one.

    At the front, so that the last state has always just read the last word.

    Raises
    ------
    ValueError
        If a word is not in the vocabulary.
    """
    rows = [text.split() for text in texts]
    unknown = next((word for row in rows for word in row if word not in ids), None)
    if unknown is not None:
        raise ValueError(f"texts: the word {unknown!r} is not in the vocabulary; choose another")
    longest = max(map(len, rows))
    return np.array([[0] * (longest - len(row)) + [ids[word] for word in row] for row in rows])


@dataclass(frozen=True)
class SentimentRun:
    """What training leaves behind.

    Attributes
    ----------
    lang, model, seed
        What was trained on which sentences.
    losses
        Mean loss of each epoch's batches, in nats a sentence.
    held_out_accuracies
        Share of the held-out sentences that are right after each epoch.
    accuracy
        The last of them.
    majority, counting
        The accuracy of always answering what is more frequent in training, and that of the best
        weights for how often each word occurs, whatever the order; see `counting_accuracy`.
    by_kind
        For each kind of held-out sentence how many are right, and how many there are.
    held_out
        Sentences that were not trained on, with the probability of praise that they are given.
    parameters
        The trained parameters, by their names in the network; see `classifier`.
    """

    lang: str
    model: str
    seed: int
    losses: tuple[float, ...]
    held_out_accuracies: tuple[float, ...]
    accuracy: float
    majority: float
    counting: float
    by_kind: dict[str, tuple[int, int]]
    held_out: tuple[tuple[Review, float], ...]
    parameters: dict[str, NDArray[Any]]

    def classifier(self) -> RecurrentNetwork:
        """Return the trained network."""
        network = _network(self.lang, self.model, np.random.default_rng(0))
        for name, value in self.parameters.items():
            network.params[name][...] = value
        return network

    def praise(self, texts: list[str]) -> NDArray[np.float32]:
        """Return the probability of praise that the trained network gives to sentences."""
        return praise(self.classifier(), texts, self.lang)


def praise(network: RecurrentNetwork, texts: list[str], lang: str) -> NDArray[np.float32]:
    """Return the probability of praise for each sentence, (B,)."""
    logits, *_ = network.forward(encode(texts, vocabulary(lang)))
    return softmax(logits)[:, PRAISE]


@long_computation("sentiment: training a classifier")
def train_sentiment(
    *,
    lang: str = "en",
    model: str = "lstm",
    seed: int = 0,
    training: int = 600,
    held_out: int = 200,
    epochs: int = 20,
    batch: int = 20,
    learning_rate: float = 0.01,
    max_norm: float = 1.0,
) -> SentimentRun:
    """Train a classifier on sentences of the grammar and test it on others.

    Parameters
    ----------
    lang
        Language of the sentences.
    model
        A key of `minimodel.tasks.models.MODELS`.
    seed
        Seed of the sentences, the first weights and the order of the batches.
    training, held_out
        How many sentences to learn from and to test on. No sentence is among both.
    epochs, batch, learning_rate, max_norm
        Passes over the sentences, sentences a batch, Adam's step size, largest norm of the
        gradient.
    """
    reviews = draw_reviews(training + held_out, seed, lang)
    ids = encode([review.text for review in reviews], vocabulary(lang))  # (N, T)
    labels = np.array([review.label for review in reviews])
    x, y, x_out, y_out = ids[:training], labels[:training], ids[training:], labels[training:]

    rng = np.random.default_rng(seed)
    network = _network(lang, model, rng)
    adam = Adam(network.params, learning_rate)
    losses, accuracies = [], []
    for _ in range(epochs):
        order = rng.permutation(training)
        total = 0.0
        for start in range(0, training, batch):
            chosen = order[start : start + batch]
            logits, *_ = network.forward(x[chosen])
            loss, dlogits = softmax_cross_entropy(logits, y[chosen])
            network.backward(dlogits)
            update(network, adam, max_norm)
            total += loss * len(chosen)
        losses.append(total / training)
        logits, *_ = network.forward(x_out)
        accuracies.append(float(np.mean(logits.argmax(axis=1) == y_out)))

    right = logits.argmax(axis=1) == y_out
    kinds = np.array([review.kind for review in reviews[training:]])
    return SentimentRun(
        lang=lang,
        model=model,
        seed=seed,
        losses=tuple(losses),
        held_out_accuracies=tuple(accuracies),
        accuracy=accuracies[-1],
        majority=float(np.mean(y_out == np.bincount(y).argmax())),
        counting=counting_accuracy(x, y, x_out, y_out, rng),
        by_kind={
            kind: (int(right[kinds == kind].sum()), int((kinds == kind).sum()))
            for kind in ("plain", "negated", "but", "although")
        },
        held_out=tuple(zip(reviews[training:], softmax(logits)[:, PRAISE].tolist(), strict=True)),
        parameters=dict(network.params),
    )


def counting_accuracy(
    x: NDArray[np.int64],
    y: NDArray[np.int64],
    x_out: NDArray[np.int64],
    y_out: NDArray[np.int64],
    rng: np.random.Generator,
) -> float:
    """Train a linear classifier of word counts on x, y; return its accuracy on x_out, y_out.

    It knows which words a sentence has, and nothing of their order: to it "not good" is "not"
    plus "good".
    """
    words = int(x.max()) + 1

    def counts(ids: NDArray[np.int64]) -> NDArray[np.float64]:  # (N, T) -> (N, words)
        return (ids[..., None] == np.arange(1, words)).sum(axis=1).astype(float)

    layer = Linear(words - 1, 2, rng)
    adam = Adam(layer.params, 0.05)
    counted = counts(x)
    for _ in range(150):
        _, dlogits = softmax_cross_entropy(layer.forward(counted), y)
        layer.backward(dlogits)
        update(layer, adam, 1.0)
    return float(np.mean(layer.forward(counts(x_out)).argmax(axis=1) == y_out))


def _network(lang: str, model: str, rng: np.random.Generator) -> RecurrentNetwork:
    layer = recurrent_layer(model, 8, 24, rng)
    return RecurrentNetwork(layer, 2, rng, vocab_size=len(vocabulary(lang)), last_only=True)
