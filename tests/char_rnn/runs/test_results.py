"""An output folder is read whole, or one line says which file is damaged."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from char_rnn.runs.results import load_results
from char_rnn.train import TrainConfig, train
from char_rnn.training import saving as storage
from char_rnn.training.flags import BadInput


@pytest.fixture(scope="module")
def trained(tmp_path_factory, corpus):
    folder = tmp_path_factory.mktemp("trained") / "output"
    flags = {"record_interval": 40, "dense_steps": 3, "jacobian_interval": 50, "val_interval": 60}
    sizes = {"hidden_size": 12, "seq_len": 10, "steps": 120}
    train(TrainConfig(corpus=str(corpus), output_dir=str(folder), **sizes, **flags))
    return folder


@pytest.fixture
def folder(trained, tmp_path):
    """A copy that a test may spoil."""
    return Path(shutil.copytree(trained, tmp_path / "output"))


def refusal(folder, lang="en"):
    with pytest.raises(BadInput) as refused:
        load_results(folder, lang)
    text = str(refused.value)
    assert text.startswith(f"--data-dir {folder}: ")
    assert "\n" not in text
    return text.removeprefix(f"--data-dir {folder}: ").replace(f"{folder}/", "")


def change(path, **arrays):
    """Replace arrays of a file, or leave them out where the new one is None."""
    whole = dict(np.load(path)) | arrays
    np.savez(path, **{name: values for name, values in whole.items() if values is not None})


@pytest.mark.parametrize("name", ["checkpoint", "loss_curve", "records", "jacobians"])
@pytest.mark.parametrize("content", [b"", b"no arrays", b"PK\x03\x04 cut off"])
def test_a_file_without_arrays_is_named(folder, name, content):
    (folder / f"{name}.npz").write_bytes(content)
    says = "is damaged: it is not a whole file of arrays; train again"
    assert refusal(folder) == f"{name}.npz {says}"


def test_a_missing_file_is_named_in_the_readers_language(folder):
    (folder / "records.npz").unlink()
    assert refusal(folder) == "records.npz is missing; copy the whole folder or train again"
    assert refusal(folder, "es").startswith("falta records.npz; copia la carpeta entera")
    (folder / "records.npz").mkdir()
    assert refusal(folder) == "records.npz cannot be read: Is a directory"
    (folder / "checkpoint.npz").unlink()
    assert "has no checkpoint of a run" in refusal(folder)


def test_a_file_that_nothing_needs_may_be_missing_or_damaged(folder):
    (folder / "pca.npz").unlink()
    (folder / "gradient_flow.npz").write_bytes(b"no arrays")
    results = load_results(folder)
    assert results.step == 120


@pytest.mark.parametrize(
    ("name", "arrays", "says"),
    [
        ("records", {"eigenvalues": None}, "it has no eigenvalues"),
        ("records", {"step": np.arange(0)}, "step has shape 0"),
        ("records", {"saturation": np.zeros(2)}, "saturation has shape 2"),
        ("records", {"step": np.zeros(6)}, "step does not increase from entry to entry"),
        ("records", {"spectral_radius": np.full(6, np.nan)}, "spectral_radius holds a number"),
        ("jacobians", {"product_norms": np.ones((3, 9))}, "product_norms has shape 3×9"),
        ("loss_curve", {"loss": np.array(["a"] * 120)}, "loss does not hold numbers"),
        ("loss_curve", {"val_loss": np.zeros(0)}, "val_loss has shape 0"),
        ("checkpoint", {"W_hh": np.full((12, 12), np.inf)}, "W_hh holds a number that is not fin"),
        ("checkpoint", {"b_h": np.array(1.0)}, "b_h has shape 1"),
        ("checkpoint", {"W_hy": None}, "it has no W_hy"),
        ("checkpoint", {"config": np.array("[]")}, "its configuration cannot be read"),
        ("checkpoint", {"step": np.array(np.inf)}, "its configuration cannot be read"),
    ],
)
def test_arrays_that_no_run_leaves_are_named(folder, name, arrays, says):
    change(folder / f"{name}.npz", **arrays)
    found = refusal(folder)
    assert found.startswith(f"{name}.npz is damaged: {says}")
    assert found.endswith("; train again")
    assert "está dañado" in refusal(folder, "es")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"characters": "aab"}, "its characters are ['a', 'a', 'b']"),
        ({"characters": ""}, "its characters are []"),
        ({"flags": {"hidden_size": 0}}, "--hidden-size 0: must be at least 1"),
        ({"flags": {"hidden": 3}}, "its configuration cannot be read"),
    ],
)
def test_a_configuration_that_no_run_has_is_refused(folder, changed, says):
    path = folder / "checkpoint.npz"
    config = json.loads(str(np.load(path)["config"])) | changed
    change(path, config=np.array(json.dumps(config)))
    assert refusal(folder) == f"checkpoint.npz is damaged: {says}; train again"


def test_a_run_that_kept_no_records_is_whole(folder):
    for name in ("records", "jacobians"):
        np.savez(folder / f"{name}.npz")
    results = load_results(folder)
    assert (results.records, results.jacobians, results.step) == ({}, {}, 120)


def test_a_held_out_text_that_was_ruled_out_has_an_infinite_loss(folder):
    change(folder / "loss_curve.npz", val_loss=np.full(2, np.inf))
    assert np.isinf(load_results(folder).curves["val_loss"]).all()


def test_a_save_that_was_interrupted_counts_once_it_is_complete(folder):
    complete = folder / storage.COMPLETE
    complete.mkdir()
    for name in ("checkpoint.npz", "records.npz"):
        (folder / name).rename(complete / name)
    assert load_results(folder).step == 120
