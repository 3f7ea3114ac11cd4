"""`mkdocs serve` says of itself which of its files it has not read again."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from course.serving import outdated
from course.serving.outdated import Outdated


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `course` of which two modules have been imported."""
    folder = tmp_path / "code" / "course"
    for name in ("student.catalogue", "student.checks.gates"):
        file = folder / f"{name.replace('.', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("LABS = 1\n", encoding="utf-8")
        module = ModuleType(f"course.{name}")
        module.__file__ = str(file)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    (folder / "texts").mkdir()
    (folder / "texts" / "messages.toml").write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr(outdated, "PACKAGE", folder)
    return folder


@pytest.mark.parametrize("name", ["student/catalogue.py", "texts/messages.toml"])
def test_a_file_that_was_edited_is_named_until_it_is_as_it_was(package: Path, name: str) -> None:
    known = Outdated()
    assert known.faults() == []
    file = package / name
    before = file.read_text(encoding="utf-8")
    file.write_text(before + "# more\n", encoding="utf-8")
    (fault,) = known.faults()
    assert fault.file == f"code/course/{name}"
    assert "has changed since mkdocs serve was started" in fault.cause
    assert fault.fix.startswith("Stop mkdocs serve and start it again")
    assert known.faults() == [fault]
    file.write_text(before, encoding="utf-8")
    assert known.faults() == []
    file.unlink()
    assert [each.file for each in known.faults()] == [f"code/course/{name}"]


def test_what_is_packed_anew_in_every_build_may_change(package: Path) -> None:
    known = Outdated()
    (package / "student/checks/gates.py").write_text("LABS = 2\n", encoding="utf-8")
    (package / "student/new.py").write_text("LABS = 2\n", encoding="utf-8")
    assert known.faults() == []


def test_a_module_that_is_imported_later_counts_from_then_on(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Outdated()
    late = ModuleType("course.late")
    late.__file__ = str(package / "late.py")
    (package / "late.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "course.late", late)
    assert known.faults() == []
    (package / "late.py").write_text("x = 2\n", encoding="utf-8")
    assert [each.file for each in known.faults()] == ["code/course/late.py"]
