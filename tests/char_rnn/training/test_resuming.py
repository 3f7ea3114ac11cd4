"""What --resume refuses to go on from: files that are damaged, changed or of another run."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from char_rnn import train as program
from char_rnn.train import TrainConfig, train
from char_rnn.training import resuming
from char_rnn.training import saving as storage
from char_rnn.training.flags import BadInput

Change = Callable[[np.ndarray], np.ndarray]
FILES = ("checkpoint.npz", "loss_curve.npz", "records.npz", "jacobians.npz")


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    """A run of 20 steps that has been saved."""
    folder = tmp_path_factory.mktemp("resuming")
    (folder / "corpus.txt").write_text("the boy see the dog " * 20, encoding="utf-8")
    config = TrainConfig(
        corpus=str(folder / "corpus.txt"),
        output_dir=str(folder / "output"),
        steps=20,
        hidden_size=4,
        seq_len=5,
        record_interval=5,
        dense_steps=2,
        jacobian_interval=10,
        val_interval=10,
    )
    train(config)
    return config


@pytest.fixture
def resumed(config: TrainConfig, tmp_path: Path) -> TrainConfig:
    """The same run, to go on for 20 steps in a folder that a test may spoil."""
    folder = shutil.copytree(str(config.output_dir), tmp_path / "output")
    return replace(config, output_dir=str(folder), steps=40, resume=True)


def content(config: TrainConfig) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(str(config.output_dir)).glob("*.*")}


def refused(config: TrainConfig, name: str) -> str:
    """What is said of a file, before any step is taken and with the folder as it was."""
    before = content(config)
    with pytest.MonkeyPatch.context() as untrained, pytest.raises(BadInput) as stopped:
        untrained.setattr(program, "train_step", None)
        train(config)
    message = str(stopped.value)
    assert message.startswith(f"--resume: {config.output_dir}/{name} ")
    assert "\n" not in message
    assert "without --resume" in message
    assert content(config) == before
    return message


def rewrite(of: TrainConfig, name: str, /, **changed: Any) -> None:
    """Save an array file with other arrays; None takes one out."""
    path = Path(str(of.output_dir), name)
    arrays = {**np.load(path), **changed}
    np.savez(path, **{key: values for key, values in arrays.items() if values is not None})


def one_bit(values: np.ndarray) -> np.ndarray:
    raw = bytearray(values.tobytes())
    raw[0] ^= 1
    return np.frombuffer(raw, values.dtype).reshape(values.shape)


class TestEveryArrayOfEveryFile:
    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize(
        "change",
        [
            lambda values: None,
            lambda values: values[:-1] if values.ndim else values[None][:0],
            lambda values: np.stack([values, values], axis=-1),
            lambda values: np.full(values.shape, np.nan),
            lambda values: np.full(values.shape, -7),
            lambda values: np.full(values.shape, "x"),
            one_bit,
        ],
        ids=["missing", "cut", "one more axis", "NaN", "-7", "text", "one bit"],
    )
    def test_a_change_is_found(self, resumed: TrainConfig, name: str, change: Change) -> None:
        path = Path(str(resumed.output_dir), name)
        whole, arrays = path.read_bytes(), dict(np.load(path))
        for key, values in arrays.items():
            rewrite(resumed, name, **{key: change(values)})
            message = refused(resumed, name)
            assert f" {key}" in message
            path.write_bytes(whole)
        assert train(resumed).step == 40

    @pytest.mark.parametrize("name", FILES)
    def test_one_too_many_is_found(self, resumed: TrainConfig, name: str) -> None:
        rewrite(resumed, name, more=np.arange(20))
        assert "has more, which the run did not save" in refused(resumed, name)

    @pytest.mark.parametrize("name", FILES)
    def test_none_at_all_is_found(self, resumed: TrainConfig, name: str) -> None:
        np.savez(Path(str(resumed.output_dir), name))
        assert "has no" in refused(resumed, name)


class TestFilesOfAnotherKind:
    @staticmethod
    def make(path: Path, kind: str) -> None:
        path.unlink()
        if kind == "an .npy file":
            with path.open("wb") as file:
                np.save(file, np.arange(3))
        elif kind == "a zip of texts":
            with zipfile.ZipFile(path, "w") as file:
                file.writestr("step", "20")
        elif kind == "a folder":
            path.mkdir()
        elif kind == "pickled":
            np.savez(path, step=np.array([{}], dtype=object))
        else:
            path.write_text("" if kind == "empty" else "step 20", encoding="utf-8")

    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize(
        "kind", ["an .npy file", "a zip of texts", "a folder", "pickled", "empty", "text"]
    )
    def test_they_cannot_be_read(self, resumed: TrainConfig, name: str, kind: str) -> None:
        self.make(Path(str(resumed.output_dir), name), kind)
        before = content_of_files(resumed)
        with pytest.raises(BadInput, match=f"--resume: .*{name} cannot be read: ") as stopped:
            train(resumed)
        assert "\n" not in str(stopped.value)
        assert content_of_files(resumed) == before

    @pytest.mark.parametrize("name", FILES)
    def test_none_is_there(self, resumed: TrainConfig, name: str) -> None:
        Path(str(resumed.output_dir), name).unlink()
        assert "does not exist; train without --resume first" in refused(resumed, name)


def content_of_files(config: TrainConfig) -> dict[str, bytes]:
    folder = Path(str(config.output_dir))
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


class TestFilesOfAnotherRun:
    @pytest.mark.parametrize("name", FILES[1:])
    @pytest.mark.parametrize(
        "flags", [{"hidden_size": 5}, {"seed": 7}, {"seed": 7, "steps": 60}, {"steps": 15}], ids=str
    )
    def test_they_are_found(
        self, resumed: TrainConfig, tmp_path: Path, name: str, flags: dict[str, Any]
    ) -> None:
        other = replace(resumed, resume=False, output_dir=str(tmp_path / "other"), **flags)
        train(other)
        shutil.copy(Path(str(other.output_dir), name), str(resumed.output_dir))
        assert "damaged or of another run" in refused(resumed, name)

    def test_files_of_later_steps_of_the_same_run_are_cut_back(
        self, resumed: TrainConfig, tmp_path: Path
    ) -> None:
        whole = replace(resumed, resume=False, output_dir=str(tmp_path / "whole"))
        train(whole)
        for name in FILES[1:]:
            shutil.copy(Path(str(whole.output_dir), name), str(resumed.output_dir))
        train(replace(resumed, steps=25))
        train(resumed)
        assert content(resumed) == content(whole)

    def test_a_run_without_records_goes_on(self, config: TrainConfig, tmp_path: Path) -> None:
        none = {"record_interval": 0, "jacobian_interval": 0, "val_interval": 0}
        parts = replace(config, output_dir=str(tmp_path / "parts"), **none)  # type: ignore[arg-type]
        whole = replace(parts, output_dir=str(tmp_path / "whole"), steps=40)
        train(parts)
        train(replace(parts, steps=40, resume=True))
        train(whole)
        assert content(parts) == content(whole)


class TestFlagsInTheCheckpoint:
    @pytest.mark.parametrize(
        "flags",
        [1, [], {}, None, {"steps": 20}, "unknown", "corpus"],
        ids=str,
    )
    def test_other_ones_are_found_before_they_are_used(
        self, resumed: TrainConfig, capsys: pytest.CaptureFixture[str], flags: Any
    ) -> None:
        path = Path(str(resumed.output_dir), "checkpoint.npz")
        saved = json.loads(str(np.load(path)["config"]))
        if flags == "unknown":
            flags = saved["flags"] | {"width": 3}
        elif flags == "corpus":
            flags = saved["flags"] | {"corpus": 5}
        rewrite(resumed, path.name, config=np.array(json.dumps(saved | {"flags": flags})))
        before = content(resumed)
        assert program.main(["--resume", f"--output-dir={resumed.output_dir}"]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"train.py: error: --resume: {path} has another config than")
        assert content(resumed) == before
        refused(resumed, path.name)

    @pytest.mark.parametrize(
        ("flags", "said"),
        [
            ({"width": 3}, "it has the flag --width"),
            ({"seq_len": None}, "it lacks the flag --seq-"),
        ],
    )
    def test_those_of_another_version_of_the_program_are_named(
        self,
        config: TrainConfig,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        flags: dict[str, Any],
        said: str,
    ) -> None:
        real = storage.describe

        def described_by_another(run: Any) -> dict[str, Any]:
            said = real(run)
            others = {
                name: value for name, value in (said["flags"] | flags).items() if value is not None
            }
            return said | {"flags": others}

        other = replace(config, output_dir=str(tmp_path))
        monkeypatch.setattr(storage, "describe", described_by_another)
        train(other)
        monkeypatch.undo()
        assert said in refused(replace(other, resume=True), "checkpoint.npz")

    def test_a_checkpoint_without_fingerprints_is_of_an_older_program(
        self, resumed: TrainConfig
    ) -> None:
        rewrite(resumed, "checkpoint.npz", fingerprints=None)
        assert "or of an older train.py; start anew" in refused(resumed, "checkpoint.npz")

    @pytest.mark.parametrize("old", [b"", b"checkpoint.npz", b'"hs"', b"null", b"sha256", b"\n"])
    def test_fingerprints_that_were_changed_are_found(
        self, resumed: TrainConfig, old: bytes
    ) -> None:
        path = Path(str(resumed.output_dir), "checkpoint.npz")
        saved = bytes(np.load(path)["fingerprints"])
        assert old in saved
        rewrite(resumed, path.name, fingerprints=np.array(saved.replace(old, b"5", 1)))
        assert "has no fingerprints that hold" in refused(resumed, path.name)


@pytest.mark.parametrize(
    "other",
    [np.arange(6), np.arange(6.0).reshape(2, 3), np.arange(5.0), np.arange(6.0)[::-1]],
    ids=["type", "shape", "length", "order"],
)
def test_a_fingerprint_tells_arrays_apart(other: np.ndarray) -> None:
    fingerprints = [
        resuming.take_fingerprints({"a": values}, grow=False)["a"]
        for values in (np.arange(6.0), np.arange(6.0), other)
    ]
    assert fingerprints[0] == fingerprints[1]
    assert fingerprints[0] != fingerprints[2]
