"""A student's code that fails, hangs, leaves or floods is reported as just that."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from course.student import isolation
from course.student.checklist import render
from course.student.checks.forward import check_model
from course.student.checks.train_step import check
from course.student.outcomes import Limits

QUICK = Limits(seconds=3.0, memory=10**9, printed=10**5)
IMPATIENT = Limits(seconds=1.0, memory=10**9, printed=10**5)  # for what never ends
ENDLESS = ("an endless loop", "one that swallows everything")
START = "import numpy as np\n\n\ndef train_step(tokens, w_emb, w_h, w_out, h0, lr):\n"


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., str]:
    """What the check of train-step says of a file."""

    def tell(source: str, lang: str = "en", limits: Limits = QUICK) -> str:
        (tmp_path / "train_step.py").write_text(source, encoding="utf-8")
        return render("", check(tmp_path, lang, limits), lang)

    return tell


FAILURES = {
    "exception": ("    return 1 / 0\n", "train_step.py:5 raises ZeroDivisionError: division by"),
    "its own file's line": (
        "    return helper(tokens)\n\n\ndef helper(tokens):\n    return tokens.nothing\n",
        "train_step.py:9 raises AttributeError: 'numpy.ndarray' object has no",
    ),
    "an endless loop": (
        "    while True:\n        pass\n",
        "was still running after 1 s (ordinary): an endless loop?",
    ),
    "one that swallows everything": (
        "    while True:\n        try:\n            print(1)\n        except BaseException:\n"
        "            pass\n",
        "was still running after 1 s",
    ),
    "sys.exit": ("    import sys\n    sys.exit(0)\n", "train_step.py:6 ends the program (sys.exit"),
    "os._exit": ("    import os\n    os._exit(7)\n", "the process ended in ordinary with status 7"),
    "a crash": (
        "    import os, signal\n    os.kill(os.getpid(), signal.SIGSEGV)\n",
        "the process was killed in ordinary (SIGSEGV)",
    ),
    "memory": ("    return np.ones(10**10)\n", "train_step.py:5 needs more memory than the 1 GB"),
    "printing": (
        "    while True:\n        print('x' * 1000)\n",
        "train_step.py:6 prints more than 100 kB; remove the print",
    ),
    "recursion": ("    return train_step(*[0] * 6)\n", "train_step.py:5 raises RecursionError"),
    "None": ("    pass\n", "train_step returns no w_out yet"),
    "a list of another length": ("    return [1.0]\n", "w_out has shape (1,)"),
    "a text": ("    return 'w_out'\n", "train_step returns str (5)"),
    "a matrix": ("    return w_out\n", "w_out has shape (4, 7)"),
    "text": ("    return np.array(['a'])\n", "answer is not an array of numbers: ndarray (1,)"),
    "NaN": ("    return w_out.ravel() * np.nan\n", "w_out[0] = NaN"),
    "infinity": ("    return w_out.ravel() * np.inf\n", "∞"),
    "a message that no terminal shows": (
        "    raise ValueError('\\ud800\\x1b[31m')\n",
        "train_step.py:5 raises ValueError: ��[31m",
    ),
    "a message that raises": (
        "    class Odd(Exception):\n        def __str__(self):\n            return 1 / 0\n"
        "    raise Odd\n",
        "train_step.py:8 raises Odd:",
    ),
    "a number": ("    return 3.5\n", "train_step returns float"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failures_of_a_call(told: Callable[..., str], name: str) -> None:
    body, expected = FAILURES[name]
    report = told(START + body, limits=IMPATIENT if name in ENDLESS else QUICK)
    assert expected in " ".join(report.split())
    assert "Traceback" not in report


FILES = {
    "nothing": ("x = 1\n", "train_step.py does not define train_step"),
    "not a function": ("train_step = 3\n", "train_step in train_step.py is not a function"),
    "other arguments": (
        "def train_step(tokens, w):\n    pass\n",
        "train_step.py:1: train_step takes other arguments: ",
    ),
    "not Python": ("def train_step(:\n", "train_step.py:1 is not valid Python: invalid syntax"),
    "null bytes": ("x = 1\0\n", "train_step.py"),
    "an exception": ("x = 1\ny = x.z\n", "train_step.py:2 raises AttributeError: 'int' object"),
    "exit": ("raise SystemExit\n", "train_step.py:1 ends the program"),
    "a framework": ("import numpy\nimport torch\n", "train_step.py:2 imports torch; only NumPy"),
    "part of one": ("from jax.numpy import dot\n", "train_step.py:1 imports jax.numpy.dot; only"),
    "another library": ("import scipy.linalg\n", "train_step.py:1 imports scipy.linalg; only"),
    "a hidden one": (
        START + "    __import__('tensorflow')\n",
        "train_step.py:5 imports tensorflow; only",
    ),
    "one that it excuses": (
        "try:\n    import torch\nexcept ImportError:\n    pass\n",
        "train_step.py:2 imports torch",
    ),
    "the solution": (
        "from minimodel.exercises.train_step import train_step\n",
        "the course's own solution; write it yourself",
    ),
}


@pytest.mark.parametrize("body", ["import os\nos.fork()\n", START + "    import os; os.fork()\n"])
def test_a_copy_of_the_process_tells_nothing(told: Callable[..., str], body: str) -> None:
    report = told(body, limits=QUICK)
    assert "train_step" in report
    assert "Traceback" not in report


@pytest.mark.parametrize("name", FILES)
@pytest.mark.usefixtures("same_process")
def test_files_that_cannot_be_used(
    told: Callable[..., str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, expected = FILES[name]
    if name == "a hidden one":
        monkeypatch.undo()  # that is found by the process's own import hook
    assert expected in " ".join(told(source).split())


def test_a_missing_file(tmp_path: Path) -> None:
    assert "train_step.py is not in the folder" in render("", check(tmp_path, "en", QUICK), "en")


@pytest.mark.parametrize("name", ["an endless loop", "sys.exit", "os._exit", "memory", "printing"])
def test_failures_in_spanish(told: Callable[..., str], name: str) -> None:
    expected = {
        "an endless loop": "seguía en marcha tras 1 s (ordinary): ¿un bucle sin fin?",
        "sys.exit": "train_step.py:6 termina el programa (sys.exit); debería devolver",
        "os._exit": "el proceso terminó en ordinary con estado 7 (¿os._exit?)",
        "memory": "train_step.py:5 necesita más memoria que los 1 GB permitidos",
        "printing": "train_step.py:6 imprime más de 100 kB; quita ese print",
    }
    limits = IMPATIENT if name in ENDLESS else QUICK
    assert expected[name] in " ".join(told(START + FAILURES[name][0], "es", limits).split())


def test_it_neither_sees_the_environment_nor_touches_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_SECRET", "42")
    (tmp_path / "random.py").write_text("raise SystemExit('not the standard library')")
    (tmp_path / "train_step.py").write_text(
        "import os, sys\n"
        "from pathlib import Path\n"
        "assert 'COURSE_SECRET' not in os.environ\n"
        "assert sys.flags.isolated\n"
        "Path('left.txt').write_text('in the current folder')\n"
        "from helper import train_step\n"
    )
    (tmp_path / "helper.py").write_text(START + "    return w_out.ravel()\n")
    before = {path.name for path in tmp_path.iterdir()}
    report = render("", check(tmp_path, "en", QUICK), "en")
    assert "the parameters were not updated" in report
    assert {path.name for path in tmp_path.iterdir()} == before


def living(mark: str) -> list[str]:
    """Command lines of the processes that have `mark` in theirs."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            found += [command] if mark in command else []
    return found


@pytest.mark.parametrize("own_session", [False, True])
def test_what_it_started_does_not_outlive_it(tmp_path: Path, own_session: bool) -> None:
    mark = f"sleep(60.{os.getpid()}{own_session:d})"
    (tmp_path / "train_step.py").write_text(
        "import subprocess, sys, threading, time\n"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.{mark}'],"
        f" start_new_session={own_session})\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()\n"
        + START
        + "    return w_out.ravel()\n"
    )
    started = time.monotonic()
    report = render("", check(tmp_path, "en", QUICK), "en")
    assert "the parameters were not updated" in report  # it ran, and so started that process
    assert time.monotonic() - started < 20
    assert not living(mark)


CONFINED = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can confine a process")


@CONFINED
def test_it_writes_in_its_own_folder_and_nowhere_else(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    other.mkdir()
    (other / "kept.txt").write_text("mine")
    (own / "train_step.py").write_text(
        "import tempfile\nfrom pathlib import Path\n"
        "Path(__file__).with_name('decay.json').write_text('{}')\n"
        "tempfile.NamedTemporaryFile().write(b'anything')\n"
        f"there = Path({str(other)!r})\n"
        "def refused(action):\n"
        "    try:\n"
        "        action()\n"
        "    except PermissionError:\n"
        "        return\n"
        "    raise AssertionError('it could')\n"
        "refused(lambda: (there / 'new.txt').write_text('x'))\n"
        "refused(lambda: (there / 'kept.txt').write_text('x'))\n"
        "refused(lambda: (there / 'kept.txt').unlink())\n"
        "refused(lambda: (there / 'folder').mkdir())\n" + START + "    return w_out.ravel()\n"
    )
    report = render("", check(own, "en", QUICK), "en")
    assert "the parameters were not updated" in report, report
    assert (own / "decay.json").is_file()
    assert [path.name for path in other.iterdir()] == ["kept.txt"]
    assert (other / "kept.txt").read_text() == "mine"


@CONFINED
def test_one_that_writes_elsewhere_is_told_so(told: Callable[..., str]) -> None:
    report = told(START + "    open('/etc/hosts', 'a')\n" + "    return w_out\n")
    assert "train_step.py:5 raises PermissionError" in report


@CONFINED
def test_it_does_not_outlive_a_checker_that_was_killed(tmp_path: Path) -> None:
    mark = f"course-check-{os.getpid()}-killed"
    (tmp_path / mark).mkdir()
    (tmp_path / "train_step.py").write_text("import time\ntime.sleep(60)\n")
    checker = subprocess.Popen(
        [sys.executable, "-m", "course.cli", "check", "train-step", "--in", str(tmp_path)],
        env=os.environ | {"TMPDIR": str(tmp_path / mark)},
    )
    try:
        _until(lambda: living(f"{mark}/course-check"))
    finally:
        checker.kill()
        checker.wait()
    _until(lambda: not living(f"{mark}/course-check"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_check_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    scratch, folder = tmp_path / "scratch", tmp_path / "folder"
    scratch.mkdir()
    folder.mkdir()
    (folder / "train_step.py").write_text("import time\ntime.sleep(60)\n")
    checker = subprocess.Popen(
        [sys.executable, "-m", "course.cli", "check", "train-step", "--in", str(folder)],
        env=os.environ | {"TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _until(lambda: living(str(scratch)))
        checker.send_signal(number)
        printed, said = checker.communicate(timeout=20)
    finally:
        checker.kill()
    assert checker.returncode == 130
    assert not printed and not said
    assert not [*scratch.iterdir()]
    assert not living(str(scratch))
    assert [path.name for path in folder.iterdir()] == ["train_step.py"]


def _until(happened: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_results_come_back_as_data(tmp_path: Path) -> None:
    """An array of objects would need pickle; it is refused where it is made."""
    (tmp_path / "train_step.py").write_text(
        START + "    return np.array([object()] * w_out.size)\n"
    )
    outcome = isolation.run("train_step", tmp_path, limits=QUICK)
    assert outcome.failures["ordinary"].kind == "no_array"
    assert not outcome.arrays
    (tmp_path / "train_step.py").write_text(START + "    return w_out.ravel()\n")
    outcome = isolation.run("train_step", tmp_path, limits=QUICK)
    assert isinstance(outcome.arrays["ordinary/answer"], np.ndarray)


def test_its_python_finds_the_bytecode_where_the_checker_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = tmp_path / "bytecode of today"
    monkeypatch.setattr(sys, "pycache_prefix", str(prefix))
    told = f"import sys\n{START}    return np.ones(1 + (sys.pycache_prefix == {str(prefix)!r}))\n"
    (tmp_path / "train_step.py").write_text(told, encoding="utf-8")
    outcome = isolation.run("train_step", tmp_path, limits=QUICK)
    assert outcome.arrays["ordinary/answer"].size == 2
    assert not prefix.exists()


def test_a_property_that_raises_is_the_students(tmp_path: Path) -> None:
    (tmp_path / "rnn_forward.py").write_text(
        "class VanillaRNN:\n    def __init__(self, *sizes, seed=42):\n        pass\n\n"
        "    @property\n    def E(self):\n        return 1 / 0\n"
    )
    items = check_model("VanillaRNN", tmp_path, "en", QUICK).items
    assert items[0].found == "rnn_forward.py:7 raises ZeroDivisionError: division by zero"


def test_a_fault_of_the_checker_is_not_blamed_on_the_student(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="the checker is at fault"):
        isolation.run("train_step", tmp_path, limits=QUICK, unknown_option=1)
