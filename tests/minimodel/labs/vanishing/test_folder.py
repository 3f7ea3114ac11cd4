"""The five files, and the command that writes them."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest
from minimodel.labs.vanishing.__main__ import main
from minimodel.labs.vanishing.folder import experiment_files
from minimodel.labs.vanishing.measurement import measure
from minimodel.mathematics.matrices import spectral_radius
from minimodel.sequence_baselines.rnn import VanillaRNN

FIVE = {"bptt_norm.py", "decay.json", "decay.png", "manifest.json", "README.md"}


@pytest.fixture(scope="module")
def files():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        yield {
            (lang, option): experiment_files(lang, option)
            for lang, option in (("en", "A"), ("es", "B"))
        }


@pytest.fixture
def manifest(files):
    return json.loads(files["en", "A"]["manifest.json"])


def test_the_command_writes_exactly_the_five_files(tmp_path, files, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = tmp_path / "experiments" / "mine"
    main(["--out", str(folder), "--lang", "es", "--option", "B"])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files["es", "B"]
    assert {path.name for path in folder.iterdir()} == FIVE
    assert "5 archivos" in capsys.readouterr().out
    (folder / "README.md").write_text("mine")
    with pytest.raises(SystemExit) as exit_:
        main(["--out", str(folder)])
    assert exit_.value.code == 2
    assert "README.md" in capsys.readouterr().err
    assert (folder / "README.md").read_text() == "mine"


@pytest.mark.parametrize("arguments", [["--option", "C"], ["--out", "/dev/null"], ["--lang", "fr"]])
def test_bad_arguments_are_one_line(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    message = capsys.readouterr().err
    assert message.startswith("error: ")
    assert arguments[0] in message
    assert message.count("\n") == 1


@pytest.mark.parametrize(("lang", "option"), [("en", "A"), ("es", "B")])
def test_bptt_norm_alone_in_its_folder_prints_decay_json(tmp_path, files, lang, option):
    source = files[lang, option]["bptt_norm.py"]
    assert b"minimodel" not in source
    (tmp_path / "bptt_norm.py").write_bytes(source)
    printed = subprocess.run(
        [sys.executable, "-I", "-W", "error", "bptt_norm.py"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    decay = json.loads(files[lang, option]["decay.json"])
    rows = [line.split() for line in printed.splitlines()[1:-1]]
    assert [int(row[0]) for row in rows] == list(range(51))
    for column, name in enumerate(decay, start=1):
        assert [float(row[column]) for row in rows] == pytest.approx(decay[name], rel=1e-4)


def test_decay_json_holds_the_measured_norms(files):
    decay = json.loads(files["en", "A"]["decay.json"])
    measured = measure("A")
    assert decay.keys() == measured.keys() == {"rnn", "gru", "gru_closed"}
    for name, g in measured.items():
        assert len(decay[name]) == 51
        assert decay[name] == pytest.approx(g, rel=1e-8)


def test_manifest_is_filled_with_what_was_measured(manifest):
    assert manifest["experiment"] == "14-vanishing-grad"
    assert manifest["date"] == "2023-11-14"
    assert manifest["seed"] == 42
    assert manifest["config"] == {
        "sequence_length": 50,
        "d_hidden": 32,
        "init_scale_W_hh": 0.1,
        "synthetic_target": "Option A",
    }
    results = manifest["results_summary"]
    g = measure("A")
    for model in ("rnn", "gru"):
        expected = np.log10(g[model][50] / g[model][0]) / 5
        assert results[f"{model}_orders_of_decay_per_10steps"] == pytest.approx(expected, abs=1e-6)
    radius = spectral_radius(VanillaRNN(444, 16, 32).W_hh)
    assert results["rnn_spectral_radius_W_hh"] == pytest.approx(radius, abs=1e-6)
    assert manifest["versions"] == {
        "python": sys.version.split()[0],
        "numpy": np.__version__,
    }
    assert set(manifest["files"]) == FIVE
    assert "null" not in json.dumps(manifest)


def test_readme_answers_in_each_language(files):
    english = files["en", "A"]["README.md"].decode()
    spanish = files["es", "B"]["README.md"].decode()
    assert english.count("**") == spanish.count("**") == 8  # four questions in bold
    assert "N = 11.5 orders" in english
    assert "M = 10.5 orders" in english
    assert "N = 11,5 órdenes" in spanish
    assert not re.search(r"\d\.\d", spanish)
    for text in (english, spanish):
        assert 2 <= len(text.strip().split("\n\n")) - 1 <= 3


def test_the_image_is_a_png_and_differs_by_language(files):
    images = [each["decay.png"] for each in files.values()]
    assert all(image.startswith(b"\x89PNG\r\n\x1a\n") for image in images)
    assert images[0] != images[1]


def test_an_unknown_option_is_named():
    with pytest.raises(ValueError, match="option: 'C'"):
        experiment_files(option="C")
