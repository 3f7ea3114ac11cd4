"""What becomes of a run that is interrupted, or that the machine has no room for."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from char_rnn import train as program
from char_rnn.runs.results import load_results
from char_rnn.training.console import Quiet, until_interrupted

SCRIPT = Path(program.__file__)


@pytest.fixture
def folder(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has the corpus, and is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus.txt").write_bytes(corpus.read_bytes())
    return tmp_path


def test_the_step_at_which_it_happens_is_the_last() -> None:
    before = signal.getsignal(signal.SIGINT)
    done = []
    for step in until_interrupted(range(10)):
        if step == 3:
            signal.raise_signal(signal.SIGINT)
        done.append(step)
    assert done == [0, 1, 2, 3]
    assert signal.getsignal(signal.SIGINT) is before


def test_in_a_thread_which_no_signal_reaches_all_steps_are_done() -> None:
    done: list[int] = []
    thread = threading.Thread(target=lambda: done.extend(Quiet().progress(range(4))))
    thread.start()
    thread.join()
    assert done == [0, 1, 2, 3]


@pytest.mark.parametrize("quiet", [[], ["--quiet"]], ids=["aloud", "quiet"])
def test_ctrl_c_saves_the_steps_that_are_done_and_resume_goes_on(
    folder: Path, quiet: list[str]
) -> None:
    flags = ["--hidden-size", "8", "--record-interval", "500", "--dense-steps", "0"]
    command = [sys.executable, SCRIPT, *flags]
    begun = time.monotonic()
    subprocess.run([*command, "--steps", "1", "--output-dir", "short", "--quiet"], check=True)
    start = time.monotonic() - begun  # how long a run takes to reach its first step here and now
    started = subprocess.Popen(
        [*command, "--steps", "1000000", "--output-dir", "stopped", *quiet],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(timeout=1 + 2 * start)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130
    results = load_results(folder / "stopped")
    assert err == f"train.py: interrupted after step {results.step}; --resume goes on\n"
    steps = str(results.step + 300)
    assert program.main(["--resume", "--steps", steps, "--output-dir", "stopped", "--quiet"]) == 0
    assert program.main([*flags, "--steps", steps, "--output-dir", "unbroken", "--quiet"]) == 0
    for file in sorted((folder / "unbroken").iterdir()):
        assert file.read_bytes() == (folder / "stopped" / file.name).read_bytes(), file.name


def test_before_the_first_step_there_is_nothing_to_save(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "start_run", interrupt)
    assert program.main(["--steps", "10"]) == 130
    assert capsys.readouterr().err == "train.py: interrupted; nothing more was saved\n"
    assert not (folder / "output").exists()


def test_a_network_without_room_is_said_to_be_too_large(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(program, "CharRNN", full)
    assert program.main(["--hidden-size", "90000"]) == 2
    expected = "train.py: error: --hidden-size 90000: too large for the memory of this machine\n"
    assert capsys.readouterr().err == expected


def test_a_validation_loss_that_is_not_finite_ends_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "compute_val_loss", lambda *_: float("inf"))
    assert program.main(["--steps", "40", "--val-interval", "20", "--quiet"]) == 1
    assert "is not finite at step 20" in capsys.readouterr().err
