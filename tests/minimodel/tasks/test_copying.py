"""Measures of copying, on texts where the answer is plain."""

from __future__ import annotations

from minimodel.tasks.copying import known_words, longest_copy

TEXT = "to be, or not to be: that is the question"


def test_the_longest_stretch_is_found_wherever_it_stands() -> None:
    assert longest_copy("xx or not to bx", TEXT) == " or not to b"
    assert longest_copy(TEXT, TEXT) == TEXT
    assert longest_copy("zzz", TEXT) == ""


def test_known_words_leave_out_the_cut_ones_at_the_ends() -> None:
    assert known_words("uestion that is thx que", TEXT) == 2 / 3
    assert known_words("zz zz", TEXT) == 1.0
