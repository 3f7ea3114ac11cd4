"""The seven files, the folder that they go to, and the command that writes them."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.folders import WouldOverwriteError, write_experiment
from minimodel.labs.forward.__main__ import main
from minimodel.labs.forward.analysis import Model, canonical_ids, canonical_tokens
from minimodel.labs.forward.folder import experiment_files
from minimodel.sequence_baselines import rnn

SEVEN = {
    "rnn_forward.py",
    "gru_forward.py",
    "walkthrough.py",
    "walkthrough.txt",
    "hidden_state_evolution.png",
    "manifest.json",
    "README.md",
}


@pytest.fixture(autouse=True)
def fixed_date(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def dated_files(lang):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        return experiment_files(lang)


@pytest.fixture(scope="module")
def files():
    return dated_files("en")


@pytest.fixture(scope="module")
def spanish_files():
    return dated_files("es")


def fails(arguments, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    return captured.err


def test_the_command_writes_exactly_the_seven_files(tmp_path, files, capsys):
    folder = tmp_path / "experiments" / "mine"
    main(["--out", str(folder)])
    assert {path.name for path in folder.iterdir()} == SEVEN
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert list(folder.parent.iterdir()) == [folder]
    assert "7" in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "full"), [("en", False), ("es", True)])
def test_walkthrough_alone_in_its_folder_prints_walkthrough_txt(tmp_path, lang, full):
    main(["--out", str(tmp_path / "x"), "--lang", lang, *(["--full"] if full else [])])
    printed = subprocess.run(
        [sys.executable, "-W", "error", "walkthrough.py"],
        cwd=tmp_path / "x",
        capture_output=True,
        check=True,
    )
    assert printed.stdout == (tmp_path / "x" / "walkthrough.txt").read_bytes()
    assert printed.stderr == b""


@pytest.mark.parametrize(
    ("name", "model"), [("rnn_forward.py", rnn.VanillaRNN), ("gru_forward.py", rnn.GRU)]
)
def test_model_files_stand_alone_and_compute_the_same(files, name, model):
    source = files[name].decode()
    assert "minimodel" not in source
    namespace = {"__name__": name}
    exec(compile(source, name, "exec"), namespace)
    ids = canonical_ids()
    V = len(corpus_vocabulary())
    mine = namespace[model.__name__](V, 16, 32).forward(ids)
    reference = model(V, 16, 32).forward(ids)
    for left, right in zip(mine, reference, strict=True):
        np.testing.assert_array_equal(left, right)


def test_walkthrough_prints_every_step_of_both_models(files):
    text = files["walkthrough.txt"].decode()
    assert max(len(line) for line in text.splitlines()) <= 80
    steps = re.findall(r"^(\d)  (\S*) .* (\d\.\d{4})$", text, flags=re.MULTILINE)
    V = len(corpus_vocabulary())
    models: tuple[Model, Model] = (rnn.VanillaRNN(V, 16, 32), rnn.GRU(V, 16, 32))
    for place, model in enumerate(models):
        nine = steps[9 * place : 9 * place + 9]
        assert [t for t, _, _ in nine] == list("012345678")
        assert [token for _, token, _ in nine][1:] == canonical_tokens()
        norms = np.linalg.norm(model.forward(canonical_ids())[1], axis=1)
        assert [float(norm) for _, _, norm in nine] == pytest.approx([0, *norms], abs=5.1e-5)
    assert text.count("z_t: mean") == 1


def test_full_prints_every_entry(files):
    full = experiment_files("en", full=True)["walkthrough.txt"].decode()
    entries = [line.split() for line in full.splitlines() if line.startswith("     ")]
    assert sum(len(row) for row in entries) == 2 * 9 * 32
    V = len(corpus_vocabulary())
    h_8 = rnn.GRU(V, 16, 32).forward(canonical_ids())[1][-1]
    assert [float(e) for row in entries[-4:] for e in row] == pytest.approx(h_8, abs=5.1e-5)


def test_manifest(files):
    manifest = json.loads(files["manifest.json"])
    assert manifest["experiment"] == "14-conjugation-completion"
    assert manifest["date"] == "2023-11-14"
    assert manifest["seed"] == 42
    assert manifest["config"]["d_embed"] == 16
    assert manifest["config"]["d_hidden"] == 32
    assert manifest["numpy"] == np.__version__
    assert set(manifest["files"]) == SEVEN


def test_readme_answers_in_each_language(files, spanish_files):
    english, spanish = (each["README.md"].decode() for each in (files, spanish_files))
    assert english.count("**") == spanish.count("**") == 8  # four questions in bold
    assert "spectral radius 0.59" in english
    assert "radio espectral 0,59" in spanish
    assert not re.search(r"\d\.\d", spanish)


def test_same_bytes_again(spanish_files):
    assert experiment_files("es") == spanish_files


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_later_run_replaces_its_own_files(tmp_path, files, spanish_files):
    folder = tmp_path / "x"
    write_experiment(folder, files)
    write_experiment(folder, files)
    assert contents(folder) == files
    write_experiment(folder, spanish_files)
    assert contents(folder) == spanish_files


@pytest.mark.parametrize("name", ["rnn_forward.py", "manifest.json"])
def test_a_students_work_is_not_overwritten(tmp_path, name, files, spanish_files):
    folder = tmp_path / "x"
    write_experiment(folder, files)
    own = files[name].replace(b"42", b"43")
    assert own != files[name]
    (folder / name).write_bytes(own)
    (folder / "notes.txt").write_bytes(b"notes")
    with pytest.raises(WouldOverwriteError, match=name):
        write_experiment(folder, spanish_files)
    assert contents(folder) == files | {name: own, "notes.txt": b"notes"}
    write_experiment(folder, spanish_files, force=True)
    assert contents(folder) == spanish_files | {"notes.txt": b"notes"}


def test_files_without_our_manifest_are_not_overwritten(tmp_path, capsys):
    (tmp_path / "rnn_forward.py").write_text("class VanillaRNN: ...")
    (tmp_path / "manifest.json").write_text("[]")
    message = fails(["--out", str(tmp_path)], capsys)
    assert "manifest.json, rnn_forward.py" in message
    assert "--force" in message
    spanish = fails(["--out", str(tmp_path), "--lang", "es"], capsys)
    assert "hay otras versiones de manifest.json, rnn_forward.py; elige otra carpeta" in spanish
    assert not (tmp_path / "README.md").exists()


def test_a_failed_write_leaves_no_folder(tmp_path, files):
    with pytest.raises(TypeError):
        write_experiment(tmp_path / "x", files | {"README.md": None})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--lang", "fr"], "--lang"),
        (["--size", "3"], "--size"),
        (["--out", "/dev/null"], "--out"),
        (["--out", "/dev/null/x"], "--out"),
        (["--out", "/dev/null", "--lang", "es"], "/dev/null es un archivo; nombra una carpeta"),
        (["--out", "/dev/null/x", "--lang", "es"], "no se puede escribir /dev/null/x: "),
        (["--size", "3", "--lang", "es"], "argumentos desconocidos: --size 3"),
    ],
)
def test_bad_arguments_are_one_line(arguments, named, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert named in fails(arguments, capsys)
    assert list(tmp_path.iterdir()) == []


def test_bad_source_date_is_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert "SOURCE_DATE_EPOCH: 'yesterday'" in fails(["--out", str(tmp_path / "x")], capsys)
    monkeypatch.setenv("LC_ALL", "es_CO.UTF-8")
    assert "'yesterday' no es un número" in fails(["--out", str(tmp_path / "x")], capsys)
