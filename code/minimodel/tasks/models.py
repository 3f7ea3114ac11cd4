"""The five recurrent layers that the chapter compares, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike

from minimodel.nn.gru import GRU
from minimodel.nn.lstm import LSTM
from minimodel.nn.recurrent import Recurrent
from minimodel.nn.rnn import RNN

# region kept-from-the-start
KEEPING: Final = 3.0  # σ(3) ≈ 0.95: the share of the state that such a gate keeps at the start

MODELS: Final[dict[str, tuple[Callable[..., Recurrent], dict[str, Any]]]] = {
    "rnn": (RNN, {}),
    "gru": (GRU, {"gate_bias": 0.0}),
    "gru_keeping": (GRU, {"gate_bias": KEEPING}),
    "lstm": (LSTM, {"forget_bias": 0.0}),
    "lstm_keeping": (LSTM, {"forget_bias": KEEPING}),
}
# endregion kept-from-the-start


def recurrent_layer(
    model: str,
    d_in: int,
    d_hidden: int,
    rng: np.random.Generator,
    *,
    dtype: DTypeLike = np.float32,
    **options: Any,
) -> Recurrent:
    """Return a layer of one of the `MODELS`.

    Parameters
    ----------
    model
        A key of `MODELS`.
    d_in, d_hidden, rng, dtype, **options
        As for the layer. float32 halves the time of a training run, and no result of these
        tasks needs more digits.

    Raises
    ------
    ValueError
        If there is no such model.
    """
    if model not in MODELS:
        raise ValueError(f"model: {model!r} is not one of {', '.join(MODELS)}")
    layer, first = MODELS[model]
    return layer(d_in, d_hidden, rng, dtype=dtype, **first, **options)
