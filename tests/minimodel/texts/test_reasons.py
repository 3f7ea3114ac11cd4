"""Why a system refuses a file: in the reader's language, as far as the catalogue knows."""

from __future__ import annotations

import errno
import os

import pytest
from minimodel.texts.labels import label
from minimodel.texts.reasons import reason


@pytest.mark.parametrize("name", ["EACCES", "EROFS", "ENOSPC", "ENAMETOOLONG", "EISDIR"])
def test_the_usual_ones_have_words_in_each_language(name):
    number = getattr(errno, name)
    problem = OSError(number, os.strerror(number), "x")
    assert reason(problem, "en") == os.strerror(number)
    assert reason(problem, "es") == label(f"system.{name}", "es") != os.strerror(number)


def test_others_are_said_as_the_system_says_them():
    assert reason(OSError(errno.ENOTTY, "Not a typewriter"), "es") == "Not a typewriter"
    assert reason(OSError("only words"), "es") == "only words"
