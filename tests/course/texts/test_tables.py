"""A file of TOML that is none is one clear fault, wherever it is read."""

from __future__ import annotations

import pytest
from course.texts.errors import CourseError
from course.texts.tables import toml_table


def test_what_is_toml_is_read() -> None:
    assert toml_table('[a]\nb = "c"\n', "docs/x.toml") == {"a": {"b": "c"}}


@pytest.mark.parametrize("text", ["[a", "a = b", "a = 1\na = 2", '"a" = "b'])
def test_what_is_none_is_told_with_its_file_and_place(text: str) -> None:
    with pytest.raises(CourseError, match=r"docs/x\.toml: this is no TOML: .*\(at ") as fault:
        toml_table(text, "docs/x.toml", "Write it so.")
    assert (fault.value.file, fault.value.fix) == ("docs/x.toml", "Write it so.")
