"""Recurrent layers on top of each other: the outputs of one are the inputs of the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.dropout import Dropout
from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class Stacked(Recurrent):
    """Several recurrent layers of the same kind.

    Parameters
    ----------
    cell
        The kind of layer: `RNN`, `GRU`, `LSTM`, or any other function of (d_in, d_hidden, rng)
        that returns a `Recurrent`.
    d_in, d_hidden
        D entries of an input of the first layer and H entries of each layer's state.
    layers
        How many, at least 1.
    rng
        A generator, or a seed for one.
    dropout
        Probability with which an output of a layer is dropped on its way to the next one. The
        last layer's outputs are not dropped, and no state is (Zaremba et al. 2014).
    **options
        For each layer, such as ``forget_bias`` or ``dtype``.

    Attributes
    ----------
    layers
        The layers, the one that reads x first. Parameters are named ``0.W_xh``, ``1.W_xh`` …
    dropouts
        What stands between them.

    Raises
    ------
    ValueError
        If there are fewer layers than one.
    """

    def __init__(
        self,
        cell: Callable[..., Recurrent],
        d_in: int,
        d_hidden: int,
        layers: int,
        rng: np.random.Generator | int,
        *,
        dropout: float = 0.0,
        **options: Any,
    ) -> None:
        if layers < 1:
            raise ValueError(f"layers: expected at least 1, got {layers}")
        rng = np.random.default_rng(rng)
        stack = [cell(d_in, d_hidden, rng, **options)]
        while len(stack) < layers:
            stack.append(cell(stack[-1].d_out, d_hidden, rng, **options))
        super().__init__(
            d_in,
            d_hidden,
            d_out=stack[-1].d_out,
            state_names=stack[0].state_names,
            state_rows=sum(layer.state_rows for layer in stack),
        )
        self.layers = [self.include(str(index), layer) for index, layer in enumerate(stack)]
        self.dropouts = [Dropout(dropout, rng) for _ in stack[1:]]

    def train(self, training: bool = True) -> None:
        """Switch dropout on for training, off for everything else."""
        for dropout in self.dropouts:
            dropout.training = training

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read a batch of sequences.

        Parameters
        ----------
        x
            Inputs, (B, T, D).
        state_0
            h_0 (for the LSTM h_0, c_0), (layers, B, H) each; zeros if it is not given.

        Returns
        -------
        outputs : array of shape (B, T, H)
            The states of the last layer.
        h_n : array of shape (layers, B, H)
            Every layer's last state; for the LSTM c_n follows.

        Raises
        ------
        ValueError
            If a shape is not the expected one.
        """
        self._input_shape = x.shape
        states = self._by_layer(self.first_state(x, state_0))
        # region upward
        last = []
        for index, layer in enumerate(self.layers):
            if index:
                x = self.dropouts[index - 1].forward(x)
            x, *state_n = layer.forward(x, *states[index])
            last.append(state_n)
        return x, *self._joined(last)
        # endregion upward

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Go back through the sequences of the last `forward`.

        Parameters
        ----------
        d_outputs
            Gradient of the loss at each output, (B, T, H), or None.
        d_state_n
            Gradient at h_n (for the LSTM h_n, c_n), (layers, B, H) each, or None.

        Returns
        -------
        dx : array of shape (B, T, D)
        dh_0 : array of shape (layers, B, H)
            For the LSTM dc_0 follows.

        Raises
        ------
        ValueError
            If a shape is not the expected one, or no gradient is given.
        """
        *_, batch, steps, _ = self._input_shape
        d_outputs, d_states = self.last_gradients(batch, steps, d_outputs, d_state_n)
        by_layer = self._by_layer(d_states)
        first = []
        dx = d_outputs
        for index in reversed(range(len(self.layers))):
            dx, *d_state_0 = self.layers[index].backward(dx, *by_layer[index])
            if index:
                dx = self.dropouts[index - 1].backward(dx)
            first.append(d_state_0)
        return dx, *self._joined(first[::-1])

    def _by_layer(self, states: list[Array]) -> list[list[Array]]:
        """Cut each state's rows into those of each layer."""
        cuts = np.cumsum([layer.state_rows for layer in self.layers])[:-1]
        return [list(parts) for parts in zip(*(np.split(s, cuts) for s in states), strict=True)]

    @staticmethod
    def _joined(states: list[list[Array]]) -> list[Array]:
        return [np.concatenate(parts) for parts in zip(*states, strict=True)]
