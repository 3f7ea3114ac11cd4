"""The same measurement on a vanilla RNN before and after training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.forward.analysis import canonical_tokens
from minimodel.labs.vanishing.measurement import gradient_norms, norms, vanilla_rnn
from minimodel.sequence_baselines.bptt import rnn_gradients
from minimodel.sequence_baselines.language_model import TrainingRun
from minimodel.sequence_baselines.rnn import VanillaRNN

TRAINING_SIGMA: Final = 0.3  # where `train_rnn` begins


@dataclass(frozen=True)
class TrainingComparison:
    """Gradient norms of three vanilla RNNs.

    ``"lab"`` is the lab's own, ``"before"`` the one that training begins with, ``"after"`` the
    one that it ends with.

    Attributes
    ----------
    sequence
        g_0 … g_T of each on the lab's sequence, (T + 1,).
    lines
        Median over the held-out lines of g_t / g_8 for t = 0 … 8, where the loss asks for the
        third verb, which is the ninth token, (9,).
    """

    sequence: dict[str, NDArray[Any]]
    lines: dict[str, NDArray[Any]]


def compare_training(run: TrainingRun) -> TrainingComparison:
    """Measure the decay before and after training.

    Raises
    ------
    ValueError
        If `run` held no lines out.
    """
    if not run.held_out:
        raise ValueError("run: it held no lines out; train with held_out above 0")
    models = {
        "lab": vanilla_rnn(),
        "before": vanilla_rnn(sigma=TRAINING_SIGMA),
        "after": run.model(),
    }
    return TrainingComparison(
        sequence={name: gradient_norms(model) for name, model in models.items()},
        lines={name: _over_lines(model, run.held_out) for name, model in models.items()},
    )


def blank_norms(model: VanillaRNN, line: str) -> NDArray[Any]:
    """Return g_0 … g_8 for the loss at a line's third verb, shape (9,)."""
    ids = corpus_vocabulary().encode(tokenize(line))
    blank = len(canonical_tokens())
    return norms(rnn_gradients(model, ids[:blank], ids[blank]).dh)


def _over_lines(model: VanillaRNN, lines: Sequence[str]) -> NDArray[Any]:
    g = np.stack([blank_norms(model, line) for line in lines])
    median: NDArray[Any] = np.median(g / g[:, -1:], axis=0)
    return median
