"""analyze.py as one uses it, and what it says when it cannot."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from char_rnn import analyze
from char_rnn.train import TrainConfig, train
from matplotlib.figure import Figure
from PIL import Image

SCRIPT = Path(analyze.__file__)


def run(capsys, *arguments):
    try:
        status = analyze.main([str(argument) for argument in arguments])
    except SystemExit as left:
        status = left.code
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def folder(run_folder, tmp_path):
    """A copy that a test may spoil."""
    return Path(shutil.copytree(run_folder, tmp_path / "output"))


def test_numbers_and_plots_are_written(capsys, folder):
    status, out, err = run(capsys, "--data-dir", folder, "--save-json")
    assert (status, err) == (0, "")
    assert "spectral radius" in out
    found = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    assert found["steps"] == 3000
    names = {path.name for path in (folder / "plots").iterdir()}
    assert len(names) == 11
    assert {"loss.png", "word_clusters.png", "eigenvalues.png", "memory_probe.png"} <= names
    for name in names:
        with Image.open(folder / "plots" / name) as image:
            assert image.width > 800


def test_nothing_is_written_without_being_asked(capsys, folder):
    before = {path.name for path in folder.iterdir()}
    assert run(capsys, "--data-dir", folder, "--no-plots", "--lang", "es")[0] == 0
    assert {path.name for path in folder.iterdir()} == before


def test_it_runs_as_a_script_and_as_a_module():
    outputs = [
        subprocess.run([sys.executable, *how, "--help"], capture_output=True, text=True)
        for how in ([str(SCRIPT)], ["-m", "char_rnn.analyze"])
    ]
    assert [output.returncode for output in outputs] == [0, 0]
    assert outputs[0].stdout == outputs[1].stdout


def refused(capsys, *arguments):
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("analyze.py: error: ")
    assert err.count("\n") == 1
    return err


def test_a_folder_without_a_run(capsys, tmp_path):
    missing = tmp_path / "nowhere"
    assert "no such folder; run train.py" in refused(capsys, "--data-dir", missing)
    assert "no existe esa carpeta" in refused(capsys, "--data-dir", missing, "--lang", "es")
    assert "no checkpoint" in refused(capsys, "--data-dir", tmp_path)


@pytest.mark.parametrize("name", ["records.npz", "checkpoint.npz", "loss_curve.npz"])
def test_a_damaged_file(capsys, folder, name):
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    assert name in refused(capsys, "--data-dir", folder)
    (folder / name).write_bytes(b"")
    assert name in refused(capsys, "--data-dir", folder)


def test_a_file_that_lacks_something(capsys, folder):
    np.savez(folder / "records.npz", step=np.arange(3))
    err = refused(capsys, "--data-dir", folder)
    assert "records.npz is damaged: it has no eigenvalues" in err


def test_a_corpus_that_is_missing_or_another_one(capsys, folder, tmp_path):
    assert "no such file" in refused(capsys, "--data-dir", folder, "--corpus", tmp_path / "no.txt")
    other = tmp_path / "other.txt"
    other.write_text("the boy sleep", encoding="utf-8")
    assert "is not the text" in refused(capsys, "--data-dir", folder, "--corpus", other)


def test_an_unknown_flag_is_named(capsys):
    assert "--dat" in refused(capsys, "--dat", "x")
    assert "--data-dir" in refused(capsys, "--data-dir")


def test_a_file_in_the_way_of_the_plots(capsys, folder, monkeypatch):
    monkeypatch.setattr(analyze, "plots", lambda found, lang: {"loss": lambda: Figure()})
    (folder / "plots").write_text("", encoding="utf-8")
    status, _, err = run(capsys, "--data-dir", folder)
    assert status == 2
    assert "cannot be written" in err
    assert err.count("\n") == 1


@pytest.fixture
def trained_on(tmp_path):
    """Trains on a text for a moment; returns the output folder."""

    def make(text, **flags):
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf-8")
        quick = {"steps": 50, "hidden_size": 8, "record_interval": 20, "dense_steps": 3}
        train(TrainConfig(str(path), str(tmp_path / "output"), **(quick | flags)))
        return tmp_path / "output"

    return make


def test_one_hidden_unit_has_no_trajectory_and_all_else(capsys, trained_on, corpus):
    folder = trained_on(corpus.read_text(encoding="utf-8"), hidden_size=1)
    assert run(capsys, "--data-dir", folder, "--save-json")[::2] == (0, "")
    assert (folder / "analysis.json").exists()
    names = {path.stem for path in (folder / "plots").iterdir()}
    assert "trajectory" not in names
    assert len(names) == 10


def test_the_numbers_are_written_before_a_plot_can_fail(capsys, folder, monkeypatch):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr(analyze, "plots", lambda found, lang: {"loss": fail})
    with pytest.raises(ZeroDivisionError):
        analyze.main(["--data-dir", str(folder), "--save-json"])
    assert (folder / "analysis.json").exists()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("今天天气很好 明天下雨 " * 60, "has no 下, 今, 天, 好, 很, 明, 气, 雨; boxes"),
        ("a" * 600, ""),
    ],
)
def test_a_text_of_other_letters_or_of_one_is_drawn_without_warnings(
    capsys, trained_on, text, note
):
    status, _, err = run(capsys, "--data-dir", trained_on(text))
    assert status == 0
    assert note in err
    assert err.count("\n") == bool(note)


def test_a_text_that_is_too_short_is_named_with_its_length(capsys, trained_on):
    folder = trained_on("she sells sea shells " * 4)
    for lang, says in (("en", "83 characters are too few"), ("es", "83 caracteres son muy pocos")):
        err = refused(capsys, "--data-dir", folder, "--lang", lang)
        assert f"--corpus {folder.parent / 'text.txt'}: {says}" in err


def test_it_prints_in_an_encoding_without_its_arrow(run_folder):
    command = [sys.executable, str(SCRIPT), "--data-dir", str(run_folder), "--no-plots"]
    env = os.environ | {"PYTHONIOENCODING": "ascii"}
    found = subprocess.run([*command, "--lang", "es"], capture_output=True, text=True, env=env)
    assert (found.returncode, found.stderr) == (0, "")
    assert "p?rdida" in found.stdout
