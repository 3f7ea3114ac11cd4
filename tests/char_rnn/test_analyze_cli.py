"""analyze.py as one uses it, and what it says when it cannot."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from char_rnn import analyze
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
    assert "records.npz has no eigenvalues" in err


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
