"""What the front matter names is begun before any page is run, and never waited for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from course.running.computations import Computations
from course.texts.errors import CourseErrors
from site_project import Project, block, spanish

SCORE = "from minimodel.ngrams.comparison import score"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The arguments of all that is begun, in order; no worker is started."""
    calls: list[Any] = []

    def begin(self: Computations, computation: Any, given: list[Any]) -> list[str]:
        calls.extend(dict(arguments) for arguments in given)
        return [repr(arguments) for arguments in given]

    monkeypatch.setattr(Computations, "begin", begin)
    monkeypatch.setattr(Computations, "run", lambda self, c, calls: [None] * len(calls))
    yield calls


def faults(project: Project) -> str:
    with pytest.raises(CourseErrors) as caught:
        project.session().prepare()
    return str(caught.value)


def write(project: Project, head: str, *blocks: str, path: str = "labs/x") -> None:
    body = "# T\n\n" + "\n".join(blocks)
    project.page(f"---\ncomputations: [{head}]\n---\n{body}", path, es=spanish(body))


def test_a_block_is_run_up_to_its_first_long_computation(
    project: Project, begun: list[Any]
) -> None:
    code = f"{SCORE}\nscore.map([dict(n=n, k=1.0) for n in (1, 2)])\nmissing = missing"
    project.page("# T\n\nText.\n", "labs/first")
    write(project, "one", block(code), path="labs/second")
    assert "name 'missing' is not defined" in faults(project)  # only when the page itself ran
    assert begun[:2] == [{"n": 1, "k": 1.0}, {"n": 2, "k": 1.0}]


def test_each_language_begins_its_own(project: Project, begun: list[Any]) -> None:
    write(project, "one", block(f"{SCORE}\n_ = score(n=len(lang), k=1.0, by=lang)"))
    project.session().prepare()
    assert [call["by"] for call in begun] == ["en", "es"]


def test_nothing_is_begun_twice_by_a_server(project: Project, begun: list[Any]) -> None:
    write(project, "one", block(f"{SCORE}\n_ = score(n=1, k=1.0)"))
    session = project.session()
    session.prepare()
    before = len(begun)
    session.prepare()
    assert len(begun) == before


@pytest.mark.parametrize(
    ("name", "code", "fault"),
    [
        ("two", "1", "there is no executed block 'two'"),
        ("one", "1 + 1", "block 'one', run alone, computes nothing long"),
        ("one", f"{SCORE}\n_ = score(n=order, k=1.0)", "name 'order' is not defined"),
    ],
)
def test_a_block_that_cannot_be_begun_is_reported(
    project: Project, begun: list[Any], name: str, code: str, fault: str
) -> None:
    write(project, name, block("order = 2", identifier="zero"), block(code))
    assert fault in faults(project)
    assert not begun
