"""The sentences: balanced, with twins, and no clue that stands where it should not."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from minimodel.tasks.word_senses import (
    LABELS,
    ORDERS,
    SENSES,
    as_ids,
    batch_arrays,
    sentences,
    split,
    word_ids,
)


def test_each_order_and_each_sense_is_equally_frequent() -> None:
    counts = Counter((each.order, each.sense) for each in sentences())
    assert set(counts) == {(order, sense) for order in ORDERS for sense in range(len(LABELS))}
    assert len(set(counts.values())) == 1


def test_in_a_group_the_part_without_the_clue_is_the_same_and_the_senses_balance() -> None:
    groups: dict[tuple[str, ...], list] = {}
    for each in sentences():
        groups.setdefault(each.group, []).append(each)
    for group in groups.values():
        after = group[0].order == "after"
        seen = {
            each.tokens[: each.place + 1] if after else each.tokens[each.place :] for each in group
        }
        assert len(seen) == 1
        assert sorted(Counter(each.sense for each in group).values()) == [3, 3]


def test_the_marked_word_is_ambiguous_and_the_clue_is_on_the_named_side() -> None:
    for each in sentences():
        word = each.tokens[each.place]
        clues = SENSES[word][LABELS[each.sense]]
        (position,) = [t for t, token in enumerate(each.tokens) if token in clues]
        assert (position < each.place) == (each.order == "before")


def test_a_group_is_never_split() -> None:
    learn, held_out = split(seed=3)
    assert len(learn) + len(held_out) == len(sentences())
    assert len(held_out) == len(sentences()) // 4
    assert not {each.group for each in learn} & {each.group for each in held_out}


def test_arrays_hold_words_senses_and_places_with_padding_behind() -> None:
    batch = [sentences()[0], sentences()[-1]]
    ids, senses, mask = batch_arrays(batch)
    assert ids.shape == senses.shape == mask.shape == (2, max(len(b.tokens) for b in batch))
    for row, each in enumerate(batch):
        np.testing.assert_array_equal(ids[row, : len(each.tokens)], as_ids(each.tokens))
        assert not ids[row, len(each.tokens) :].any()
        assert np.flatnonzero(mask[row]).tolist() == [each.place]
        assert senses[row, each.place] == each.sense
    assert min(word_ids().values()) == 1


def test_an_unknown_word_is_named() -> None:
    with pytest.raises(ValueError, match="tokens: 'glacier' does not occur"):
        as_ids(["the", "glacier"])
