"""Many to many: a list of things in English is translated, "a red house" → "una casa roja"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.generators import Generators
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.attention import AttentiveEncoderDecoder, kind_of
from minimodel.nn.encoder_decoder import EncoderDecoder
from minimodel.nn.generation import partly_own
from minimodel.nn.gru import GRU
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update

Array = NDArray[Any]

# region words
# In Spanish the article and the adjective take the gender of the noun, and the adjective follows.
ARTICLES: Final = {"the": ("el", "la"), "a": ("un", "una")}
ADJECTIVES: Final = {
    "red": ("rojo", "roja"),
    "white": ("blanco", "blanca"),
    "old": ("viejo", "vieja"),
    "new": ("nuevo", "nueva"),
}
MASCULINE, FEMININE = 0, 1
NOUNS: Final = {
    "house": ("casa", FEMININE),
    "table": ("mesa", FEMININE),
    "door": ("puerta", FEMININE),
    "bottle": ("botella", FEMININE),
    "book": ("libro", MASCULINE),
    "car": ("coche", MASCULINE),
    "shoe": ("zapato", MASCULINE),
    "hat": ("sombrero", MASCULINE),
}
# endregion words
PAD, BEGIN, END = "_", "<", ">"
LENGTHS: Final = (1, 2, 3, 4)  # things in a list


def draw_lists(
    count: int, things: int, rng: np.random.Generator
) -> tuple[list[list[str]], list[list[str]]]:
    """Draw `count` lists of `things` things; return their words in English and in Spanish.

    Two of three things have an adjective, so that a word's place does not say what it is.
    """
    articles, adjectives, nouns = (tuple(words) for words in (ARTICLES, ADJECTIVES, NOUNS))
    size = (count, things)
    drawn = np.stack([rng.integers(len(words), size=size) for words in (articles, nouns)])
    which = np.where(rng.random(size) < 2 / 3, rng.integers(len(adjectives), size=size), -1)
    both: tuple[list[list[str]], list[list[str]]] = [], []
    for row in np.stack([*drawn, which], axis=-1).tolist():  # things × 3
        english: list[str] = []
        spanish: list[str] = []
        for article, noun, adjective in row:
            word, gender = NOUNS[nouns[noun]]
            if english:
                english.append("and")
                spanish.append("y")
            english.append(articles[article])
            spanish += [ARTICLES[articles[article]][gender], word]
            if adjective >= 0:
                english.append(adjectives[adjective])
                spanish.append(ADJECTIVES[adjectives[adjective]][gender])
            english.append(nouns[noun])
        both[0].append(english)
        both[1].append(spanish)
    return both


def source_ids() -> dict[str, int]:
    """Return the id of each English word; `PAD` has the id 0."""
    return _ids([PAD, "and", *ARTICLES, *ADJECTIVES, *NOUNS])


def target_ids() -> dict[str, int]:
    """Return the id of each Spanish word and sign; `PAD` has the id 0."""
    pairs = [*ARTICLES.values(), *ADJECTIVES.values()]
    nouns = [word for word, _ in NOUNS.values()]
    return _ids([PAD, BEGIN, END, "y", *(word for pair in pairs for word in pair), *nouns])


def _ids(words: list[str]) -> dict[str, int]:
    return {word: index for index, word in enumerate(words)}


def encode_sources(
    texts: list[list[str]], *, reverse: bool = False, length: int = 0
) -> NDArray[np.int64]:
    """Return the ids of English lists, (B, S), filled up at the front.

    Parameters
    ----------
    texts
        Words of each.
    reverse
        Whether to turn each one round, its last word first.
    length
        The least S.
    """
    ids, longest = source_ids(), max(length, *map(len, texts))
    rows = [text[::-1] if reverse else text for text in texts]
    return np.array([[0] * (longest - len(row)) + [ids[word] for word in row] for row in rows])


def encode_targets(texts: list[list[str]], *, length: int = 0) -> NDArray[np.int64]:
    """Return the ids of Spanish lists between `BEGIN` and `END`, (B, T + 1), filled up behind.

    T is at least `length` + 1.
    """
    ids, longest = target_ids(), max(length, *map(len, texts))
    return np.array(
        [
            [ids[BEGIN], *(ids[word] for word in text), ids[END], *[0] * (longest - len(text))]
            for text in texts
        ]
    )


@dataclass(frozen=True)
class PhrasesRun:
    """What training leaves behind.

    Attributes
    ----------
    attention, d_hidden, reverse, own, seed
        What was trained.
    words
        For each of `LENGTHS`, how many words the English lists have on average.
    exact
        For each of `LENGTHS`, the share of new lists that were translated without a wrong word,
        the network reading what it wrote itself.
    taught, alone
        The share of all those lists' words, end signs included, that stand in their place: with
        the right words before them given, and the network reading its own.
    first, last
        Of the longest lists, the share of the first and of the last thing's words that are right
        with the right ones before them given.
    parameters
        The trained parameters; see `translator`.
    """

    attention: bool
    d_hidden: int
    reverse: bool
    own: float
    seed: int
    words: tuple[float, ...]
    exact: tuple[float, ...]
    taught: float
    alone: float
    first: float
    last: float
    parameters: dict[str, Array]

    def translator(self) -> EncoderDecoder:
        """Return the trained network."""
        return _with_parameters(self.attention, self.d_hidden, self.parameters)

    def alignment(self, english: list[str]) -> tuple[list[str], Array]:
        """Translate one list; return what was written and α, (words written, words read).

        Raises
        ------
        ValueError
            If the network has no attention.
        """
        if not self.attention:
            raise ValueError("attention: this network has none, so it has no weights to show")
        network = self.translator()
        assert isinstance(network, AttentiveEncoderDecoder)
        source = encode_sources([english], reverse=self.reverse)
        written = translate(network, source)[0]
        network.forward(source, encode_targets([written])[:, :-1])
        return [*written, END], network.decoder.attention.weights[0]


def make_translator(
    attention: bool, d_hidden: int, rng: np.random.Generator | int
) -> EncoderDecoder:
    """Return an untrained network for the lists, with embeddings of 16."""
    sizes = len(source_ids()), len(target_ids()), 16, d_hidden
    return kind_of(attention)(GRU, *sizes, rng, dtype=np.float32)


def translate(network: EncoderDecoder, source: Array) -> list[list[str]]:
    """Return the words that a network writes for sources (B, S), each read by itself."""
    ids = target_ids()
    words = list(ids)
    rows = network.translate(source, ids[BEGIN], ids[END], 4 * max(LENGTHS))
    return [[words[index] for index in row] for row in rows]


def _with_parameters(
    attention: bool, d_hidden: int, parameters: dict[str, Array]
) -> EncoderDecoder:
    network = make_translator(attention, d_hidden, 0)
    for name, value in parameters.items():
        network.params[name][...] = value
    return network


@long_computation("lists of things: training an encoder and a decoder", together="seed")
def train_phrases(
    *,
    seed: tuple[int, ...] = (0,),
    attention: bool = False,
    d_hidden: int = 32,
    reverse: bool = False,
    own: float = 0.0,
    steps: int = 320,
    batch: int = 20,
    learning_rate: float = 0.015,
    max_norm: float = 1.0,
    tested: int = 40,
) -> list[PhrasesRun]:
    """Train with teacher forcing on lists that are drawn afresh at each step; test on new ones.

    Parameters
    ----------
    seed
        Seeds of the lists and of the first weights, for networks side by side. Those of one seed
        learn from the same lists, whatever the network; how many things a list has is the same,
        step by step, for all.
    attention, d_hidden
        The network; see `make_translator`.
    reverse
        Whether the source is read from its last word to its first.
    own
        Scheduled sampling: with which probability the decoder is given its own word in place of
        the right one in the last step; it grows linearly from zero. See `partly_own`.
    steps, batch, learning_rate, max_norm
        Updates, lists for each, Adam's step size at the start (it falls linearly to zero), largest
        norm of the gradient.
    tested
        New lists of each of `LENGTHS`.
    """
    rng, coins = Generators(seed), Generators([each, 0] for each in seed)
    network = make_translator(attention, d_hidden, Generators(seed))
    adam = Adam(network.params, learning_rate)
    rounds = np.tile(LENGTHS, (-(-steps // len(LENGTHS)), 1))
    # Each length once before the next round, so that no luck in it decides for all networks.
    lengths = np.random.default_rng(0).permuted(rounds, axis=1).ravel().tolist()
    for step, things in enumerate(lengths[:steps]):
        adam.learning_rate = learning_rate * (1 - step / steps)
        drawn = [draw_lists(batch, things, each) for each in rng.each]
        english, spanish = (list(chain(*texts)) for texts in zip(*drawn, strict=True))
        # As many words as a list can have: what a network reads hangs on none beside it.
        longest = 4 * things - 1
        source = encode_sources(english, reverse=reverse, length=longest)
        source = source.reshape(len(seed), batch, -1)  # (S, B, words)
        target = encode_targets(spanish, length=longest).reshape(len(seed), batch, -1)
        given, asked = target[..., :-1], target[..., 1:]  # (S, B, T) each
        state = network.encode(source)
        if own:
            given = partly_own(network.decoder, given, own * step / steps, coins, *state)
        logits, *_ = network.decoder.forward(given, *state)
        _, dlogits = softmax_cross_entropy(logits, asked, asked != 0, network.side_by_side)
        network.backward(dlogits)
        update(network, adam, max_norm)

    runs = []
    for index, each in enumerate(seed):
        parameters = {name: value[index] for name, value in network.params.items()}
        judged = _judged(_with_parameters(attention, d_hidden, parameters), each, reverse, tested)
        runs.append(
            PhrasesRun(attention, d_hidden, reverse, own, each, **judged, parameters=parameters)
        )
    return runs


def _judged(network: EncoderDecoder, seed: int, reverse: bool, tested: int) -> dict[str, Any]:
    """Return what a `PhrasesRun` says of a trained network, by the names that it has there."""
    words, exact, taught, alone = [], [], [], []
    for things in LENGTHS:
        english, spanish = draw_lists(tested, things, np.random.default_rng([seed, things]))
        source, asked = encode_sources(english, reverse=reverse), encode_targets(spanish)[:, 1:]
        given = encode_targets(spanish)[:, :-1]
        right = network.forward(source, given).argmax(axis=-1) == asked  # (N, T)
        written = translate(network, source)
        words.append(float(np.mean([len(text) for text in english])))
        exact.append(float(np.mean([a == b for a, b in zip(written, spanish, strict=True)])))
        taught += right[asked != 0].tolist()
        for own_words, right_words in zip(written, spanish, strict=True):
            places = zip_longest(own_words, [*right_words, END], fillvalue=END)
            alone += [a == b for a, b in places][: len(right_words) + 1]
    return {
        "words": tuple(words),
        "exact": tuple(exact),
        "taught": float(np.mean(taught)),
        "alone": float(np.mean(alone)),
        # The first thing begins at the first word; the last one's two words stand before the end.
        "first": float(right[:, :2].mean()),
        "last": float(
            np.mean(
                [row[len(text) - 2 : len(text)] for row, text in zip(right, spanish, strict=True)]
            )
        ),
    }
