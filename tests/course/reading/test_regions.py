"""Cutting named parts out of source files."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.reading.regions import RegionError, cut

SOURCE = '''"""A module."""

import math

# region constants
A = 1
B = 2
# endregion constants


class Model:
    """A model."""

    @property
    def size(self) -> int:
        # region body
        return A + B
        # endregion body


def run() -> float:
    return math.pi
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "module.py").write_text(SOURCE)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "line", "code"),
    [
        ("constants", 6, "A = 1\nB = 2\n"),
        ("run", 21, "def run() -> float:\n    return math.pi\n"),
        ("Model.size", 14, "@property\ndef size(self) -> int:\n    return A + B\n"),
        ("body", 17, "return A + B\n"),
    ],
)
def test_a_part_has_its_text_and_its_real_line(
    folder: Path, name: str, line: int, code: str
) -> None:
    region = cut(folder, "module.py", name)
    assert (region.line, region.code) == (line, code)


@pytest.mark.parametrize(
    ("extra", "name", "message"),
    [
        ("", "missing", "it has: Model, Model.size, body, constants, run"),
        ("# region open\n", "open", "has no # endregion open"),
        ("# endregion shut\n", "run", "ends unopened"),
        ("def run() -> None: ...\n", "run", "has 2 regions named 'run'"),
    ],
)
def test_what_cannot_be_cut_is_reported(folder: Path, extra: str, name: str, message: str) -> None:
    (folder / "module.py").write_text(SOURCE + extra)
    with pytest.raises(RegionError, match=message):
        cut(folder, "module.py", name)


def test_files_outside_the_folder_are_refused(folder: Path) -> None:
    (folder / "code").mkdir()
    with pytest.raises(RegionError, match="there is no file"):
        cut(folder / "code", "../module.py")
