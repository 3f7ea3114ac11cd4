"""`course walk`: what is missing, and a skeleton to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest
from course import cli
from course.commands import walk as report
from course.reading.walks import statements
from walk_project import SAMPLE, Walked

ROOT = Path(__file__).resolve().parents[3]


def said(walked: Walked, lang: str = "en") -> tuple[str, bool]:
    page = walked.session().page("en", "code/train")
    lines, fine = report.report([(page, page.meta.get("walks", []))], walked.code, lang)
    return "\n".join(lines), fine


def test_says_that_nothing_is_missing(walked: Walked) -> None:
    text = "Annotations: 9; pages: 1; files: rnn/train.py. Nothing is missing."
    assert said(walked) == (text, True)


def test_lists_every_statement_without_annotation(walked: Walked) -> None:
    walked.edit("    states = []\n", "    states = []\n    h = 0 * h\n    print(h)\n")
    text, fine = said(walked)
    assert not fine
    assert "docs/en/code/train.md: statements without an annotation (2):\n" in text
    assert text.endswith("  rnn/train.py:29: h = 0 * h\n  rnn/train.py:30: print(h)")
    assert "instrucciones sin anotación (2):" in said(walked, "es")[0]


def test_a_skeleton_needs_nothing_but_annotations(walked: Walked) -> None:
    lines = report.skeleton(walked.code, "rnn/train.py", ["Model", "forward"])
    assert lines[:4] == [
        '````walk file="rnn/train.py" name="Model, forward"',
        "@ class Model:",
        "",
        "@     def __init__(self, size: int) -> None:",
    ]
    assert "@         h = np.tanh(model.W @ h + x)" in lines
    assert not any("#" in line or '"""' in line for line in lines)
    module = report.skeleton(walked.code, "rnn/train.py", [])
    walked.english = "---\nwalks: [rnn/train.py]\n---\n# T\n\n" + "\n".join(
        line
        for text in (module, lines)
        for line, after in zip(text, [*text[1:], ""], strict=True)
        for line in [line, *(["Note."] if line[:1] == "@" and after[:1] != "@" else [])]
    )
    assert walked.faults() == []


@pytest.mark.parametrize("file", sorted((ROOT / "code" / "char_rnn").glob("*.py")))
def test_every_line_of_a_real_file_is_part_of_one_statement_or_between_two(file: Path) -> None:
    source = statements.read(ROOT / "code", f"char_rnn/{file.name}")
    before = 0
    for statement in source.statements:
        assert before < statement.first <= statement.last <= len(source.lines)
        code = "\n".join(source.lines[statement.span[0] - 1 : statement.span[1]])
        assert statements.tokens_of(code) == statement.tokens
        before = statement.last
    assert all(s in source.statements for s in source.scope(statements.MODULE))


def test_statements_hold_decorators_and_docstrings(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        '"""Doc."""\n@dataclass(frozen=True)\nclass A:\n    """Doc."""\n\n    x: int = 1; y = 2\n'
        "    @property\n    # Why.\n    def f(self): return 1\n"
    )
    found = [(s.first, s.last, s.text) for s in statements.read(tmp_path, "a.py").statements]
    assert found == [
        (1, 4, "@dataclass(frozen=True) class A:"),
        (6, 6, "x: int = 1; y = 2"),
        (7, 9, "@property def f(self): return 1"),
    ]


def test_the_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked = Walked(tmp_path)
    walked.session()
    monkeypatch.setattr(cli, "PROJECT", tmp_path)
    assert cli.main(["walk"]) == 0
    assert "Annotations: 18; pages: 2; files: rnn/train.py." in capsys.readouterr().out
    walked.write(SAMPLE.replace("states.append(h)", "states += [h]"))
    assert cli.main(["walk", "--lang", "es"]) == 1
    said = capsys.readouterr().out
    assert "docs/es/code/train.md" in said
    assert "docs/en/code/train.md" not in said
    assert cli.main(["walk", "code/trian"]) == 2
    assert "there is no page 'code/trian'" in capsys.readouterr().err
    assert cli.main(["walk", "--skeleton", "rnn/train.py", "foward"]) == 2
    assert "has no function, class or region 'foward'" in capsys.readouterr().err
    assert cli.main(["walk", "--skeleton", "rnn/train.py", "Model.count"]) == 0
    assert "@     def count(self) -> int:" in capsys.readouterr().out
