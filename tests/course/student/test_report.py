"""The report holds what the folders hold, says what is missing, and replaces nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from course import cli
from course.student import templates
from course.student.report import BLANK, collect, report
from course.student.verdicts import Verdict
from minimodel.labs.forward.folder import experiment_files as lab_02
from minimodel.labs.vanishing.folder import experiment_files as lab_03

LAB_02 = Path("experiments/14-conjugation-completion")
LAB_03 = Path("experiments/14-vanishing-grad")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder, files in ((LAB_02, lab_02("en")), (LAB_03, lab_03("en"))):
        (tmp_path / folder).mkdir(parents=True)
        for name, content in files.items():
            (tmp_path / folder / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_writes_it_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "--lang", "en"]) == 0
    written = Path("report/report.md")
    said = written.read_text(encoding="utf-8")
    assert re.search(r"\| lab-02 \| (\d+)/\1 \|  \|", said)
    assert "| rnn: orders of magnitude lost | 11.49 |" in said
    assert "Seed: 42" in said
    for name in ("hidden_state_evolution.png", "decay.png"):
        assert f"]({name})" in said
        assert Path("report", name).read_bytes().startswith(b"\x89PNG")
    written.write_text("my words", encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["report", "--lang", "en"]) == 2
    assert "may hold your words" in capsys.readouterr().err
    assert written.read_text(encoding="utf-8") == "my words"


def test_what_is_missing_has_a_line_with_what_makes_it(root: Path) -> None:
    (root / LAB_03 / "decay.json").unlink()
    (root / LAB_02 / "hidden_state_evolution.png").write_bytes(b"GIF")
    (root / LAB_02 / "manifest.json").write_text("{")
    lines = collect(Path(), "es").lacks
    assert lines == [
        f"{LAB_02}/manifest.json no se puede leer como JSON. Para rehacerlo: completa manifest.json"
        " como dice la página del laboratorio",
        f"{LAB_02}/hidden_state_evolution.png no se puede leer como PNG. Para rehacerlo:"
        " python walkthrough.py --figure",
        f"falta en {LAB_03}: decay.json. Para obtenerlo: python bptt_norm.py",
    ]
    said = report(collect(Path(), "es"), [], "es")
    assert f"| rnn: órdenes de magnitud perdidos | {BLANK} |" in said
    assert "hidden_state_evolution.png" not in said


def test_nothing_to_report_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report", "--lang", "es"]) == 2
    assert "course start lab-02 --lang es" in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]


def test_a_students_texts_stay_in_their_cells(root: Path) -> None:
    manifest = {"seed": 7, "results": {"a|b": "x | <script>\ny", "list": [*range(20)]}}
    (root / LAB_02 / "manifest.json").write_text(json.dumps(manifest))
    (root / LAB_03 / "decay.json").write_text('{"rnn": [0, 1], "gru": ["a"], "odd": 3}')
    found = collect(Path(), "en")
    said = report(found, [Verdict("x", "lab-02", "failed", 1, 2, first="one | two")], "en")
    assert "| a\\|b | x \\| &lt;script> y |" in said
    assert "9 · … |" in said
    assert "| lab-02 | 1/2 | one \\| two |" in said
    assert "| rnn: g_0 | 0 |" in said
    assert f"| rnn: orders of magnitude lost | {BLANK} |" in said
    assert [*found.decay] == ["rnn"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_templates_ask_the_same_and_hold_no_number(lang: str) -> None:
    files = templates.experiment_files(lang)
    assert [*files] == ["report.md", "reflection.md"]
    text = files["report.md"].decode()
    assert text.count("?**") + text.count(".**") == 7
    assert BLANK in text
    assert "![" not in text
    assert files["reflection.md"].decode().count("**\n") == 5
