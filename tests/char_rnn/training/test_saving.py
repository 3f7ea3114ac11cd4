"""The output folder: its files, resuming to the same bits, and what survives an accident."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from char_rnn import train as program
from char_rnn.runs.results import load_results
from char_rnn.train import TrainConfig, forward, train
from char_rnn.training import saving as storage
from char_rnn.training.flags import BadInput

Config = Callable[..., TrainConfig]
FILES = {
    "checkpoint.npz",
    "config.json",
    "gradient_flow.npz",
    "jacobians.npz",
    "loss_curve.npz",
    "pca.npz",
    "records.npz",
    "step_index.json",
}
DEMANDING = {"momentum": 0.6, "lr_decay_every": 70, "use_embedding": True, "seq_len": 97}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_folder_is_loadable_with_numpy_and_json_alone(small: Config, tmp_path: Path) -> None:
    run = train(small(output_dir=str(tmp_path)))
    assert set(content(tmp_path)) == FILES
    arrays = {path.stem: dict(np.load(path, allow_pickle=False)) for path in tmp_path.glob("*.npz")}
    assert arrays["loss_curve"]["loss"].tolist() == run.losses
    assert arrays["loss_curve"]["val_step"].tolist() == [60, 120]
    for key, values in storage.stack(run.records).items():
        np.testing.assert_array_equal(arrays["records"][key], values)
    np.testing.assert_array_equal(arrays["checkpoint"]["W_hh"], run.model.W_hh)
    pca, states = arrays["pca"], arrays["records"]["hs"]
    np.testing.assert_allclose(pca["axes"] @ pca["axes"].T, np.eye(2), atol=1e-12)
    variances = np.linalg.eigvalsh(np.cov(states[-1].T))[::-1]  # the plane is the last record's
    np.testing.assert_allclose(pca["points"][-1].var(axis=0, ddof=1), variances[:2], rtol=1e-5)
    np.testing.assert_allclose(pca["explained"], variances[:2] / variances.sum(), rtol=1e-5)
    shifted = states[0] - states[-1].mean(axis=0)
    np.testing.assert_allclose(pca["points"][0], shifted @ pca["axes"].T, atol=1e-5)
    assert arrays["jacobians"]["product_norms"].shape == (3, 10)
    assert arrays["gradient_flow"]["per_step_grad_norm"].shape == (6, 10)
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    assert config["flags"]["hidden_size"] == 12
    assert config["characters"] == "".join(run.char2idx)
    index = json.loads((tmp_path / "step_index.json").read_text(encoding="utf-8"))
    assert [entry["step"] for entry in index] == [1, 2, 3, 40, 80, 120]
    assert index[-1]["text"] == run.records[-1]["text"]


def test_integers_have_64_bits_whatever_a_platform_takes(small: Config, tmp_path: Path) -> None:
    train(small(output_dir=str(tmp_path)))
    arrays = [np.load(path, allow_pickle=False) for path in tmp_path.glob("*.npz")]
    whole = [values for each in arrays for values in each.values() if values.dtype.kind == "i"]
    assert len(whole) > 5
    assert {values.dtype for values in whole} == {np.dtype(np.int64)}
    browser = [{"step": np.int32(step), "ids": np.arange(3, dtype=np.int32)} for step in (1, 2)]
    stacked = storage.stack(browser)
    assert {values.dtype for values in stacked.values()} == {np.dtype(np.int64)}
    assert stacked["step"].tolist() == [1, 2]


def test_results_come_back_with_the_trained_network(small: Config, tmp_path: Path) -> None:
    run = train(small(output_dir=str(tmp_path), use_embedding=True))
    results = load_results(tmp_path)
    assert results.step == 120
    assert results.config == run.config
    chunk, h = run.val_ids[:11], np.zeros(12)
    np.testing.assert_array_equal(
        forward(results.model, chunk, h).ps, forward(run.model, chunk, h).ps
    )
    assert results.records["hs"].shape == (6, 10, 12)


def test_a_folder_without_results_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=f"--data-dir {tmp_path}: has no checkpoint"):
        load_results(tmp_path)


@pytest.mark.parametrize("stop", [1, 55, 120])
def test_resuming_gives_the_same_bits(small: Config, tmp_path: Path, stop: int) -> None:
    whole, parts = str(tmp_path / "whole"), str(tmp_path / "parts")
    train(small(output_dir=whole, steps=200, **DEMANDING))
    train(small(output_dir=parts, steps=stop, **DEMANDING))
    train(small(output_dir=parts, steps=200, resume=True, **DEMANDING))
    assert content(Path(parts)) == content(Path(whole))


class TestAccidents:
    """A run has saved at step 50 and saves again at step 100: what if that goes wrong?"""

    @pytest.fixture
    def config(self, small: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainConfig:
        monkeypatch.setattr(program.console, "SAMPLE_EVERY", 50)
        return small(output_dir=str(tmp_path / "output"))

    @pytest.fixture
    def uninterrupted(self, config: TrainConfig, tmp_path: Path) -> dict[str, bytes]:
        train(replace(config, output_dir=str(tmp_path / "whole")))
        return content(tmp_path / "whole")

    @staticmethod
    def fail_while_writing(
        monkeypatch: pytest.MonkeyPatch, problem: BaseException, file_number: int
    ) -> None:
        real, calls = np.savez, iter(range(1_000))

        def savez(file: Any, **arrays: Any) -> None:
            if next(calls) == file_number:
                file.write(b"half of it")
                raise problem
            real(file, **arrays)

        monkeypatch.setattr(storage.np, "savez", savez)

    @pytest.mark.parametrize(
        "problem", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]
    )
    def test_a_full_disk_or_an_interrupt_leaves_the_last_checkpoint(
        self,
        config: TrainConfig,
        uninterrupted: dict[str, bytes],
        problem: BaseException,
    ) -> None:
        folder = Path(str(config.output_dir))
        with pytest.MonkeyPatch.context() as broken:
            self.fail_while_writing(broken, problem, 9)  # a save writes six
            with pytest.raises((BadInput, KeyboardInterrupt)) as stopped:
                train(config)
        if isinstance(problem, OSError):
            message = str(stopped.value)
            assert f"--output-dir {folder}: cannot be written: No space left" in message
            assert "continue with --resume" in message
        assert set(content(folder)) == FILES
        assert load_results(folder).step == 50
        train(replace(config, resume=True))
        assert content(folder) == uninterrupted

    def test_a_kill_while_writing_leaves_a_checkpoint_to_resume(
        self, config: TrainConfig, uninterrupted: dict[str, bytes]
    ) -> None:
        folder = Path(str(config.output_dir))
        flags = [
            f"--{name.replace('_', '-')}={value}"
            for name, value in (
                ("corpus", config.corpus),
                ("output_dir", folder),
                ("steps", 120),
                ("hidden_size", 12),
                ("seq_len", 10),
                ("record_interval", 40),
                ("dense_steps", 3),
                ("jacobian_interval", 50),
                ("val_interval", 60),
                ("generate_length", 20),
            )
        ]
        killed = f"""
import os, signal
from char_rnn import train
from char_rnn.training import saving as storage
train.console.SAMPLE_EVERY = 50
real, calls = storage.np.savez, iter(range(1000))
def deadly(file, **arrays):
    if next(calls) == 9:
        os.kill(os.getpid(), signal.SIGKILL)
    real(file, **arrays)
storage.np.savez = deadly
train.main({flags!r})
"""
        died = subprocess.run([sys.executable, "-c", killed], capture_output=True, check=False)
        assert died.returncode == -9, died.stderr
        assert load_results(folder).step == 50
        train(replace(config, resume=True))
        assert content(folder) == uninterrupted

    def test_a_diverging_run_keeps_the_last_checkpoint(
        self, config: TrainConfig, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = program.get_lr

        def reckless(lr: float, step: int, *rest: Any) -> float:
            return real(lr, step, *rest) if step < 70 else 1e300

        monkeypatch.setattr(program, "get_lr", reckless)
        with pytest.raises(program.Diverged, match="not finite at step 71"):
            train(config)
        results = load_results(str(config.output_dir))
        assert results.step == 50
        assert np.isfinite(results.model.W_hh).all()

    def test_another_run_replaces_the_folder_as_a_whole(
        self, config: TrainConfig, uninterrupted: dict[str, bytes]
    ) -> None:
        folder = Path(str(config.output_dir))
        train(replace(config, seed=7))
        before = content(folder)
        with pytest.MonkeyPatch.context() as broken:
            self.fail_while_writing(broken, OSError(errno.ENOSPC, "No space left on device"), 3)
            with pytest.raises(BadInput, match="No space left") as stopped:
                train(config)
        # What is there to resume is the other run.
        assert str(stopped.value).endswith("make room or give another folder, then start again")
        assert content(folder) == before
        train(config)
        assert content(folder) == uninterrupted

    @pytest.mark.parametrize("resume", [True, False])
    def test_a_save_that_was_complete_is_finished_by_the_next_start(
        self, config: TrainConfig, uninterrupted: dict[str, bytes], resume: bool
    ) -> None:
        folder = Path(str(config.output_dir))
        train(replace(config, seed=7))
        real, calls = Path.replace, iter(range(1_000))

        def fail(self: Path, target: Path) -> Path:
            if next(calls) == 4:
                raise OSError(errno.EIO, "Input/output error")
            return real(self, target)

        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(Path, "replace", fail)
            with pytest.raises(BadInput, match="make it writable, then continue with --resume"):
                train(config)
        train(replace(config, resume=resume))
        assert content(folder) == uninterrupted


# Makes a copy of a folder for each change that a run makes to it or its files, and kills the run
# just before that change; the last copy is of a run that nobody has killed.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from char_rnn import train
before, states, *flags = sys.argv[1:]

def deadly(real):
    def change(*arguments, **options):
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return change

moment, status = 0, None
while status != 0:
    folder = Path(states, f"{moment:02}")
    shutil.copytree(before, folder)
    child = os.fork()
    if child == 0:
        left = iter(range(moment))
        for name in ("mkdir", "rename", "replace", "rmdir", "unlink"):
            setattr(os, name, deadly(getattr(os, name)))
        os._exit(train.main([*flags, f"--output-dir={folder}"]))
    _, status = os.waitpid(child, 0)
    if status not in (0, signal.SIGKILL):
        sys.exit(f"ended with {status}")
    moment += 1
"""


class TestKilledBeforeEachChange:
    """A run of 20 steps is saved where another one is, or the first half of itself."""

    @pytest.fixture
    def flags(self, corpus: Path) -> list[str]:
        given = {"corpus": corpus, "hidden-size": 4, "seq-len": 5, "record-interval": 4}
        return ["--quiet", *(f"--{name}={value}" for name, value in given.items())]

    @staticmethod
    def states(before: Path, flags: list[str], tmp_path: Path) -> list[Path]:
        command = [sys.executable, "-c", KILLED, before, tmp_path / "states", *flags]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return sorted((tmp_path / "states").iterdir())

    def test_one_of_two_runs_is_always_whole(self, flags: list[str], tmp_path: Path) -> None:
        old, new = tmp_path / "old", tmp_path / "new"
        program.main([*flags, "--steps=20", f"--output-dir={new}"])
        program.main([*flags, "--steps=10", "--seed=7", f"--output-dir={old}"])
        runs = {"old": content(old), "new": content(new)}
        found = []
        for state in self.states(old, [*flags, "--steps=20"], tmp_path):
            visible = {path.name: path.read_bytes() for path in state.glob("[!.]*")}
            # What analyze.py would take for a run is one.
            assert "checkpoint.npz" not in visible or visible in runs.values()
            assert program.main(["--resume", "--quiet", f"--output-dir={state}"]) == 0
            (name,) = (name for name, files in runs.items() if files == content(state))
            found.append(name)
        assert found == sorted(found, reverse=True)
        assert found.count("new") == 1 + len(FILES) + 2  # the old checkpoint's end; moves; the rest
        assert "old" in found

    def test_a_run_goes_on_to_the_same_bits(self, flags: list[str], tmp_path: Path) -> None:
        half, whole = tmp_path / "half", tmp_path / "whole"
        program.main([*flags, "--steps=20", f"--output-dir={whole}"])
        program.main([*flags, "--steps=10", f"--output-dir={half}"])
        states = self.states(half, ["--resume", "--quiet", "--steps=20"], tmp_path)
        assert len(states) > 2 + len(FILES)
        for state in states:
            assert load_results(state).step in (10, 20)
            resumed = ["--resume", "--quiet", "--steps=20", f"--output-dir={state}"]
            assert program.main(resumed) == 0
            assert content(state) == content(whole)
