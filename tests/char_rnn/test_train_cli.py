"""train.py as a program: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from char_rnn.runs.results import load_results
from char_rnn.train import TrainConfig, main

# Runs a command as the only child of a process, whose memory is then that child's alone.
MEASURED = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
open("kilobytes", "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)
"""
SCRIPT = Path(__file__).parents[2] / "code/char_rnn/train.py"
FLAGS = [
    "corpus",
    "output-dir",
    "steps",
    "hidden-size",
    "seq-len",
    "lr",
    "lr-decay-rate",
    "lr-decay-every",
    "momentum",
    "clip",
    "seed",
    "init",
    "activation",
    "use-embedding",
    "freeze-whh",
    "val-fraction",
    "val-interval",
    "record-interval",
    "dense-steps",
    "jacobian-interval",
    "temperature",
    "generate-length",
    "resume",
    "quiet",
]
QUICK = ["--steps", "60", "--hidden-size", "8", "--record-interval", "20", "--dense-steps", "2"]

Program = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Program:
    """Runs the program in a folder that has the corpus; returns status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus.txt").write_bytes(corpus.read_bytes())

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as left:
            status = int(left.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture(scope="module")
def default_run(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The program with all its defaults, as a reader starts it."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "corpus.txt").write_bytes(corpus.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, sys.executable, SCRIPT],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done, folder / "output"


class TestDefaultRun:
    def test_the_banner_says_what_is_trained_on_what(
        self, default_run: tuple[subprocess.CompletedProcess[str], Path]
    ) -> None:
        out = default_run[0].stdout
        assert "corpus.txt: 11,798 characters, 10,619 to train on and 1,179 held out" in out
        assert "24 characters: ' abcdefghiklmnopqrstuvwy'" in out
        assert "one-hot → 64 tanh units → softmax" in out
        assert re.search(r"parameters +7,256\n", out)
        assert re.search(r"W_hh +orthogonal, spectral radius 1\.000\n", out)

    def test_there_is_a_line_each_thousand_steps_and_a_sample_each_five_thousand(
        self, default_run: tuple[subprocess.CompletedProcess[str], Path]
    ) -> None:
        out = default_run[0].stdout
        line = (
            r"^step +([\d,]+)  loss \d\.\d{4}  grad norm +[\d.]+ (?:clipped| {7})"
            r"  lr 0\.01  rho \d\.\d{3}$"
        )
        found = re.findall(line, out, re.MULTILINE)
        assert [int(step.replace(",", "")) for step in found] == [*range(1_000, 30_001, 1_000)]
        assert len(re.findall(r"^    [a-z ]{100}$", out, re.MULTILINE)) == 6

    def test_the_summary_closes_it(
        self, default_run: tuple[subprocess.CompletedProcess[str], Path]
    ) -> None:
        closing = default_run[0].stdout.split("done", 1)[1]
        for said in ("30,000 steps", "3.178", "nats per character", "output: 200 records"):
            assert said in closing
        assert default_run[0].stderr == ""  # no bar without a terminal

    def test_it_learns_to_about_the_entropy_of_the_text(
        self, default_run: tuple[subprocess.CompletedProcess[str], Path]
    ) -> None:
        results = load_results(default_run[1])
        assert np.mean(results.curves["loss"][-1_000:]) == pytest.approx(0.40, abs=0.02)
        assert results.records["spectral_radius"][-1] == pytest.approx(1.6, abs=0.15)
        assert results.step == 30_000

    def test_its_memory_and_its_folder_are_small(
        self, default_run: tuple[subprocess.CompletedProcess[str], Path]
    ) -> None:
        kilobytes = int((default_run[1].parent / "kilobytes").read_text(encoding="utf-8"))
        assert kilobytes < 200_000
        assert sum(path.stat().st_size for path in default_run[1].iterdir()) < 30e6


def test_every_flag_is_explained(run: Program) -> None:
    status, out, _ = run("--help")
    assert status == 0
    assert [field.name.replace("_", "-") for field in fields(TrainConfig)] == FLAGS
    for flag in FLAGS:
        assert f"--{flag}" in out


def test_it_runs_as_a_module_too(corpus: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "char_rnn.train", "--corpus", corpus, *QUICK],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "60 steps" in done.stdout


def test_it_ends_quietly_when_nobody_reads_on(corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, SCRIPT, "--corpus", corpus, "--hidden-size", "8"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline().startswith("corpus")
        program.stdout.close()
        assert program.stderr.read() == ""
        assert program.wait() == -signal.SIGPIPE


def test_one_thread_multiplies_the_matrices() -> None:
    names = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
    look = f"import char_rnn.train, os; print([os.environ[name] for name in {names}])"
    free = {name: value for name, value in os.environ.items() if name not in names}
    seen = subprocess.run(
        [sys.executable, "-c", look], env=free, capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == str(["1", "1", "1"])


def test_quiet_prints_nothing_and_trains_all_the_same(run: Program, tmp_path: Path) -> None:
    assert run(*QUICK, "--quiet", "--output-dir", "silent") == (0, "", "")
    assert run(*QUICK, "--output-dir", "loud")[1]
    first, second = load_results(tmp_path / "silent"), load_results(tmp_path / "loud")
    np.testing.assert_array_equal(first.curves["loss"], second.curves["loss"])


def test_resume_goes_on_with_the_flags_of_the_run(run: Program, tmp_path: Path) -> None:
    run(*QUICK, "--lr", "0.02", "--output-dir", "parts")
    status, out, err = run("--resume", "--steps", "90", "--output-dir", "parts")
    assert (status, err) == (0, "")
    assert "resumed       after step 60" in out
    run(*QUICK, "--lr", "0.02", "--steps", "90", "--output-dir", "whole")
    for path in (tmp_path / "whole").iterdir():
        assert path.read_bytes() == (tmp_path / "parts" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--steps 0", "--steps 0: must be at least 1"),
        ("--steps many", "--steps: 'many' is no value of type int"),
        ("--hidden-size -4", "--hidden-size -4: must be at least 1"),
        ("--seq-len 0", "--seq-len 0: must be at least 1"),
        ("--lr 0", "--lr 0.0: must be above 0"),
        ("--lr nan", "--lr nan: must be finite"),
        ("--lr-decay-rate -1", "--lr-decay-rate -1.0: must be above 0"),
        ("--lr-decay-rate 2", "--lr-decay-rate 2.0: must be at most 1"),
        ("--hidden-size 1000000", "--hidden-size 1000000: must be at most 100,000"),
        ("--steps 99999999999999999999999", "must be at most 1,000,000,000"),
        ("--generate-length 100000000000", "must be at most 1,000,000"),
        ("--lr-decay-every -1", "--lr-decay-every -1: must be at least 0"),
        ("--momentum 1", "--momentum 1.0: must be below 1"),
        ("--clip -5", "--clip -5.0: must be at least 0"),
        ("--seed -1", "--seed -1: must be at least 0"),
        ("--init zeros", "--init zeros: must be one of orthogonal, xavier, random"),
        ("--activation elu", "--activation elu: must be one of tanh, relu, sigmoid"),
        ("--val-fraction 1", "--val-fraction 1.0: must be below 1"),
        ("--val-interval -1", "--val-interval -1: must be at least 0"),
        ("--record-interval -1", "--record-interval -1: must be at least 0"),
        ("--dense-steps -1", "--dense-steps -1: must be at least 0"),
        ("--jacobian-interval -1", "--jacobian-interval -1: must be at least 0"),
        ("--temperature 0", "--temperature 0.0: must be above 0"),
        ("--generate-length 0", "--generate-length 0: must be at least 1"),
        ("--nonsense 3", "unknown arguments: --nonsense 3"),
        ("--corpus no.txt", "--corpus no.txt: there is no such file; run generate_corpus.py"),
        ("--corpus .", "--corpus .: cannot be read: Is a directory"),
        ("--corpus empty.txt", "--corpus empty.txt: the file has no text"),
        ("--corpus latin.txt", "--corpus latin.txt: is not text in UTF-8"),
        ("--corpus short.txt", "--seq-len 25: the corpus has 9 characters to train on"),
        ("--output-dir corpus.txt", "--output-dir corpus.txt: cannot be written"),
        ("--output-dir /dev/null/x", "--output-dir /dev/null/x: cannot be written"),
        ("--resume", "--resume: output/checkpoint.npz does not exist"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_status_2(
    run: Program, tmp_path: Path, arguments: str, said: str
) -> None:
    (tmp_path / "empty.txt").write_text(" \n ", encoding="utf-8")
    (tmp_path / "short.txt").write_text("too little", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    before = sorted(tmp_path.rglob("*"))
    status, out, err = run(*arguments.split())
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert said in err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--hidden-size 9", "--hidden-size 9: the checkpoint in output was made with 8"),
        ("--lr 0.5", "--lr 0.5: the checkpoint in output was made with 0.01"),
        ("--use-embedding", "--use-embedding True: the checkpoint in output was made with False"),
        ("--steps 10", "--steps 10: the checkpoint is at step 60 already"),
        ("--corpus other.txt", "--corpus other.txt: is not the text that the checkpoint"),
    ],
)
def test_a_checkpoint_of_another_run_is_refused(
    run: Program, tmp_path: Path, arguments: str, said: str
) -> None:
    run(*QUICK)
    (tmp_path / "other.txt").write_text("the boy see the dog " * 20, encoding="utf-8")
    before = {path: path.read_bytes() for path in (tmp_path / "output").iterdir()}
    status, out, err = run("--resume", *arguments.split())
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert said in err
    assert {path: path.read_bytes() for path in (tmp_path / "output").iterdir()} == before


def test_a_checkpoint_that_is_damaged_or_of_another_shape_is_refused(
    run: Program, tmp_path: Path
) -> None:
    run(*QUICK)
    path = tmp_path / "output" / "checkpoint.npz"
    arrays = dict(np.load(path))
    np.savez(path, **(arrays | {"W_hh": np.eye(5)}))
    status, _, err = run("--resume")
    assert status == 2
    assert "has a (5, 5) W_hh, where the flags ask for one of shape (8, 8)" in err
    path.write_bytes(path.read_bytes()[:1_000])
    status, _, err = run("--resume")
    assert status == 2
    assert err.startswith("train.py: error: --resume: output/checkpoint.npz cannot be read")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--steps 0", "--steps 0: debe ser como mínimo 1"),
        ("--init zeros", "--init zeros: debe ser uno de orthogonal, xavier, random"),
        ("--nonsense 3", "argumentos desconocidos: --nonsense 3 (consulta --help)"),
        ("--corpus no.txt", "--corpus no.txt: no existe ese archivo"),
        ("--seq-len 20000", "--seq-len 20000: el corpus tiene 10619 caracteres"),
        ("--output-dir corpus.txt", "--output-dir corpus.txt: no se puede escribir: "),
        ("--resume", "--resume: output/checkpoint.npz no existe"),
        ("--lr 1e300 --quiet", "--lr 1e+300: el entrenamiento diverge"),
    ],
)
def test_what_is_wrong_is_said_in_the_readers_language(
    run: Program, arguments: str, said: str
) -> None:
    status, out, err = run(*arguments.split(), "--lang", "es")
    assert (status in (1, 2), out) == (True, "")
    assert err.startswith(f"train.py: error: {said}")
    assert len(err.splitlines()) == 1


def test_a_run_speaks_spanish_and_the_next_one_english(run: Program) -> None:
    status, out, _ = run(*QUICK, "--lang", "es")
    assert status == 0
    assert "11.798 caracteres, 10.619 para entrenar" in out
    assert "W_hh          orthogonal, radio espectral 1,000\n" in out
    assert "una predicción uniforme cuesta 3,178 nats" in out
    assert "a uniform guess costs 3.178 nats" in run(*QUICK)[1]
    status, out, _ = run("--lang", "es", "--help")
    assert status == 0
    assert "tasa de aprendizaje (por defecto: 0.01)" in " ".join(out.split())


def test_the_locale_decides_the_language(run: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    assert "debe ser mayor que 0" in run("--lr", "0")[2]


def test_divergence_is_one_line_and_status_1(run: Program) -> None:
    status, _, err = run(*QUICK, "--lr", "1e300")
    assert status == 1
    assert len(err.splitlines()) == 1
    assert "--lr 1e+300" in err
    assert "not finite at step 2; try a smaller --lr" in err
