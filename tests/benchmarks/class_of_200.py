"""Judge a class of 200: copies of right and wrong answers that the tests keep, one line each."""

from __future__ import annotations

import argparse
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
HANGS = 4  # folders of the class whose code never ends


def make(place: Path, students: int) -> None:
    """Write the folders: a third hands in lab 02, a third lab 03, a third train-step."""
    right = (ANSWERS / "train_step.py").read_text(encoding="utf-8")
    wrong = [*tomllib.loads((ANSWERS / "wrong_train_step.toml").read_text()).values()]
    for number in range(students):
        folder = place / f"student {number:03}"
        folder.mkdir()
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
        (folder / "train_step.py").write_text(source, encoding="utf-8")
    for folder in sorted(place.iterdir())[2 : 3 * HANGS : 3]:
        (folder / "train_step.py").write_text("while True:\n    pass\n", encoding="utf-8")


def main() -> None:
    """Make the class, judge it, and print how long that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        make(place, options.students)
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
    lines = ran.stdout.splitlines()[1:]
    assert len(lines) == options.students, f"{len(lines)} lines for {options.students} students"
    states = Counter(line.split(",")[2] for line in lines)
    print(f"{options.students} folders, {HANGS} of them endless: {seconds:.0f} s; {dict(states)}")


if __name__ == "__main__":
    main()
