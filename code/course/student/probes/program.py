"""Run one of a student's files as a program, and keep what it printed, however it ended."""

from __future__ import annotations

from course.student.recorder import Recorder


def probe(recorder: Recorder, file: str) -> None:
    """Keep as ``printed`` what `file` prints."""
    recorder.values["printed"] = recorder.program(file)
