"""Training the vanilla RNN on the verb corpus: next-token loss, BPTT by hand, Adam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import split_sentences, verb_sentences
from minimodel.corpus.vocabulary import Vocabulary, corpus_vocabulary
from minimodel.mathematics.clipping import clip_by_global_norm
from minimodel.mathematics.optimizers import Adam
from minimodel.running.long_computations import long_computation
from minimodel.sequence_baselines.rnn import VanillaRNN

PARAMETERS: Final = ("E", "W_xh", "W_hh", "W_ho", "b_h", "b_o")
Gradients = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class TrainingRun:
    """What a training run leaves behind.

    Attributes
    ----------
    parameters
        The trained parameters, by the names in `PARAMETERS`.
    losses
        Mean loss of each epoch's batches, in nats per predicted token, before their update.
    held_out_losses
        Loss on the held-out lines after each epoch, same unit; empty if none were held out.
    held_out
        The lines that were held out.
    """

    parameters: dict[str, NDArray[Any]]
    losses: tuple[float, ...]
    held_out_losses: tuple[float, ...]
    held_out: tuple[str, ...]

    def model(self) -> VanillaRNN:
        """Return a VanillaRNN with the trained parameters."""
        vocab_size, d_embed = self.parameters["E"].shape
        model = VanillaRNN(vocab_size, d_embed, len(self.parameters["b_h"]))
        for name in PARAMETERS:
            setattr(model, name, self.parameters[name].copy())
        return model


def encode_lines(lines: Sequence[str], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """Return the token ids of `lines`, which must have equally many tokens, as (lines, T + 1).

    Raises
    ------
    ValueError
        If the lines differ in length, or hold a token that the vocabulary does not.
    """
    rows = [vocabulary.encode(tokenize(line)) for line in lines]
    lengths = sorted({len(row) for row in rows})
    if len(lengths) != 1:
        raise ValueError(f"lines: expected lines of one length, got lengths {lengths}")
    return np.array(rows, dtype=np.int64)


def loss_and_gradients(model: VanillaRNN, ids: NDArray[np.int64]) -> tuple[float, Gradients]:
    """Predict every next token of a batch of lines, and differentiate the loss.

    Parameters
    ----------
    model
        The network; its parameters are read, not changed.
    ids
        Token ids, (B, T + 1): column t is the input at step t, column t + 1 its target.

    Returns
    -------
    loss
        Mean over the B · T predictions of −log p(target), in nats.
    gradients
        The derivative of the loss with respect to each parameter, of that parameter's shape.
    """
    inputs, targets = ids[:, :-1], ids[:, 1:]  # (B, T) each
    x = model.E[inputs]  # (B, T, d_embed)
    h = _states(model, x)  # (B, T, d_hidden)
    loss, dy = _cross_entropy(h @ model.W_ho.T + model.b_o, targets)  # dy (B, T, V)

    dh = dy @ model.W_ho  # (B, T, d_hidden): what each step's own prediction asks of h_t
    da = np.empty_like(h)  # gradient at the argument of tanh
    from_later = np.zeros_like(h[:, 0])  # (B, d_hidden): what later steps ask of h_t
    for t in reversed(range(inputs.shape[1])):
        da[:, t] = (dh[:, t] + from_later) * (1 - h[:, t] ** 2)
        from_later = da[:, t] @ model.W_hh  # multiplies each row by W_hh transposed

    h_previous = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
    dE = np.zeros_like(model.E)
    np.add.at(dE, inputs, da @ model.W_xh)
    gradients = {
        "E": dE,
        "W_xh": np.tensordot(da, x, axes=([0, 1], [0, 1])),
        "W_hh": np.tensordot(da, h_previous, axes=([0, 1], [0, 1])),
        "W_ho": np.tensordot(dy, h, axes=([0, 1], [0, 1])),
        "b_h": da.sum(axis=(0, 1)),
        "b_o": dy.sum(axis=(0, 1)),
    }
    return loss, gradients


def mean_loss(model: VanillaRNN, ids: NDArray[np.int64]) -> float:
    """Return the loss of `loss_and_gradients` without its gradients."""
    h = _states(model, model.E[ids[:, :-1]])
    return _cross_entropy(h @ model.W_ho.T + model.b_o, ids[:, 1:])[0]


@long_computation("training the vanilla RNN on the verb corpus")
def train_rnn(
    *,
    d_embed: int = 16,
    d_hidden: int = 32,
    seed: int = 42,
    sigma: float = 0.3,
    epochs: int = 30,
    batch_size: int = 8,
    learning_rate: float = 0.02,
    max_norm: float = 1.0,
    held_out: float = 0.1,
    split_by: str = "line",
) -> TrainingRun:
    """Train a VanillaRNN to predict the next token of the corpus's lines.

    Parameters
    ----------
    d_embed, d_hidden, seed, sigma
        As for `VanillaRNN`: training starts from exactly that network. The seed also chooses
        the held-out lines and the order of the lines in each epoch. The default sigma is larger
        than the model's own: started at 0.1, the embeddings move the state so little that the
        same number of epochs does not teach the network to carry the verb to the blank.
    epochs, batch_size
        Passes over the training lines, and lines per update.
    learning_rate
        Adam's step size in the first epoch; it falls linearly to zero at the end.
    max_norm
        Largest norm of all gradients together; see `clip_by_global_norm`.
    held_out, split_by
        As for `split_sentences`; a share of 0 trains on every line.
    """
    vocabulary = corpus_vocabulary()
    sentences = verb_sentences()
    training, out = (
        split_sentences(sentences, held_out, seed, split_by) if held_out else (sentences, [])
    )
    ids = encode_lines([sentence.text for sentence in training], vocabulary)
    out_ids = encode_lines([s.text for s in out], vocabulary) if out else None

    model = VanillaRNN(len(vocabulary), d_embed, d_hidden, seed, sigma=sigma)
    parameters = {name: getattr(model, name) for name in PARAMETERS}
    adam = Adam(parameters, learning_rate)
    rng = np.random.default_rng(seed)
    losses, held_out_losses = [], []
    for epoch in range(epochs):
        adam.learning_rate = learning_rate * (1 - epoch / epochs)
        order = rng.permutation(len(ids))
        batch_losses = []
        for start in range(0, len(ids), batch_size):
            loss, gradients = loss_and_gradients(model, ids[order[start : start + batch_size]])
            clip_by_global_norm(gradients, max_norm)
            adam.step(gradients)
            batch_losses.append(loss)
        losses.append(float(np.mean(batch_losses)))
        if out_ids is not None:
            held_out_losses.append(mean_loss(model, out_ids))
    return TrainingRun(
        parameters=parameters,
        losses=tuple(losses),
        held_out_losses=tuple(held_out_losses),
        held_out=tuple(sentence.text for sentence in out),
    )


def _states(model: VanillaRNN, x: NDArray[Any]) -> NDArray[Any]:
    """Return the states (B, T, d_hidden) after each of the embeddings x (B, T, d_embed)."""
    h = np.zeros((len(x), len(model.b_h)), x.dtype)  # (B, d_hidden)
    states = np.empty((*x.shape[:2], len(model.b_h)), x.dtype)
    for t in range(x.shape[1]):
        h = np.tanh(h @ model.W_hh.T + x[:, t] @ model.W_xh.T + model.b_h)
        states[:, t] = h
    return states


def _cross_entropy(logits: NDArray[Any], targets: NDArray[np.int64]) -> tuple[float, NDArray[Any]]:
    """Return the mean −log softmax(logits)[target] and its gradient at the logits (B, T, V).

    Overwrites `logits`: its memory becomes the gradient.
    """
    # In place, since these arrays are by far the largest of a step.
    shifted = logits
    shifted -= logits.max(axis=-1, keepdims=True)
    at_target = np.take_along_axis(shifted, targets[..., None], axis=-1)
    probabilities = np.exp(shifted, out=shifted)
    total = probabilities.sum(axis=-1, keepdims=True)
    probabilities /= total
    loss = float(np.mean(np.log(total) - at_target))

    gradient = probabilities
    rows = gradient.reshape(targets.size, -1)
    rows[np.arange(targets.size), targets.ravel()] -= 1
    gradient /= targets.size
    return loss, gradient
