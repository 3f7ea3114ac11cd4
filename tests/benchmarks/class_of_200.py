"""Judge a class of 200: copies of right and wrong answers that the tests keep, one line each."""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

from minimodel.labs.forward.folder import experiment_files as lab_02
from minimodel.labs.vanishing.folder import experiment_files as lab_03

ANSWERS = Path(__file__).parents[1] / "course" / "student" / "answers"
RIGHT, WRONG = ("passed",), ("failed",)
BROKEN = ("failed", "stopped")  # a judge that a folder has cost its life says no more than that
START = "import os, sys\n\n\ndef train_step(tokens, w_emb, w_h, w_out, h0, lr):\n"
# What never ends, or means harm; none of it may pass, nor cost another folder its line.
UNKIND = {
    "endless": "while True:\n    pass\n",
    "ends its judge": START + "    os.kill(os.getppid(), 9)\n",
    "leaves": START + "    os._exit(0)\n",
    "floods": START + "    while True:\n        print('x' * 10**6)\n",
    "takes all memory": START + "    return bytearray(8 * 10**9)\n",
    "writes elsewhere": START + "    open('../../../elsewhere', 'w')\n",
    "multiplies": START + "    while True:\n        os.fork()\n",
    "deletes": START + "    import shutil\n    shutil.rmtree(os.path.dirname(os.getcwd()))\n",
}


def make(place: Path, students: int) -> dict[str, tuple[str, ...]]:
    """Write the folders, and return which verdicts each may have.

    A third hands in lab 02, a third lab 03, a third train-step, every other one unfinished or
    wrong; the first of the last third are unkind.
    """
    right = (ANSWERS / "train_step.py").read_text(encoding="utf-8")
    wrong = [*tomllib.loads((ANSWERS / "wrong_train_step.toml").read_text()).values()]
    unkind = list(UNKIND.values())
    due: dict[str, tuple[str, ...]] = {}
    for number in range(students):
        folder = place / f"student {number:03}"
        folder.mkdir()
        due[folder.name] = WRONG if number % 2 else RIGHT
        if number % 3 < 2:
            files = (lab_02, lab_03)[number % 3]("en")
            if number % 2:  # not finished
                files = {name: text for name, text in files.items() if not name.endswith(".txt")}
                files = {name: text for name, text in files.items() if name != "decay.json"}
            for name, content in files.items():
                (folder / name).write_bytes(content)
            continue
        source = right
        if number % 2:
            for old, new in wrong[number % len(wrong)].get("replace", ()):
                source = source.replace(old, new)
        if number // 3 < len(unkind):
            source, due[folder.name] = unkind[number // 3], BROKEN
        (folder / "train_step.py").write_text(source, encoding="utf-8")
    return due


def main() -> int:
    """Make the class, judge it, and say how long it took; returns 1 if a verdict is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        due = make(place, options.students)
        folders = [folder.name for folder in sorted(place.iterdir())]
        start = time.monotonic()
        ran = subprocess.run(
            [sys.executable, "-I", "-m", "course.cli", "check", *folders, "--csv", "--lang", "en"],
            cwd=place,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        seconds = time.monotonic() - start
    rows = list(csv.DictReader(ran.stdout.splitlines()))
    states = {row["folder"]: row["state"] for row in rows}
    for folder in sorted(set(due) | set(states)):
        if states.get(folder) not in due.get(folder, ()):
            print(f"{folder}: {states.get(folder)}, should be {' or '.join(due.get(folder, ()))}")
    as_due = sum(states.get(folder) in verdicts for folder, verdicts in due.items())
    print(
        f"{len(rows)} folders, {len(UNKIND)} of them endless or hostile: {seconds:.0f} s; "
        f"{as_due} verdicts right; {dict(Counter(states.values()))}"
    )
    return 0 if as_due == len(due) == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
