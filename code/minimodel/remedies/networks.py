"""The networks that the page on remedies compares: one number from a sequence, in fifteen ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.nn.gru import GRU
from minimodel.nn.linear import Linear
from minimodel.nn.lstm import LSTM
from minimodel.nn.module import Module
from minimodel.nn.recurrent import Recurrent
from minimodel.nn.rnn import RNN
from minimodel.remedies.attention import Attention
from minimodel.remedies.leaky import LeakyRNN
from minimodel.remedies.normalized import NormalizedRNN
from minimodel.remedies.rectified import RectifiedRNN
from minimodel.remedies.skip import SkipRNN
from minimodel.tasks.models import KEEPING

Array = NDArray[Any]

D_HIDDEN: Final = 32
SKIP: Final = 10
LEAK: Final = 0.1

# region remedies
LAYERS: Final[dict[str, tuple[Callable[..., Recurrent], dict[str, Any]]]] = {
    "plain": (RNN, {}),
    "scaled": (RNN, {}),
    "orthogonal": (RNN, {"recurrent_init": "orthogonal"}),
    "identity": (RNN, {"recurrent_init": "identity"}),
    "rectified": (RectifiedRNN, {}),
    "irnn": (RectifiedRNN, {"recurrent_init": "identity"}),
    "leaky": (LeakyRNN, {"leak": LEAK}),
    "layer_norm": (NormalizedRNN, {}),
    "gru": (GRU, {"gate_bias": 0.0}),
    "gru_keeping": (GRU, {"gate_bias": KEEPING}),
    "lstm": (LSTM, {"forget_bias": 0.0}),
    "lstm_keeping": (LSTM, {"forget_bias": KEEPING}),
    "skip": (SkipRNN, {"skip": SKIP}),
    "attention": (RNN, {}),
}
# endregion remedies


class Regression(Module):
    """One number from a sequence: from the last state, or through attention from all of them.

    Parameters
    ----------
    remedy
        A key of `LAYERS`.
    rng
        A generator, or a seed for one; with `Generators` as many networks side by side.
    d_in
        Entries of an input.
    dtype
        Type of all parameters.

    Attributes
    ----------
    recurrent, attention, readout
        The parts; `attention` is None except for the remedy of that name.

    Raises
    ------
    ValueError
        If there is no such remedy.
    """

    def __init__(
        self,
        remedy: str,
        rng: np.random.Generator | int,
        *,
        d_in: int = 1,
        dtype: DTypeLike = np.float32,
    ) -> None:
        super().__init__()
        if remedy not in LAYERS:
            raise ValueError(f"remedy: {remedy!r} is not one of {', '.join(LAYERS)}")
        rng = np.random.default_rng(rng)
        layer, options = LAYERS[remedy]
        self.recurrent = self.include(
            "recurrent", layer(d_in, D_HIDDEN, rng, dtype=dtype, **options)
        )
        self.readout = self.include("readout", Linear(D_HIDDEN, 1, rng, dtype=dtype))
        if remedy == "scaled":
            self.recurrent.params["W_hh"] *= 3**0.5
        self.attention: Attention | None = None
        if remedy == "attention":
            self.attention = self.include("attention", Attention(D_HIDDEN, rng, dtype=dtype))

    def forward(self, x: Array) -> Array:
        """Return one number a sequence, (B, 1), from x (B, T, d_in)."""
        states, h_n, *_ = self.recurrent.forward(x)
        if self.attention is not None:
            return self.readout.forward(self.attention.forward(states))
        return self.readout.forward(h_n[0])

    def backward(self, dy: Array) -> Array:
        """Return dx (B, T, d_in), from dy (B, 1)."""
        dh = self.readout.backward(dy)
        if self.attention is not None:
            return self.recurrent.backward(self.attention.backward(dh))[0]
        return self.recurrent.backward(None, dh[None])[0]
