"""Pages whose long computations are not waited for."""

from __future__ import annotations

import threading

import pytest
from course.running.computations import Computations
from course.running.pending import Pending, PendingValue, Unfinished, Wait
from course.running.sources import Sources
from minimodel.running.long_computations import long_computation
from site_project import ROOT, Project, block

WAIT = Wait(("a", "b"))


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        ("print(answer)", True),
        ("other = [answer]", True),
        ("known.append(1)", True),  # the block above may have changed it
        ("shown()", True),  # which reads answer
        ("again()", True),  # which calls shown
        ("print(math.pi)", False),
        ("x = ready", False),
        ("x = (", False),  # running it says what is wrong
    ],
)
def test_what_a_block_left_open_stops_those_that_need_it(code: str, waits: bool) -> None:
    namespace: dict[str, object] = {}
    exec("import math\nknown = []\nready = 1", namespace)
    exec("def shown():\n    return answer\ndef again():\n    return shown()", namespace)
    unfinished = Unfinished(namespace)
    assert unfinished.needed_by(code) is None
    unfinished.leave("answer = math.floor(train()); known.append(answer)", WAIT)
    assert (unfinished.needed_by(code) == WAIT) == waits


@long_computation("a sum")
def total(first: int, second: int = 0) -> int:
    """A computation that workers can import."""
    if second < 0:
        raise ValueError("second must not be negative.")
    return first + second


def test_results_come_later_and_are_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)  # workers import this module by its name
    computations = Computations(Sources(ROOT / "code"))
    landed = threading.Event()
    computations.landed = landed.set
    calls = [{"first": 1}, {"first": 2, "second": 3}]
    try:
        with pytest.raises(Pending) as caught:
            computations.run(total, calls)
        wait = caught.value.wait
        assert computations.progress()[wait.id][1] == 2
        assert landed.wait(120)
        assert not computations.open(wait)
        assert computations.run(total, calls) == [1, 5]
        assert not computations.progress()
    finally:
        computations.close()


def test_a_call_that_failed_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)  # workers import this module by its name
    computations = Computations(Sources(ROOT / "code"))
    landed = threading.Event()
    computations.landed = landed.set
    calls = [{"first": 1, "second": -1}]
    try:
        with pytest.raises(Pending):
            computations.run(total, calls)
        assert landed.wait(120)
        for _ in range(2):
            with pytest.raises(ValueError, match="second must not be negative"):
                computations.run(total, calls)
        assert not computations.busy
    finally:
        computations.close()


class Waiting:
    """Stands for the computations of a session: asked for a result, it has none yet."""

    def __init__(self, session: object) -> None:
        self.done = False
        session.computations.run = self.run  # type: ignore[attr-defined]
        session.computations.open = lambda wait: not self.done  # type: ignore[attr-defined]

    def run(self, computation: object, calls: list[object]) -> list[int]:
        if not self.done:
            raise Pending(WAIT)
        return [42] * len(calls)


def test_a_page_shows_what_it_has_and_is_run_again_when_the_rest_is_there(
    project: Project,
) -> None:
    project.page(
        "# T\n\n"
        + block(
            "from minimodel.sequence_baselines.language_model import train_rnn\n"
            "answer = train_rnn()\nanswer"
        )
        + "\nIt is `{python} answer` and `{python} 1 + 1`.\n\n"
        + block("answer + 1", identifier="two")
        + "\n"
        + block("print('independent')", identifier="three")
    )
    session = project.session()
    waiting = Waiting(session)
    session.prepare()
    run = session.results.of("es", "labs/x")
    outputs = [part.output for part in run.parts if part.output]
    assert [output.wait for output in outputs] == [WAIT, WAIT, None]
    assert outputs[2].stdout == "independent\n"
    assert isinstance(run.values[0], PendingValue)
    assert run.values[1] == "2"
    assert not session.results.complete("labs/x")
    before = session.results.digest("es", "labs/x")
    waiting.done = True
    session.prepare()
    run = session.results.of("es", "labs/x")
    assert [part.output.value for part in run.parts if part.output] == ["42", "43", ""]
    assert run.values == ["42", "2"]
    assert session.results.complete("labs/x")
    assert session.results.digest("es", "labs/x") != before
    fresh = project.session()
    Waiting(fresh).done = True
    fresh.prepare()
    assert fresh.results.of("es", "labs/x").values == run.values
