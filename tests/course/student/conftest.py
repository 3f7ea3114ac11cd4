"""A folder with a student's files, and the checker without its process where that saves time."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from course.student import isolation, processes
from course.student.outcomes import Outcome, read
from course.student.recorder import Recorder

ANSWERS = Path(__file__).with_name("answers")


@pytest.fixture
def answer(tmp_path: Path) -> Callable[..., Path]:
    """Put one of `answers/` into a folder, or a `source` under that name, some text replaced."""

    def put(file: str, replace: Sequence[Sequence[str]] = (), source: str | None = None) -> Path:
        text = source if source is not None else (ANSWERS / file).read_text(encoding="utf-8")
        for old, new in replace:
            assert old in text, f"{file} has no {old!r}"
            text = text.replace(old, new)
        (tmp_path / file).write_text(text, encoding="utf-8")
        return tmp_path

    return put


@pytest.fixture
def same_process(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run probes in the test's process: the same probe, recorder and data, a fifth of the time.

    For wrong results only; whatever hangs, exits or floods is tested with a process of its own.
    """

    def run(
        probe: str,
        folder: Path,
        *,
        solutions: Sequence[str] = (),
        limits: Any = None,
        **options: Any,
    ) -> Outcome:
        exchange = tmp_path_factory.mktemp("exchange")
        recorder = Recorder(folder.resolve(), exchange, list(solutions), 10**6, 2 * 10**9)
        before = set(sys.modules)
        with monkeypatch.context() as patch:
            patch.syspath_prepend(folder)
            patch.setattr(sys, "argv", sys.argv)
            importlib.import_module(f"course.student.probes.{probe}").probe(recorder, **options)
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
                del sys.modules[name]
        recorder.save()
        return read(exchange)

    monkeypatch.setattr(isolation, "run", run)
    monkeypatch.setattr(processes, "AT_ONCE", 1)  # the path and its modules belong to one run
