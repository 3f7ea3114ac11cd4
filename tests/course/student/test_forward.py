"""The check of lab 02: the reference passes, each wrong solution is told its mistake."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from course.student.checklist import WIDTH, Item, done, render
from course.student.checks.forward import check, check_model, check_sigmoid
from course.student.start import start
from course.student.texts import text
from matplotlib.image import imsave
from minimodel.labs.forward.folder import experiment_files

WRONG = tomllib.loads(
    Path(__file__).with_name("answers").joinpath("wrong_forward.toml").read_text()
)
CLASSES = {"rnn_forward.py": "VanillaRNN", "gru_forward.py": "GRU"}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return experiment_files("en")


@pytest.fixture
def folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    """The reference's folder."""
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def change(path: Path, replace: Sequence[Sequence[str]]) -> None:
    content = path.read_text(encoding="utf-8")
    for old, new in replace:
        assert old in content, f"{path.name} has no {old!r}"
        content = content.replace(old, new)
    path.write_text(content, encoding="utf-8")


def failed(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.passed is False]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_reference_passes(folder: Path, lang: str) -> None:
    if lang == "es":
        for name, content in experiment_files("es", full=True).items():
            (folder / name).write_bytes(content)
    items = check(folder, lang)
    assert done(items), render("", items, lang)
    assert len(items) == 11
    assert max(map(len, render("", items, lang).splitlines())) <= WIDTH


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("same_process")
def test_a_wrong_model_is_told_its_mistake(folder: Path, name: str) -> None:
    wrong = WRONG[name]
    change(folder / wrong["file"], wrong["replace"])
    model = CLASSES[wrong["file"]]
    items = check_model(model, folder, "en").items
    title = text(f"forward.{wrong['item']}", "en", name=model)
    assert [item.title for item in failed(items)] == [title], render("", items, "en")
    (item,) = failed(items)
    assert wrong["found"] in item.found
    assert item.pitfall.startswith(
        text(f"forward.{wrong['mistake']}", "en", **wrong.get("values", {}))
    )


@pytest.mark.usefixtures("same_process")
def test_an_open_gate_is_told_its_level(folder: Path) -> None:
    change(folder / "gru_forward.py", WRONG["open_gate_bias"]["replace"])
    (item,) = failed(check_model("GRU", folder, "es").items)
    assert "z es alrededor de 0,9933" in item.pitfall


@pytest.mark.parametrize(
    ("body", "found", "pitfall"),
    [
        ("1 / (1 + np.exp(-np.asarray(x)))", "overflow encountered in exp", True),
        ("np.exp(np.asarray(x)) / (1 + np.exp(np.asarray(x)))", "overflow", True),
        ("0.5 * np.asarray(x)", "-500", False),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_an_unstable_sigmoid(folder: Path, body: str, found: str, pitfall: bool) -> None:
    (folder / "gru_forward.py").write_text(
        f"import numpy as np\n\ndef sigmoid(x):\n    return {body}\n"
    )
    item = check_sigmoid(folder, "en")
    assert found in item.found
    assert bool(item.pitfall) == pitfall


def test_the_started_folder_has_everything_to_do(tmp_path: Path) -> None:
    start("lab-02", tmp_path, "es")
    items = check(tmp_path, "es")
    judged = [item for item in items if item.passed is not None]
    assert failed(items) == judged
    assert all(item.found for item in judged)


@pytest.mark.parametrize(
    ("file", "replace", "title", "found", "pitfall"),
    [
        ("walkthrough.txt", [["\n3  ", "\n9  "]], "printed", "all such lines: 0", ""),
        ("walkthrough.txt", [["\n0  ", "\n0  <bos> "]], "printed", "t = 0 reads <bos>", "off by"),
        ("walkthrough.txt", [["2  I", "2  you"]], "printed", "t = 2 reads you", ""),
        ("manifest.json", [['"seed": 42', '"seed": 43']], "manifest", "seed = 43", ""),
        ("manifest.json", [['"numpy":', '"other":']], "manifest", "missing: numpy", ""),
        ("manifest.json", [["{", "["]], "manifest", "manifest.json:", ""),
        ("README.md", [["h_8", "this"], ["third person", ""]], "readme", "what is in h_8", ""),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_the_other_files(
    folder: Path, file: str, replace: list[list[str]], title: str, found: str, pitfall: str
) -> None:
    (folder / "rnn_forward.py").unlink()  # what is compared here does not need it
    (folder / "gru_forward.py").unlink()
    change(folder / file, replace)
    table = "forward" if title == "printed" else "documents"
    wanted = text(f"{table}.{title}", "en", file=file, count=4)
    (item,) = [item for item in check(folder, "en") if item.title == wanted]
    assert found in item.found
    assert pitfall in item.pitfall


def test_an_old_printout_and_a_blank_figure(folder: Path) -> None:
    lines = (folder / "walkthrough.txt").read_text().splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("5  "))
    lines[place] = lines[place].rstrip()[:-6] + "9.9999\n"
    (folder / "walkthrough.txt").write_text("".join(lines))
    imsave(folder / "hidden_state_evolution.png", np.ones((100, 400, 3)))
    found = {item.title: item for item in failed(check(folder, "en"))}
    assert len(found) == 3
    printed = found[text("forward.printed", "en", file="walkthrough.txt")]
    assert printed.found.endswith("‖h_5‖ = 10")
    rerun = found[text("forward.rerun", "en", program="walkthrough.py", printout="walkthrough.txt")]
    assert rerun.found.startswith(f"line {place + 1}: 5")
    assert "an empty left half" in {item.found for item in found.values()}


@pytest.mark.usefixtures("same_process")
def test_a_manifest_written_by_hand(folder: Path) -> None:
    """The starter's own keys are as good as the reference's."""
    start("lab-02", folder / "own", "en")
    values = json.loads((folder / "own" / "manifest.json").read_text())
    values["date"] = "2024-02-29"
    values["results_summary"] = dict.fromkeys(values["results_summary"], 1)
    values["versions"] = {"python": "3.11", "numpy": "2"}
    (folder / "manifest.json").write_text(json.dumps(values))
    assert not failed([item for item in check(folder, "en") if "manifest" in item.title])


@pytest.mark.parametrize(
    "body",
    [
        "0.5 * (1 + np.tanh(x / 2))",
        "1 / (1 + np.exp(-np.clip(x, -500, 500)))",
        "np.where(x < 0, np.exp(np.minimum(x, 0)), 1) / (1 + np.exp(-np.abs(x)))",
        "np.exp(-np.logaddexp(0, -x))",
        "[0.5 + 0.5 * np.tanh(v / 2) for v in x]",
    ],
)
@pytest.mark.usefixtures("same_process")
def test_every_stable_sigmoid_passes(folder: Path, body: str) -> None:
    (folder / "gru_forward.py").write_text(
        f"import numpy as np\n\ndef sigmoid(x):\n    return {body}\n", encoding="utf-8"
    )
    assert check_sigmoid(folder, "en").passed is True
