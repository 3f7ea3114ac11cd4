"""The bytecode that processes of a test run find."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import bytecode
import pytest


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a module, whose processes may write no bytecode."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")  # which is put back afterwards
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "word.py").write_text("print('before')\n", encoding="utf-8")
    return tmp_path


def keep(project: Path, renew: bool = True) -> None:
    bytecode.keep(
        project / "kept",
        renew=renew,
        imported="this",
        sources=project / "sources",
        configuration=None,
    )


def found(project: Path) -> tuple[str, set[str]]:
    """What a process says that imports the module, and the modules whose bytecode it read."""
    run = subprocess.run(
        [sys.executable, "-v", "-c", "import this, word"],
        env={**os.environ, "PYTHONPATH": str(project / "sources")},
        capture_output=True,
        text=True,
        check=True,
    )
    read = {name for name in ("this", "word") if f"{os.sep}{name}.cpython" in matched(run.stderr)}
    return run.stdout, read


def matched(said: str) -> str:
    return "\n".join(line for line in said.splitlines() if " matches " in line)


def kept(project: Path) -> dict[str, float]:
    return {p.name: p.stat().st_mtime_ns for p in (project / "kept").rglob("*.pyc")}


def test_a_process_that_writes_none_finds_it_and_adds_nothing(project: Path) -> None:
    keep(project)
    before = kept(project)
    said, read = found(project)
    assert said.endswith("before\n")
    assert read == {"this", "word"}
    assert kept(project) == before
    assert not list((project / "sources").rglob("*.pyc"))


def test_a_changed_module_runs_as_it_is_and_is_compiled_again_in_the_next_run(
    project: Path,
) -> None:
    keep(project)
    word = project / "sources" / "word.py"
    word.write_text("print('afterwards')\n", encoding="utf-8")
    os.utime(word, (word.stat().st_mtime + 2,) * 2)  # only seconds are compared
    keep(project, renew=False)
    said, read = found(project)
    assert said.endswith("afterwards\n")
    assert read == {"this"}
    keep(project)
    said, read = found(project)
    assert said.endswith("afterwards\n")
    assert read == {"this", "word"}


def test_what_cannot_be_compiled_is_told_and_tried_again(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "sources" / "word.py").write_text("print(\n", encoding="utf-8")
    keep(project)
    assert "not everything in" in capfd.readouterr().err
    word = project / "sources" / "word.py"
    word.write_text("print('mended')\n", encoding="utf-8")
    os.utime(word, (word.stat().st_mtime + 2,) * 2)
    keep(project, renew=False)
    said, read = found(project)
    assert said.endswith("mended\n")
    assert read == {"this", "word"}
