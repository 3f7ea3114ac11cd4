"""Which files code depends on, and taking them up again when they change."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.running.sources import Sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "minimodel/__init__.py": "",
        "minimodel/a.py": "from . import b\n",
        "minimodel/b.py": "from minimodel.deep.c import thing\n",
        "minimodel/deep/__init__.py": "",
        "minimodel/deep/c.py": "import numpy\nthing = 1\n",
        "minimodel/apart.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_imports_are_followed(folder: Path) -> None:
    found = Sources(folder).dependencies("from minimodel.a import b\nimport os")
    names = {path.relative_to(folder / "minimodel").as_posix() for path in found}
    assert names == {"__init__.py", "a.py", "b.py", "deep/__init__.py", "deep/c.py"}


def test_a_digest_changes_with_what_the_code_uses_and_nothing_else(folder: Path) -> None:
    sources = Sources(folder)
    code = "import minimodel.a"
    before = sources.digest(code)
    (folder / "minimodel" / "apart.py").write_text("changed = True\n")
    assert sources.digest(code) == before
    (folder / "minimodel" / "deep" / "c.py").write_text("thing = 2\n")
    assert sources.digest(code) != before


def test_data_beside_a_module_counts(folder: Path) -> None:
    sources = Sources(folder)
    before = sources.digest("import minimodel.deep.c")
    (folder / "minimodel" / "deep" / "labels.toml").write_text("a = 1\n")
    assert sources.digest("import minimodel.deep.c") != before
