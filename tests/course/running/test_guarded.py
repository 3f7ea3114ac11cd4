"""What code of a page may not do, in a block and in a sentence."""

from __future__ import annotations

import threading

import pytest
from site_project import Project, block, faults

pytestmark = pytest.mark.usefixtures("as_before")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os\nos._exit(0)", "calls os._exit, which would end the build"),
        ("import posix\nposix._exit(0)", "calls os._exit, which would end the build"),
        ("import os\nos.abort()", "calls os.abort, which would end the build"),
        (
            "import os, sys\nos.execl(sys.executable, 'python', '-c', '1')",
            "calls os.execv, which would end the build",
        ),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)", "calls os.kill, which would"),
        ("import signal\nsignal.raise_signal(signal.SIGKILL)", "calls signal.raise_signal, which"),
        ("import os\nos.fork()", "calls os.fork, which would go on as a second build"),
        (
            "from multiprocessing import get_context\nget_context('fork').Process().start()",
            "calls os.fork, which would go on as a second build",
        ),
        ("import os\nos.close(1)", "calls os.close, which would silence the build"),
        (
            "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)",
            "calls signal.setitimer, which would lift",
        ),
        (
            "import os\ntry:\n    os._exit(3)\nexcept BaseException:\n    pass",
            "calls os._exit, which would end the build",
        ),
        (
            "import os\nos.posix_spawnp('sleep', ['sleep', '60'], {})",
            "calls os.posix_spawnp, which",
        ),
        ("import os\nos.system('true')", "calls os.system, which starts a program whose output"),
        ("import os\nos.write(2, b'seen by nobody')", "calls os.write, which writes where no"),
        ("import os\nos.nice(3)", "calls os.nice, which would hold for the whole build"),
        ("import os\nos.setpriority(os.PRIO_PROCESS, 0, 5)", "calls os.setpriority, which would"),
        ("import sys\nsys.setprofile(print)", "calls sys.setprofile, which would hold"),
        (
            "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (9, 9))",
            "calls resource.setrlimit, which would hold",
        ),
        (
            "import signal\nsignal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGALRM})",
            "calls signal.pthread_sigmask, which would lift its time limit",
        ),
        ("import asyncio\nasync def f(): pass\nasyncio.run(f())", "calls asyncio.run, which does"),
        ("import sys\nsys.stdout.close()", "closes sys.stdout or sys.stderr"),
        ("import sys\nwith sys.stdout:\n    print(1)", "closes sys.stdout or sys.stderr"),
        ("import sys, io\nsys.stdout = io.StringIO()", "leaves sys.stdout or sys.stderr changed"),
        ("import sys\nprint('careful', file=sys.stderr)", "writes to sys.stderr: 'careful'"),
        ("import sys\nsys.stderr.write('\\n a\\nb')", "writes to sys.stderr: 'a'"),
        ("import sys\nsys.exit()", "raised SystemExit"),
    ],
)
def test_what_would_end_copy_or_silence_the_build_is_refused(
    project: Project, code: str, message: str
) -> None:
    project.page("# T\n\nText.\n\n" + block(code))
    told = faults(project)
    assert f"block 'one' {message}" in told
    assert told.startswith("docs/en/labs/x.md:")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("'x' * 10_000_000", "its value has 10,000,002 characters, more than 1,000,000"),
        (
            "class Long:\n    def _repr_html_(self):\n        return '<b>' * 10**6\nLong()",
            "its HTML has 3,000,000 characters, more than 1,000,000",
        ),
        ("print('a\\x07b')", "what it prints holds the control character '\\x07'"),
        ("print('one\\rtwo')", "what it prints holds the control character '\\r'"),
        ("print('\\x1b[2J')", "what it prints holds the control character '\\x1b'"),
        ("print('\\ud800')", "what it prints holds the control character '\\ud800'"),
        (
            "class Red:\n    def __repr__(self):\n        return '\\x1b[31mred'\nRed()",
            "its value holds the control character '\\x1b'",
        ),
        (
            "class Endless:\n    def __repr__(self):\n        while True: pass\nEndless()",
            "still ran after 1 s",
        ),
        ("class Bad:\n    def __repr__(self):\n        return 1 / 0\nBad()", "ZeroDivisionError"),
    ],
)
def test_all_that_a_block_gives_has_limits(project: Project, code: str, message: str) -> None:
    project.page("# T\n\nText.\n\n" + block(code))
    told = faults(project, timeout=1)
    assert "block 'one'" in told
    assert message in told


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("endless()", "still ran after 1 s"),
        ("exit_now()", "raises SystemExit"),
        ("os._exit(0)", "calls os._exit, which would end the build"),
        ("print(1)", "prints"),
        ("np.log(np.zeros(1))[0]:.2f", "warns"),
        ("np.random.seed(3) or 1", "leaves NumPy's global random numbers changed"),
        ("None", "is None"),
        ("dict().get('x')", "is None"),
        ("float('nan')", "is nan, no finite number"),
        ("np.float32('inf'):.3f", "is inf, no finite number"),
        ("-math.inf", "is -inf, no finite number"),
        ("np.arange(3)", "is of the type ndarray"),
        ("[1, 2]", "is of the type list"),
        ("math", "is of the type module"),
        ("'x' * 2_000_000", "it has 2,000,000 characters"),
        ("chr(27)", "it holds the control character"),
    ],
)
def test_a_value_in_a_sentence_is_held_as_a_block_is(
    project: Project, expression: str, message: str
) -> None:
    helpers = (
        "import math, os, sys\nimport numpy as np\n"
        "def endless():\n    while True:\n        pass\n"
        "def exit_now():\n    sys.exit()"
    )
    project.page("# T\n\nText.\n\n" + block(helpers) + f"\nIt is `{{python}} {expression}`.\n")
    told = faults(project, timeout=1)
    assert "docs/en/labs/x.md:15: the value " in told
    assert message in told


def test_a_value_may_be_what_the_expression_makes_a_text_of(project: Project) -> None:
    expressions = ["str(None)", "[1, 2]!r", "f'{float(\"nan\"):.1f}'", "10**400 > 1", "'two words'"]
    sentence = " and ".join(f"`{{python}} {expression}`" for expression in expressions)
    project.page(f"# T\n\nIt is {sentence}.\n")
    run = project.session().run("en", "labs/x")
    assert run.values == ["None", "[1, 2]", "nan", "True", "two words"]


def test_a_value_is_computed_once(project: Project) -> None:
    project.page(
        "# T\n\nText.\n\n" + block("count = iter(range(9))") + "\nIt is `{python} next(count):d`,"
        " then `{python} next(count)`.\n"
    )
    assert project.session().run("en", "labs/x").values == ["0", "1"]


def test_a_block_and_a_value_may_await(project: Project) -> None:
    code = (
        "import asyncio\nasync def twice(x):\n    await asyncio.sleep(0)\n    return 2 * x\n"
        "print(await twice(1))\nasync with asyncio.timeout(9):\n    four = await twice(2)\n"
        "await twice(four)"
    )
    project.page("# T\n\nText.\n\n" + block(code) + "\nIt is `{python} await twice(8)`.\n")
    run = project.session().run("en", "labs/x")
    output = run.parts[0].output
    assert output is not None
    assert (output.stdout, output.value, run.values) == ("2\n", "8", ["16"])


def test_waiting_without_end_is_stopped(project: Project) -> None:
    project.page("# T\n\nText.\n\n" + block("import asyncio\nawait asyncio.sleep(60)"))
    assert "block 'one' still ran after 1 s" in faults(project, timeout=1)
    assert threading.active_count() < 20


def test_a_figure_has_the_limit_too(project: Project) -> None:
    code = (
        "import numpy as np\nfrom matplotlib.figure import Figure\nfigure = Figure()\n"
        "rng = np.random.default_rng(1)\n"
        "figure.subplots().scatter(*rng.normal(size=(2, 9000)), c=rng.random(9000))\nfigure"
    )
    project.page("# T\n\nText.\n\n" + block(code, 'alt="Many."'))
    told = faults(project)
    assert told.startswith("docs/en/labs/x.md:5: block 'one': its figure has 1,")
    assert "characters, more than 1,000,000. Give less" in told
