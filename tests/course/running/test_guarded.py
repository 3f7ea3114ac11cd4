"""What code of a page may not do, in a block and in a sentence, and what it leaves behind."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from course.running import leaks
from site_project import Project, block, faults


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Whatever a test lets pages do, this process is as it was afterwards."""
    state = leaks.State()
    yield
    # What pytest and the session set up is theirs.
    expected = {"the environment", "minimodel.running.long_computations._runner"}
    assert set(state.restore()) <= expected


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
    ("code", "left"),
    [
        ("import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()", "-"),
        (
            "import threading\nwaits = threading.Event().wait\n"
            "threading.Thread(target=waits, name='waiting', daemon=True).start()",
            "the thread 'waiting'",
        ),
        (
            "from concurrent.futures import ThreadPoolExecutor\nimport time\n"
            "_ = ThreadPoolExecutor(1, 'pool').submit(time.sleep, 60)",
            "the thread 'pool_0'",
        ),
        ("import threading\nthreading.Timer(60, print).start()", "the thread 'Thread-"),
        (
            "import subprocess, sys\n"
            "_ = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])",
            "the program [",
        ),
        ("import subprocess\n_ = subprocess.run('sleep 60 &', shell=True)", "started running"),
        (
            "import os\n_ = os.popen('sleep 60 >/dev/null &').read()",
            "started running",
        ),
    ],
)
def test_what_is_left_running_is_named(project: Project, code: str, left: str) -> None:
    project.page("# T\n\nText.\n\n" + block(code))
    told = faults(project)
    assert "docs/en/labs/x.md:5: block 'one' leaves " in told
    assert f"{left}" in told


def test_a_thread_left_running_does_not_keep_the_process_from_ending(project: Project) -> None:
    code = (
        "import threading, time\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "_ = ThreadPoolExecutor(1).submit(time.sleep, 60)\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()"
    )
    project.page("# T\n\nText.\n\n" + block(code))
    program = (
        "from pathlib import Path\nfrom course.session import Session\n"
        f"Session(Path({str(project.docs)!r}), Path('code')).run('en', 'labs/x')"
    )
    start = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=50, check=False
    )
    assert "block 'one' leaves the thread" in ended.stderr
    assert time.monotonic() - start < 45


def test_threads_that_end_are_welcome(project: Project) -> None:
    code = (
        "import threading, subprocess, sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(2) as pool:\n    print(sum(pool.map(abs, [-1, 2])))\n"
        "thread = threading.Thread(target=print, args=('inside',))\nthread.start()\nthread.join()\n"
        "print(subprocess.check_output([sys.executable, '-c', 'print(7)'], text=True))"
    )
    project.page("# T\n\nText.\n\n" + block(code))
    output = project.session().run("en", "labs/x").parts[0].output
    assert output is not None
    assert output.stdout.split() == ["3", "inside", "7"]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import numpy as np\nnp.pi = 3", "numpy.pi"),
        ("import math\ndel math.tau", "math.tau"),
        ("import builtins\nbuiltins.sum = max", "builtins.sum"),
        ("from minimodel.texts import table\ntable.Table = None", "minimodel.texts.table.Table"),
        (
            "from minimodel.texts.table import Table\nTable.note = 'mine'",
            "minimodel.texts.table.Table",
        ),
        (
            "from minimodel.drawing import style\nstyle.PALETTE['ink'] = '#ff0000'",
            "minimodel.drawing.style.PALETTE",
        ),
        ("import os\nos.chdir('/')", "the working directory"),
        ("import os\nos.environ['COURSE_TRIED'] = '1'", "the environment"),
        ("import locale\nlocale.setlocale(locale.LC_ALL, 'C.UTF-8')", "the locale"),
        ("import numpy as np\nnp.set_printoptions(precision=2)", "NumPy's print options"),
        ("import numpy as np\n_ = np.seterr(all='ignore')", "NumPy's error handling"),
        ("import numpy as np\nnp.random.seed(1)", "NumPy's global random numbers"),
        ("import numpy as np\nprint(np.random.rand())", "NumPy's global random numbers"),
        ("import random\nrandom.seed(1)", "Python's global random numbers"),
        ("import sys\nsys.path.append('/elsewhere')", "sys.path"),
        ("import sys\nsys.setrecursionlimit(5000)", "the recursion limit"),
        ("import logging\nlogging.disable(50)", "the set-up of logging"),
        ("import time\ntime.perf_counter = lambda: 0.0", "time.perf_counter"),
        ("import json\njson.loads = eval", "json.loads"),
        ("import statistics\nstatistics.mean = max", "statistics.mean"),
        ("import sys\ndel sys.modules['csv']", "sys.modules['csv']"),
        ("import sys\nsys.modules['re'] = None", "sys.modules['re']"),
        ("import sys, io\nsys.stdin = io.StringIO('yes')", "sys.stdin"),
        ("import sys\nsys.argv.append('--quiet')", "sys.argv"),
        ("import sys\nsys.unraisablehook = print", "what Python calls for errors"),
        ("import threading\nthreading.excepthook = print", "what Python calls for errors"),
        (
            "import os, time\nos.environ['TZ'] = 'Asia/Tokyo'\ntime.tzset()\ndel os.environ['TZ']",
            "the time zone",
        ),
        ("import os\n_ = os.umask(0)", "the mask of file modes"),
        ("import gc\ngc.set_threshold(5)", "garbage collection"),
        ("import decimal\ndecimal.getcontext().rounding = 'ROUND_UP'", "the context of decimals"),
        ("import decimal\ndecimal.setcontext(decimal.BasicContext)", "the context of decimals"),
        ("import sys\nsys.set_int_max_str_digits(0)", "the limit of digits"),
        ("import sys\nsys.setswitchinterval(2)", "the interval of threads"),
        ("import socket\nsocket.setdefaulttimeout(3)", "the time that sockets wait"),
        ("import numpy as np\n_ = np.setbufsize(1600)", "NumPy's buffer size"),
        ("import numpy as np\n_ = np.seterrcall(print)", "NumPy's function for errors"),
        (
            "import matplotlib as mpl\nmpl.colormaps.register(mpl.colormaps['magma'], name='m')",
            "matplotlib's color maps",
        ),
        ("import signal\n_ = signal.signal(signal.SIGHUP, print)", "the handlers of signals"),
    ],
)
def test_a_page_sees_nothing_of_what_another_changed(
    project: Project, code: str, what: str
) -> None:
    project.page("# A\n\nText.\n\n" + block("x = 1") + "\n" + block(code, identifier="two"), "a")
    seen = (
        "import builtins, locale, math, os, random, sys, logging\nimport numpy as np\n"
        "from minimodel.texts.table import Table\nfrom minimodel.drawing import style\n"
        "print(np.pi, hasattr(math, 'tau'), sum, hasattr(Table, 'note'), style.PALETTE['ink'],\n"
        "      os.getcwd(), len(os.environ), locale.setlocale(locale.LC_ALL), np.geterr(),\n"
        "      np.get_printoptions(), random.getstate()[1][:3], sys.path, logging.root.level)\n"
    )
    project.page("# B\n\nText.\n\n" + block(seen), "b")

    def printed() -> str:
        output = project.session().run("en", "b").parts[0].output
        assert output is not None
        return output.stdout

    before = printed()
    assert f"docs/en/a.md:9: block 'two' leaves {what} changed" in faults(project)
    assert printed() == before
    assert np.pi == math.pi
    assert "COURSE_TRIED" not in os.environ


def test_pages_give_the_same_in_either_order(project: Project) -> None:
    texts = {
        "a": "import numpy as np\nvalues = np.random.default_rng(1).normal(size=3)\nvalues",
        "b": "from minimodel.texts.table import Table\nwith np.printoptions(precision=1):\n"
        "    print(np.random.default_rng(1).normal(size=3))",
        "c": "import numpy as np\nprint(np.ones(3) / 3, lang)",
    }
    for path, code in texts.items():
        code = code if code.startswith("import numpy") else f"import numpy as np\n{code}"
        project.page(f"# {path}\n\nIt is `{{python}} 1 / 3:.1f`.\n\n" + block(code), path)

    def outputs(order: list[str]) -> dict[str, object]:
        session = project.session()
        runs = {path: session.run("es", path) for path in order}
        return {p: (runs[p].values, [part.output for part in runs[p].parts]) for p in sorted(runs)}

    assert outputs(["a", "b", "c"]) == outputs(["c", "b", "a"])


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
