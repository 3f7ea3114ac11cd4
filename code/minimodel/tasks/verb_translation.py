"""Many to many: an English verb form is read and the Spanish one is written, letter by letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.conjugation import TENSES, conjugate_english, conjugate_spanish
from minimodel.corpus.verb_sentences import VERBS
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.encoder_decoder import EncoderDecoder
from minimodel.nn.generation import beam
from minimodel.nn.gru import GRU
from minimodel.running.long_computations import long_computation
from minimodel.tasks.letters import Letters, count_letters
from minimodel.tasks.loop import update

Array = NDArray[Any]

# region pairs
# Verbs of the course's corpus, and others that are regular in Spanish: a network can only learn
# what forms have in common from forms that have something in common.
MORE_VERBS: Final = (
    ("accept", "aceptar"),
    ("answer", "responder"),
    ("call", "llamar"),
    ("clean", "limpiar"),
    ("climb", "subir"),
    ("cook", "cocinar"),
    ("cough", "toser"),
    ("dance", "bailar"),
    ("decide", "decidir"),
    ("fill", "llenar"),
    ("invite", "invitar"),
    ("jump", "saltar"),
    ("kiss", "besar"),
    ("lift", "levantar"),
    ("need", "necesitar"),
    ("paint", "pintar"),
    ("push", "empujar"),
    ("receive", "recibir"),
    ("rest", "descansar"),
    ("run", "correr"),
    ("sell", "vender"),
    ("share", "compartir"),
    ("shout", "gritar"),
    ("sign", "firmar"),
    ("suffer", "sufrir"),
    ("use", "usar"),
    ("visit", "visitar"),
    ("wait", "esperar"),
    ("watch", "observar"),
)
# Spanish leaves the pronoun out: the ending says who. English does not say which "you" is meant;
# here it is "tú", so that each form has one translation.
PRONOUNS: Final = (("I", "yo"), ("you", "tú"), ("he", "él"), ("we", "nosotros"), ("they", "ellos"))


def verb_forms() -> list[tuple[str, str]]:
    """Return every English form and its translation: ``("he worked", "trabajó")``."""
    return [
        (
            f"{english} {conjugate_english(verb, english, tense)}",
            conjugate_spanish(infinitive, spanish, tense),
        )
        for verb, infinitive in VERBS + MORE_VERBS
        for tense in TENSES
        for english, spanish in PRONOUNS
    ]


# endregion pairs

PAD, BEGIN, END = "_", "<", ">"
WIDTHS: Final = (1, 2, 4)  # of the beam


def split_forms(held_out: int, seed: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Split the forms at random into those to learn from and `held_out` others.

    A form that is spelled as another one, such as "I read" of the present and the past, has two
    translations; such forms are left out.

    Raises
    ------
    ValueError
        If not at least one form would be on each side.
    """
    forms = verb_forms()
    english = [source for source, _ in forms]
    forms = [pair for pair in forms if english.count(pair[0]) == 1]
    if not 0 < held_out < len(forms):
        raise ValueError(f"held_out: {held_out} of {len(forms)} forms leaves one side empty")
    order = np.random.default_rng(seed).permutation(len(forms))
    return [forms[i] for i in order[held_out:]], [forms[i] for i in order[:held_out]]


def letters_of(texts: list[str]) -> dict[str, int]:
    """Return the id of each letter of `texts`, after `PAD`, `BEGIN` and `END`."""
    letters = sorted(set("".join(texts)))
    return {letter: index for index, letter in enumerate([PAD, BEGIN, END, *letters])}


def encode_sources(texts: list[str], ids: dict[str, int]) -> NDArray[np.int64]:
    """Return the ids of texts, (B, S), filled up at the front, so that the end is the end."""
    longest = max(map(len, texts))
    return np.array([[ids[letter] for letter in text.rjust(longest, PAD)] for text in texts])


def encode_targets(texts: list[str], ids: dict[str, int]) -> NDArray[np.int64]:
    """Return the ids of texts between `BEGIN` and `END`, (B, T + 1), filled up at the back."""
    longest = max(map(len, texts)) + 2
    marked = [f"{BEGIN}{text}{END}".ljust(longest, PAD) for text in texts]
    return np.array([[ids[letter] for letter in text] for text in marked])


@dataclass(frozen=True)
class Translation:
    """One held-out form: what was read, what should have been written and what was."""

    source: str
    target: str
    written: str

    @property
    def exact(self) -> bool:
        """Whether every letter is right."""
        return self.written == self.target


@dataclass(frozen=True)
class VerbTranslationRun:
    """What training leaves behind.

    Attributes
    ----------
    seed
        Seed of the first weights and the order of the batches.
    epochs
        After which epochs the curves were measured.
    losses, held_out_losses
        Mean loss of those epochs' batches, and the loss on the held-out forms after them, in nats
        a letter, each predicted from the right ones before it.
    exact_training, exact_held_out
        Share of the forms that were translated without a wrong letter, the network reading what
        it wrote itself.
    exact_with_teacher
        Share of the held-out forms in which every letter is right with teacher forcing.
    forced_held_out
        Share of the held-out letters that are right when the right ones before are given.
    letters
        The letters at the end.
    beams
        For each of `WIDTHS` of the beam, the share of held-out forms that are right at the end,
        and the mean of ln p over the forms that were written.
    held_out
        The held-out forms and their translations at the end.
    """

    seed: int
    epochs: tuple[int, ...]
    losses: tuple[float, ...]
    held_out_losses: tuple[float, ...]
    exact_training: tuple[float, ...]
    exact_held_out: tuple[float, ...]
    exact_with_teacher: tuple[float, ...]
    forced_held_out: tuple[float, ...]
    letters: Letters
    beams: dict[int, tuple[float, float]]
    held_out: tuple[Translation, ...]


@long_computation("verb forms: training an encoder and a decoder")
def train_verb_translation(
    *,
    seed: int = 0,
    held_out: int = 60,
    epochs: int = 20,
    batch: int = 32,
    d_embed: int = 16,
    d_hidden: int = 96,
    learning_rate: float = 0.01,
    max_norm: float = 1.0,
    measured_every: int = 4,
) -> VerbTranslationRun:
    """Train an encoder and a decoder with teacher forcing; test them on forms not seen.

    Parameters
    ----------
    seed
        Seed of the first weights and the order of the batches. The held-out forms are the same
        for every seed.
    held_out
        How many forms to test on. Their verbs occur in training in other forms.
    epochs, batch
        Passes over the forms, and forms for each update.
    d_embed, d_hidden, learning_rate, max_norm
        Entries of an embedding and of the state, Adam's step size at the start (it falls
        linearly to zero), largest norm of the gradient.
    measured_every
        Epochs from one point of the curves to the next.

    Raises
    ------
    ValueError
        If an argument leaves nothing to learn from, to test on or to measure.
    """
    if not 0 < measured_every <= epochs:
        raise ValueError(f"measured_every: {measured_every} is not between 1 and {epochs} epochs")
    taught, out = split_forms(held_out, seed=0)
    source_ids = letters_of([source for source, _ in taught + out])
    target_ids = letters_of([target for _, target in taught + out])
    sources = encode_sources([source for source, _ in taught + out], source_ids)  # (N, S)
    targets = encode_targets([target for _, target in taught + out], target_ids)  # (N, T + 1)
    signs = target_ids[BEGIN], target_ids[END], targets.shape[1]
    count, letters = len(taught), list(target_ids)

    rng = np.random.default_rng(seed)
    network = EncoderDecoder(
        GRU, len(source_ids), len(target_ids), d_embed, d_hidden, rng, dtype=np.float32
    )
    adam = Adam(network.params, learning_rate)

    def logits_loss(rows: Array) -> tuple[Array, float, Array]:
        given, asked = targets[rows, :-1], targets[rows, 1:]  # (B, T) each
        logits = network.forward(sources[rows], given)
        return logits, *softmax_cross_entropy(logits, asked, asked != target_ids[PAD])

    def translations(pairs: list[tuple[str, str]], written: list[list[int]]) -> list[Translation]:
        texts = ["".join(letters[index] for index in row) for row in written]
        return [Translation(*pair, text) for pair, text in zip(pairs, texts, strict=True)]

    def exact(pairs: list[tuple[str, str]], written: list[list[int]]) -> float:
        return float(np.mean([form.exact for form in translations(pairs, written)]))

    new = np.arange(count, len(sources))
    asked, counted = targets[new, 1:], targets[new, 1:] != target_ids[PAD]
    points: list[tuple[int, float, float, float, float, float, float]] = []
    for epoch in range(1, epochs + 1):
        adam.learning_rate = learning_rate * (1 - (epoch - 1) / epochs)
        order = rng.permutation(count)
        losses = []
        for start in range(0, count, batch):
            _, loss, dlogits = logits_loss(order[start : start + batch])
            network.backward(dlogits)
            update(network, adam, max_norm)
            losses.append(loss)
        if epoch % measured_every == 0:
            logits, loss, _ = logits_loss(new)
            forced = logits.argmax(axis=-1)  # (60, T)
            right = forced == asked
            alone = network.translate(sources[new], *signs)
            known = network.translate(sources[:count], *signs)
            points.append(
                (
                    epoch,
                    float(np.mean(losses)),
                    loss,
                    exact(taught, known),
                    exact(out, alone),
                    float((right | ~counted).all(axis=1).mean()),
                    float(right[counted].mean()),
                )
            )
    end = [[*row, target_ids[END]] for row in alone]
    written = np.array([(row + [-1] * asked.shape[1])[: asked.shape[1]] for row in end])
    state = network.encode(sources[new])
    found = {width: beam(network.decoder, *signs, width, *state) for width in WIDTHS}
    at, mean_losses, losses_out, exact_training, exact_out, with_teacher, forced_out = zip(
        *points, strict=True
    )
    return VerbTranslationRun(
        seed=seed,
        epochs=at,
        losses=mean_losses,
        held_out_losses=losses_out,
        exact_training=exact_training,
        exact_held_out=exact_out,
        exact_with_teacher=with_teacher,
        forced_held_out=forced_out,
        letters=count_letters(forced, written, asked, counted),
        beams={
            width: (
                exact(out, [row for row, _ in rows]),
                float(np.mean([log_p for _, log_p in rows])),
            )
            for width, rows in found.items()
        },
        held_out=tuple(translations(out, alone)),
    )
