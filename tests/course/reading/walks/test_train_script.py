"""The pages that walk through train.py: whole as they stand; what an edit of it does to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from course.reading import pages
from course.reading.pages import DOCS
from course.reading.walks import matching
from course.texts.errors import CourseErrors
from course.texts.languages import LANGUAGES
from site_project import ROOT

FILE = "char_rnn/train.py"
LOSS = "    loss = cross_entropy(ps, targets)\n"
MOMENTUM = "        parameter -= changes[name]\n"


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of the walked code, to be edited."""
    folder = tmp_path / "code"
    shutil.copytree(ROOT / "code" / "char_rnn", folder / "char_rnn")
    return folder


def faults(code: Path, lang: str) -> list[str]:
    """What a build would say of the page in one language; nothing if it is whole."""
    page = pages.read(DOCS, lang, "code/train")
    try:
        matching.walks(page, code, [FILE])
    except CourseErrors as errors:
        return [str(error) for error in errors.errors]
    return []


def edit(code: Path, old: str, new: str) -> None:
    file = code / FILE
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_statement_is_annotated(code: Path, lang: str) -> None:
    assert faults(code, lang) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "\n\ndef load_corpus(",
            "\n\n\n\n# A comment moves all that is below it.\ndef load_corpus(",
        ),
        (LOSS, LOSS.replace("    loss", "    # in nats\n    loss")),
    ],
    ids=["lines shift", "a comment"],
)
def test_an_edit_that_leaves_the_code_as_it_is_stops_nothing(
    code: Path, old: str, new: str
) -> None:
    edit(code, old, new)
    assert [faults(code, lang) for lang in LANGUAGES] == [[], []]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            LOSS,
            LOSS.replace("targets", "ids"),
            "is no longer in char_rnn/train.py; closest: ",
        ),
        (MOMENTUM, MOMENTUM + "        print(name)\n", "no annotation for `print(name)`"),
        ("def clip_gradient(", "def clip_norm(", "no function, class or region 'clip_gradient'"),
        (LOSS, "", "is no longer in char_rnn/train.py"),
    ],
    ids=["a statement changes", "a statement is new", "a function is renamed", "a statement goes"],
)
def test_an_edit_of_explained_code_stops_the_build_in_both_languages(
    code: Path, old: str, new: str, said: str
) -> None:
    edit(code, old, new)
    for lang in LANGUAGES:
        found = faults(code, lang)
        assert any(said in fault for fault in found), found
        assert all(fault.startswith(f"docs/{lang}/code/train.md:") for fault in found), found


def test_code_that_moves_to_another_place_stops_the_build(code: Path) -> None:
    edit(code, LOSS, "")
    edit(code, MOMENTUM, MOMENTUM + LOSS)
    assert any("loss = cross_entropy" in fault for fault in faults(code, "en"))
