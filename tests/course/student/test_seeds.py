"""A student's own seed: in the starter files, in the manifest, in what the check judges with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from course import cli
from course.student.checklist import done, render
from course.student.checks import forward, vanishing
from course.student.seeds import stated_seed
from minimodel.labs.forward.folder import experiment_files as lab_02
from minimodel.labs.vanishing import measurement
from minimodel.labs.vanishing.folder import experiment_files as lab_03
from minimodel.mathematics.matrices import spectral_radius

OWN = 7


def write(folder: Path, files: dict[str, bytes], seed: int) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    manifest = json.loads(files["manifest.json"])
    (folder / "manifest.json").write_text(json.dumps({**manifest, "seed": seed}))


def test_lab_02_is_judged_with_the_students_seed(tmp_path: Path) -> None:
    write(tmp_path, lab_02("en"), OWN)
    items = forward.check(tmp_path, "en")  # the printout is still that of seed 42
    (wrong,) = [item for item in items if item.passed is False]
    assert wrong.found == "seed = 7"
    assert "those of seed 42" in wrong.pitfall
    program = tmp_path / "walkthrough.py"
    source = program.read_text(encoding="utf-8")
    assert source.count('\nLANGUAGE = "en"\n') == 1  # after the imports, of which SEED is one
    program.write_text(source.replace("\nLANGUAGE =", f"\nSEED = {OWN}\nLANGUAGE ="))
    printed = forward._run(tmp_path, None, part="walkthrough", file=program.name)
    (tmp_path / "walkthrough.txt").write_text(printed.values["printed"], encoding="utf-8")
    items = forward.check(tmp_path, "en")
    assert done(items), render("", items, "en")


def test_lab_03_is_judged_with_the_students_seed(tmp_path: Path) -> None:
    write(tmp_path, lab_03("en"), OWN)
    (wrong,) = [item for item in vanishing.check(tmp_path, "en") if item.passed is False]
    assert "those of seed 42" in wrong.pitfall
    models = {"rnn": measurement.vanilla_rnn(OWN), "gru": measurement.gru(OWN)}
    curves = {name: measurement.gradient_norms(model) for name, model in models.items()}
    (tmp_path / "decay.json").write_text(
        json.dumps({name: curve.tolist() for name, curve in curves.items()})
    )
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["results_summary"] = {
        f"{name}_orders_of_decay_per_10steps": float(10 * np.log10(g[-1] / g[0]) / (len(g) - 1))
        for name, g in curves.items()
    } | {"rnn_spectral_radius_W_hh": spectral_radius(models["rnn"].W_hh)}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    items = vanishing.check(tmp_path, "en")
    assert done(items), render("", items, "en")


@pytest.mark.parametrize("name", ["lab-02", "lab-03"])
def test_starter_files_hold_the_seed_that_was_given(name: str, tmp_path: Path) -> None:
    assert cli.main(["start", name, "--into", str(tmp_path), "--seed", str(OWN)]) == 0
    assert stated_seed(tmp_path / "manifest.json") == OWN
    (program,) = [p for p in tmp_path.glob("*.py") if "\nSEED = " in p.read_text(encoding="utf-8")]
    assert "\nSEED = 7\n" in program.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["adding", "--seed", "3"], "adding"), (["lab-02", "--seed", "-3"], "-3")],
)
def test_a_seed_that_cannot_be_is_one_line(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["start", *arguments, "--into", str(tmp_path / "x")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"seed": true}', '{"seed": -1}', '{"seed": "7"}'])
def test_what_is_no_seed_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert stated_seed(tmp_path / "manifest.json") is None
