"""Four kinds of sequences: the length differs within a kind, the width of a step does not."""

import numpy as np
import pytest
from minimodel.tasks.sequence_kinds import SIDE, examples


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_kind_has_two_lengths_and_one_width(lang):
    kinds = examples(1, lang)
    assert list(kinds) == ["text", "series", "audio", "video"]
    for short, long in kinds.values():
        assert len(short) < len(long)
        assert short.shape[1:] == long.shape[1:]
    shapes = {name: (short.shape, long.shape) for name, (short, long) in kinds.items()}
    assert shapes == {
        "text": ((6, 9), (10, 9)),
        "series": ((24, 1), (40, 1)),
        "audio": ((120, 1), (200, 1)),
        "video": ((4, SIDE * SIDE), (7, SIDE * SIDE)),
    }


def test_examples_are_what_they_are_called():
    kinds = examples(1)
    np.testing.assert_array_equal(kinds["text"][0].sum(axis=1), 1)
    day = kinds["series"][1][:, 0].reshape(-1, 8)  # eight values a day, from midnight on
    assert (day[:, 4:7].mean(axis=1) > day[:, 0:3].mean(axis=1)).all()  # afternoons are warmer
    sound = np.abs(kinds["audio"][1][:, 0])
    assert sound[:50].max() > 3 * sound[-50:].max()
    centers = [np.argwhere(frame.reshape(SIDE, SIDE))[:, 1].mean() for frame in kinds["video"][1]]
    assert np.all(np.diff(centers) > 0)
