"""Numbers as each language writes them."""

from __future__ import annotations

import numpy as np
import pytest
from course.texts.numerals import is_number, localized


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("0.62", "0.62", "0,62"),
        ("-3", "−3", "−3"),
        ("12,345.6", "12,345.6", "12.345,6"),
        (
            "1.2e-38",
            "1.2\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10<sup>−38</sup>",
            "1,2\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10<sup>−38</sup>",
        ),
        ("43.1%", "43.1%", "43,1\N{NO-BREAK SPACE}%"),
    ],
)
def test_a_formatted_number_is_rewritten(text: str, english: str, spanish: str) -> None:
    assert localized(text, "en") == english
    assert localized(text, "es") == spanish


def test_only_single_numbers_are_numbers() -> None:
    assert all(map(is_number, (1, 0.5, np.float32(2), np.int64(3), np.array(0.5))))
    assert not any(map(is_number, (True, "1", np.zeros(2), None)))
