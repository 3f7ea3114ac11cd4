"""Matrices that begin on a cache line."""

from __future__ import annotations

import numpy as np
import pytest
from char_rnn.training.alignment import aligned_zeros


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (7, 7), (64, 64), (128, 128)])
def test_zeros_of_any_shape_begin_on_a_cache_line(shape: tuple[int, int]) -> None:
    # Kept alive, so that each is given memory of its own.
    arrays = [aligned_zeros(shape) for _ in range(20)]
    for array in arrays:
        assert array.shape == shape
        assert array.ctypes.data % 64 == 0
        assert array.flags.c_contiguous
        assert not array.any()
        array += 1
    np.testing.assert_array_equal(arrays[0], np.ones(shape))
