"""A run is opened with the text that it learned, or one line says what is wrong with it."""

import json
import os
import shutil

import numpy as np
import pytest
from char_rnn.runs.opening import open_run
from char_rnn.training.flags import BadInput


def refusal(*arguments):
    with pytest.raises(BadInput) as refused:
        open_run(*arguments)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_the_configuration_says_where_the_text_is_now(run_folder, corpus, tmp_path):
    moved = shutil.copy(corpus, tmp_path / "moved.txt")
    results, text = open_run(run_folder, moved)
    assert results.config.corpus == str(moved)
    assert text == corpus.read_text(encoding="utf-8")


def test_a_text_that_has_moved_along_with_the_folder_is_found(run_folder, corpus, tmp_path):
    folder = shutil.copytree(run_folder, tmp_path / "output")
    checkpoint = dict(np.load(folder / "checkpoint.npz"))
    config = json.loads(str(checkpoint["config"]))
    config["flags"]["corpus"] = "/elsewhere/corpus.txt"
    np.savez(folder / "checkpoint.npz", **checkpoint | {"config": np.array(json.dumps(config))})
    assert refusal(folder).startswith("--corpus /elsewhere/corpus.txt: there is no such file")
    beside = shutil.copy(corpus, tmp_path)
    assert open_run(folder)[0].config.corpus == str(beside)


@pytest.mark.parametrize(
    ("content", "english", "spanish"),
    [
        (None, "is a folder; give the file", "es una carpeta; indica el archivo"),
        (b"\xff\xfe", "is not text in UTF-8", "no es texto en UTF-8"),
        (b" \n", "the file has no text", "el archivo no tiene texto"),
        (b"the boy", "is not the text that the network", "no es el texto que aprendió la red"),
    ],
)
def test_a_text_that_it_did_not_learn(run_folder, tmp_path, content, english, spanish):
    path = tmp_path / "text"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    assert refusal(run_folder, path).startswith(f"--corpus {path}: {english}")
    assert refusal(run_folder, path, "es").startswith(f"--corpus {path}: {spanish}")


def test_a_path_that_is_too_long(run_folder, tmp_path):
    path = tmp_path / ("x" * 300)
    says = "cannot be read: File name too long"
    assert refusal(run_folder, path) == f"--corpus {path}: {says}"
    assert refusal(path) == f"--data-dir {path}: {path}/checkpoint.npz {says}"
    assert "no se puede leer" in refusal(path, None, "es")


def test_a_file_in_place_of_the_folder(corpus):
    assert refusal(corpus) == (
        f"--data-dir {corpus}: is a file; give the folder that train.py wrote"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_and_a_text_that_are_out_of_reach(run_folder, tmp_path):
    tmp_path.chmod(0)
    says = "cannot be read: Permission denied"
    assert says in refusal(tmp_path / "output")
    assert says in refusal(run_folder, tmp_path / "corpus.txt")
    tmp_path.chmod(0o700)
