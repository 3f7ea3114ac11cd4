"""How threads end that a test, or what it runs, leaves behind."""

from __future__ import annotations

import threading
import traceback

import pytest


def runs_into(fault: type[BaseException]) -> None:
    """Let a thread end by `fault`, and wait for it."""

    def fail() -> None:
        raise fault

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_one_that_is_told_to_end_does_so_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[object] = []
    real = traceback.format_exception

    def noted(fault: object, *arguments: object, **named: object) -> list[str]:
        made.append(fault)
        return real(fault, *arguments, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(traceback, "format_exception", noted)
    runs_into(SystemExit)
    assert not made
    runs_into(ZeroDivisionError)
    assert made == [ZeroDivisionError]
