"""What one more token costs, counted."""

from __future__ import annotations

import numpy as np
from minimodel.tasks.next_token_cost import (
    attention_memory,
    attention_multiplications,
    recurrent_memory,
    recurrent_multiplications,
)


def test_costs_count_what_is_multiplied_and_kept() -> None:
    t, d = np.array([1, 10]), 4
    assert recurrent_multiplications(t, d).tolist() == [32, 32]
    assert attention_multiplications(t, d).tolist() == [72, 144]
    assert recurrent_memory(t, d).tolist() == [4, 4]
    assert attention_memory(t, d).tolist() == [8, 80]
