"""Code that Python refuses when it reads, compiles or runs it: a line says where and why."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from course.running.limits import Interrupted
from site_project import Project, block, faults

DEEP = "x = " + " + ".join(["1"] * 20_000)


@pytest.mark.parametrize(
    ("code", "line", "why"),
    [
        ("for x in 'ab':\n    pass\ncontinue", 8, "'continue' not properly in loop"),
        ("def f():\n    x = 1\n    global x", 8, "name 'x' is assigned to before global"),
        ("async def f():\n    yield from ()", 7, "'yield from' inside async function"),
        ("x = 1\nfrom __future__ import division", 7, "from __future__ imports must occur"),
        ("f(a=1, a=2)", 6, "keyword argument repeated"),
        ("None = 1", 6, "cannot assign to None"),
        ("class A:\n    return 3", 7, "'return' outside function"),
        (DEEP, 5, "it is nested too deeply"),
    ],
)
def test_what_python_refuses_is_told_without_running(
    project: Project, code: str, line: int, why: str
) -> None:
    project.page("# T\n\nText.\n\n" + block(code))
    told = faults(project)
    assert told.startswith(f"docs/en/labs/x.md:{line}: block 'one' is not Python: {why}")
    with pytest.raises(Exception, match="is not Python"):
        project.session().check()


@pytest.mark.parametrize("language", ["python", "text"])
def test_what_is_only_shown_may_be_anything(project: Project, language: str) -> None:
    project.page(f"# T\n\nText.\n\n```{language}\n{DEEP}\n```\n\n```{language}\nreturn 1\n```\n")
    project.session().check()


@pytest.mark.parametrize("value", [" + ".join(["1"] * 20_000), "(yield)", "9" * 5000])
def test_a_value_that_python_refuses_is_told(project: Project, value: str) -> None:
    project.page(f"# T\n\nIt is `{{python}} {value}`.\n")
    told = faults(project)
    assert told.startswith("docs/en/labs/x.md:3: the value ")
    assert "does not parse: " in told


@pytest.mark.parametrize(
    ("code", "warned"),
    [
        ("x = 'a'\nx is 'a'", "x.md:7: block 'one' warned: SyntaxWarning: \"is\" with a literal"),
        ("\nassert (1, 'always')", "x.md:7: block 'one' warned: SyntaxWarning: assertion is"),
        ("pattern = '\\w+'", "x.md:6: block 'one' warned: DeprecationWarning: invalid escape"),
    ],
)
def test_what_python_complains_of_in_the_code_is_a_warning(
    project: Project, code: str, warned: str
) -> None:
    project.page("# T\n\nText.\n\n" + block(code))
    assert warned in faults(project)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise KeyboardInterrupt('mine')", "x.md:6: block 'one' raised KeyboardInterrupt: mine."),
        (
            "class Mute(Exception):\n    def __str__(self):\n        return 3\nraise Mute",
            "x.md:9: block 'one' raised Mute: (what it says can't be told: TypeError).",
        ),
        ("raise OSError('a\\x1b]0;title\\x07')", "raised OSError: a\\x1b]0;title\\x07."),
        ("raise KeyError('\\udcff' * 2)", "raised KeyError: '\\udcff\\udcff'."),
        ("import warnings\nwarnings.warn('\\x9b31m red.')", "UserWarning: \\x9b31m red. Mend"),
        ("raise ValueError('long ' * 90_000)", "long …. Mend the code"),
        ("import sys\nsys.stderr.write('x' * 90_000)", "xxx …'. Print what readers"),
    ],
)
def test_whatever_an_error_says_it_is_a_line_of_text(
    project: Project, code: str, told: str
) -> None:
    project.page("# T\n\nText.\n\n" + block(code))
    lines = faults(project).splitlines()
    assert told in lines[0]
    assert max(map(len, lines)) < 1300


def test_an_interrupt_that_is_none_of_the_code_s_is_no_fault_of_it(project: Project) -> None:
    code = "import time\ntry:\n    time.sleep(9)\nexcept Exception:\n    pass"
    project.page("# T\n\nText.\n\n" + block(code))
    timer = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    session = project.session()
    try:
        with pytest.raises(Interrupted):
            session.prepare()
    finally:
        session.close()
        timer.join()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_one_loop_serves_all_of_a_block(project: Project) -> None:
    code = (
        "import asyncio\n\nasync def later(x):\n    await asyncio.sleep(0)\n    return x\n\n"
        "task = asyncio.create_task(later(4))\nawait task"
    )
    same = "import asyncio\nasyncio.get_event_loop_policy()._local._set_called"
    project.page("# T\n\nText.\n\n" + block(code) + "\n" + block(same, identifier="two"))
    parts = project.session().run("es", "labs/x").parts
    assert [part.output.value for part in parts if part.output] == ["4", "False"]


def test_code_that_clears_its_own_names_harms_no_other_page(project: Project) -> None:
    project.page("# A\n\nText.\n\n" + block("globals().clear()"), "a")
    project.page("# B\n\nText.\n\n" + block("lang"), "b")
    session = project.session()
    session.prepare()
    output = session.run("es", "b").parts[0].output
    assert output is not None and output.value == "'es'"
