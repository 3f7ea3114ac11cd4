"""What an experiment came to: counted by hand."""

from __future__ import annotations

from char_rnn.experiments.outcome import multiplications
from char_rnn.train import CharRNN


def test_multiplications_are_those_of_the_matrix_products() -> None:
    # One character: forward W_xh, W_hh, W_hy; backward the same gradients' outer products, and
    # the way back through W_hy and W_hh.
    H, V = 3, 2
    forward, outer, back = H * V + H * H + V * H, H * V + H * H + V * H, V * H + H * H
    assert multiplications(CharRNN(V, H), 4) == 4 * (forward + outer + back)
