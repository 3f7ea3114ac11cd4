"""What one of the experiments to try came to: its losses, its words, its recurrence, its work."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

# Before NumPy is loaded: it pins the matrix products to one thread.
from char_rnn.train import CharRNN, Run, init_parameters

# isort: split
import numpy as np
from numpy.typing import NDArray

from char_rnn.measures.gradients import mean_gradient
from char_rnn.measures.grammar import grammar
from char_rnn.measures.letters import fresh_text, read, read_exactly
from char_rnn.measures.lexicon import hit_rate, written_words
from char_rnn.measures.training_curves import Curve, final_loss, smoothed
from char_rnn.training.recording import eigen

LAST: Final = 1_000


@dataclass(frozen=True)
class Outcome:
    """What one experiment came to.

    Attributes
    ----------
    name, steps, seq_len
        The row, how long it trained, and T.
    parameters, multiplications
        Numbers that training changes; multiplications of one step, see `multiplications`.
    curve
        Training loss over the steps, in nats per character.
    train_loss
        Mean of the last steps.
    fresh_loss, exact_loss
        On new sentences of the grammar: the network's, and the exact predictor's.
    start_radius, spectral_radius
        Of W_hh before the first and after the last update.
    largest_singular_value
        Of W_hh after the last update.
    hit_rate
        Share of the written words that are words; 0 if no word was finished.
    gradient, start_gradient
        See `mean_gradient`: of the trained network, and of the same before training, (T,).
    clipped
        Share of the steps whose gradient was shortened.
    """

    name: str
    steps: int
    seq_len: int
    parameters: int
    multiplications: int
    curve: Curve
    train_loss: float
    fresh_loss: float
    exact_loss: float
    start_radius: float
    spectral_radius: float
    largest_singular_value: float
    hit_rate: float
    gradient: NDArray[np.float64]
    start_gradient: NDArray[np.float64]
    clipped: float

    @property
    def characters(self) -> int:
        """Return how many characters training read."""
        return self.steps * self.seq_len

    @property
    def above_floor(self) -> float:
        """What new text costs beyond what the exact predictor pays, in nats per character."""
        return self.fresh_loss - self.exact_loss

    @property
    def train_above_floor(self) -> float:
        """Final training loss less the grammar's entropy rate, in nats per character."""
        return self.train_loss - grammar().entropy_rate


def multiplications(model: CharRNN, seq_len: int) -> int:
    """Return the multiplications of a step's matrix products.

    Each weight takes part once a character forward, and twice backward: for the gradient of what
    it multiplies and for its own. One-hot inputs need neither of the last two but for W_xh's own
    gradient, which is counted as train.py computes it. A frozen W_hh costs the same: train.py
    computes its gradient and drops it.
    """
    V, H = model.W_hy.shape
    D = model.E.shape[1]
    forward = H * D + H * H + V * H
    backward = H * D + 2 * H * H + 2 * V * H
    return seq_len * (forward + backward)


@cache
def new_text() -> tuple[str, float]:
    """Return the text that all networks are measured on, and what the exact predictor pays."""
    text = fresh_text()
    return text, read_exactly(text).loss


def measured(run: Run, name: str) -> Outcome:
    """Return what one row of `EXPERIMENTS`, once trained, has come to."""
    config, model = run.config, run.model
    start = CharRNN(len(run.char2idx), config.hidden_size)
    init_parameters(start, config.init, config.seed)
    text, exact_loss = new_text()
    words = written_words(model, run.char2idx, activation=config.activation, seed=config.seed)
    return Outcome(
        name,
        config.steps,
        config.seq_len,
        model.count_parameters() - (model.W_hh.size if config.freeze_whh else 0),
        multiplications(model, config.seq_len),
        smoothed(run.losses, 80),
        final_loss(run.losses, LAST),
        read(model, text, run.char2idx, config.activation).loss,
        exact_loss,
        eigen(start.W_hh)[1],
        eigen(model.W_hh)[1],
        float(np.linalg.norm(model.W_hh, ord=2)),
        hit_rate(words) if words else 0.0,
        mean_gradient(model, run.train_ids, config.seq_len, config.activation),
        mean_gradient(start, run.train_ids, config.seq_len, config.activation),
        float(np.mean(np.array(run.grad_norms) > config.clip)),
    )
