"""Many folders in one run: a line each, in order, whatever a folder does to the one that judges."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from course import cli
from course.student import many, verdicts
from course.student.verdicts import Verdict

ANSWER = Path(__file__).with_name("answers") / "train_step.py"
START = "import os\n\n\ndef train_step(tokens, w_emb, w_h, w_out, h0, lr):\n"
FOLDERS = {
    "Ana Núñez": ANSWER.read_text(encoding="utf-8"),
    "empty": None,
    "hostile": START + "    os.kill(os.getppid(), 9)\n",
    "floods": START + "    while True:\n        print('x' * 10**6)\n",
    "elsewhere": START + "    open(os.path.dirname(__file__) + '/../stolen.txt', 'w')\n",
    "=wrong": START + "    return w_out.ravel()\n",
}


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of a class, and nothing else."""
    place, scratch = tmp_path / "class", tmp_path / "scratch"
    scratch.mkdir()
    for name, source in FOLDERS.items():
        (place / name).mkdir(parents=True)
        if source is not None:
            (place / name / "train_step.py").write_text(source, encoding="utf-8")
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.chdir(place)
    return place


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "course.cli", "check", *arguments, "--lang", "en"]


def test_a_class_is_judged_line_by_line_and_two_at_once_do_not_meet(
    group: Path, tmp_path: Path
) -> None:
    running = [
        subprocess.Popen(
            command(*FOLDERS, form),
            cwd=group,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for form in ("--csv", "--json")
    ]
    (table, said), (document, also_said) = (each.communicate(timeout=120) for each in running)
    assert [each.returncode for each in running] == [1, 1], said + also_said
    assert not said + also_said
    rows = {row["folder"].lstrip("'"): row for row in csv.DictReader(io.StringIO(table))}
    assert list(rows) == list(FOLDERS)
    assert rows["Ana Núñez"]["state"] == "passed"
    assert rows["Ana Núñez"]["passed"] == rows["Ana Núñez"]["total"]
    assert int(rows["Ana Núñez"]["total"]) > 10
    assert rows["empty"]["state"] == "missing"
    assert "prints more than 1 MB" in rows["floods"]["found"]
    assert rows["=wrong"]["folder"] == "'=wrong"  # no spreadsheet takes it for a formula
    assert rows["=wrong"]["first"]
    if sys.platform == "linux":  # where the code is confined, both are refused where they try
        assert "PermissionError" in rows["hostile"]["found"]
        assert "PermissionError" in rows["elsewhere"]["found"]
    found = json.loads(document)
    assert found["format"] == verdicts.FORMAT
    for row, result in zip(rows.values(), found["results"], strict=True):
        assert row["state"] == result["state"]
        assert row["found"].lstrip("'") == " ".join(result["found"].split())
    assert sum(found["summary"]["states"].values()) == len(FOLDERS)
    assert not [*(tmp_path / "scratch").iterdir()]
    assert sorted(path.name for path in group.iterdir()) == sorted(FOLDERS)


def test_a_judge_that_is_killed_costs_one_line(group: Path, monkeypatch) -> None:
    """As where the system cannot confine the student's code."""
    started = many._Judge._started
    killed = []

    def kill_the_first(self):
        process = started(self)
        if not killed:
            killed.append(process.pid)
            process.kill()
            process.wait()
        return process

    monkeypatch.setattr(many._Judge, "_started", kill_the_first)
    todo = many.jobs([Path("hostile"), Path("Ana Núñez")], [], False)
    first, second = many.judged(todo, "en", 1)
    assert first.state == "stopped"
    assert "SIGKILL" in first.found
    assert second.state == "passed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(
    group: Path, tmp_path: Path, number: signal.Signals
) -> None:
    for name in FOLDERS:
        (group / name / "train_step.py").write_text("import time\ntime.sleep(60)\n")
    scratch = tmp_path / "scratch"
    running = subprocess.Popen(
        command(*FOLDERS, "--csv", "--jobs", "2"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        end = time.monotonic() + 20
        while len([*scratch.glob("*/*")]) < 2:
            assert time.monotonic() < end
            time.sleep(0.05)
        running.send_signal(number)
        printed, said = running.communicate(timeout=20)
    finally:
        running.kill()
    assert running.returncode == 130
    assert printed.decode().split() == [",".join(verdicts.COLUMNS)]
    assert not said
    assert not [*scratch.iterdir()]


def test_what_a_killed_run_left_goes_with_the_next(group: Path, tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / "scratch" / f"course-check-{ended.pid}-x"
    mine = tmp_path / "scratch" / f"course-check-{os.getpid()}-x"
    left.mkdir()
    mine.mkdir()
    subprocess.run(command("empty", "--csv"), check=False, stdout=subprocess.DEVNULL)
    assert not left.exists()
    assert mine.exists()


def test_a_students_folder_holds_several(group: Path) -> None:
    place = group / "Ana Núñez" / "exercises" / "train-step"
    place.mkdir(parents=True)
    shutil.copy(ANSWER, place)
    found = many.jobs([Path("Ana Núñez")], [], every=True)
    states = {
        each.assignment: each.state if isinstance(each, Verdict) else each.place for each in found
    }
    assert states["train-step"] == Path("Ana Núñez", "exercises", "train-step")
    assert {state for name, state in states.items() if name != "train-step"} == {"missing"}
    assert len(many.jobs([Path("Ana Núñez")], [], every=False)) == 1
    (asked,) = many.jobs([Path("empty")], ["lab-03"], every=False)
    assert asked == Verdict("empty", "lab-03", "missing")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name what to check"),
        (["nowhere"], "nowhere is neither a lab or exercise"),
        (["empty", "--csv", "--json"], "--csv or --json, not both"),
        (["empty", "--jobs", "0"], "--jobs 0 checks nothing"),
        (["empty", "--in", "x"], "--in names the folder of one"),
        (["Ana Núñez/train_step.py"], "is a file; name a folder"),
    ],
)
@pytest.mark.usefixtures("group")
def test_misuse_is_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", *arguments, "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert len(printed.err.splitlines()) == 1
    assert not printed.out
    assert cli.main(["check", *arguments, "--lang", "es"]) == 2


def test_the_summary_says_what_failed_first() -> None:
    found = [
        Verdict("a", "lab-02", "failed", 1, 3, first="one"),
        Verdict("b", "lab-02", "failed", 1, 3, first="two"),
        Verdict("c", "lab-02", "failed", 1, 3, first="two"),
        Verdict("d", "lab-02", "passed", 3, 3),
    ]
    lines = verdicts.summary(found, "en").splitlines()
    assert lines[0] == "1 of 4 passed everything."
    assert [line.split() for line in lines[2:]] == [
        ["2", "×", "lab-02:", "two"],
        ["1", "×", "lab-02:", "one"],
    ]
