"""A folder with a student's files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ANSWERS = Path(__file__).with_name("answers")


@pytest.fixture
def answer(tmp_path: Path) -> Callable[..., Path]:
    """Put one of `answers/` into a folder, with some of its text replaced."""

    def put(file: str, replace: Sequence[Sequence[str]] = ()) -> Path:
        text = (ANSWERS / file).read_text(encoding="utf-8")
        for old, new in replace:
            assert old in text, f"{file} has no {old!r}"
            text = text.replace(old, new)
        (tmp_path / file).write_text(text, encoding="utf-8")
        return tmp_path

    return put
