"""Many to many: an English verb form is read and the Spanish one is written, letter by letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.encoder_decoder import EncoderDecoder
from minimodel.nn.generation import beam
from minimodel.nn.gru import GRU
from minimodel.running.long_computations import long_computation
from minimodel.tasks.letters import Letters, count_letters
from minimodel.tasks.loop import update
from minimodel.tasks.prefixes import Prefixes, put_in
from minimodel.tasks.verb_forms import END, Forms, encoded_forms

Array = NDArray[Any]

WIDTHS: Final = (1, 2, 4)  # of the beam


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
    put_in
        At the end, which share of the letters behind one place is right, the right ones read, and
        with a wrong one put in at that place; see `minimodel.tasks.prefixes.put_in`.
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
    put_in: tuple[float, float]


def mistakes_put_in(forms: Forms) -> Prefixes:
    """Return the held-out forms with a wrong letter at each place, the same ones each time."""
    new = forms.targets[len(forms.taught) :]
    return put_in(new, forms.letters, np.random.default_rng(5))


def untrained(
    forms: Forms, d_embed: int, d_hidden: int, rng: np.random.Generator
) -> EncoderDecoder:
    """Return a translator of forms with its first weights."""
    sizes = len(forms.source_ids), len(forms.target_ids), d_embed, d_hidden
    return EncoderDecoder(GRU, *sizes, rng, dtype=np.float32)


def fit_epochs(
    network: EncoderDecoder,
    forms: Forms,
    rng: np.random.Generator,
    epochs: int,
    batch: int,
    learning_rate: float,
    max_norm: float,
    *,
    wrong: float = 0.0,
    coins: np.random.Generator | None = None,
) -> Iterator[float]:
    """Train with teacher forcing; yield the mean loss of each epoch after it.

    Parameters
    ----------
    network, forms
        What is trained, and on what.
    rng
        Draws the order of the forms.
    epochs, batch, learning_rate, max_norm
        As for `train_verb_translation`.
    wrong, coins
        With which probability a letter that the decoder is given is replaced by one that is drawn
        from all letters, and what draws. What it is to write stays right.
    """
    sources, targets, count = forms.sources, forms.targets, len(forms.taught)
    adam = Adam(network.params, learning_rate)
    for epoch in range(epochs):
        adam.learning_rate = learning_rate * (1 - epoch / epochs)
        order = rng.permutation(count)
        losses = []
        for start in range(0, count, batch):
            rows = order[start : start + batch]
            given, asked = targets[rows, :-1], targets[rows, 1:]  # (B, T) each
            if coins is not None:
                hit = coins.random(given.shape) < wrong
                hit[:, 0] = False  # the begin sign is no letter
                given = np.where(hit, coins.integers(*forms.letters, given.shape), given)
            logits = network.forward(sources[rows], given)
            loss, dlogits = softmax_cross_entropy(logits, asked, asked != 0)
            network.backward(dlogits)
            update(network, adam, max_norm)
            losses.append(loss)
        yield float(np.mean(losses))


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
    forms = encoded_forms(held_out)
    sources, targets, signs = forms.sources, forms.targets, forms.signs
    taught, out = forms.taught, forms.held_out
    count, letters = len(taught), list(forms.target_ids)
    rng = np.random.default_rng(seed)
    network = untrained(forms, d_embed, d_hidden, rng)

    def translations(pairs: list[tuple[str, str]], written: list[list[int]]) -> list[Translation]:
        texts = ["".join(letters[index] for index in row) for row in written]
        return [Translation(*pair, text) for pair, text in zip(pairs, texts, strict=True)]

    def exact(pairs: list[tuple[str, str]], written: list[list[int]]) -> float:
        return float(np.mean([form.exact for form in translations(pairs, written)]))

    new = np.arange(count, len(sources))
    given, asked = targets[new, :-1], targets[new, 1:]  # (60, T) each
    counted = asked != 0
    points: list[tuple[int, float, float, float, float, float, float]] = []
    fitting = fit_epochs(network, forms, rng, epochs, batch, learning_rate, max_norm)
    for epoch, mean_loss in enumerate(fitting, 1):
        if epoch % measured_every == 0:
            logits = network.forward(sources[new], given)
            loss, _ = softmax_cross_entropy(logits, asked, counted)
            forced = logits.argmax(axis=-1)  # (60, T)
            right = forced == asked
            alone = network.translate(sources[new], *signs)
            known = network.translate(sources[:count], *signs)
            points.append(
                (
                    epoch,
                    mean_loss,
                    loss,
                    exact(taught, known),
                    exact(out, alone),
                    float((right | ~counted).all(axis=1).mean()),
                    float(right[counted].mean()),
                )
            )
    end = [[*row, forms.target_ids[END]] for row in alone]
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
        put_in=mistakes_put_in(forms).right(network, sources[new], targets[new]),
    )
