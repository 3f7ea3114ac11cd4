"""The sources: what the BibTeX file must hold, and how an entry is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.terms import sources
from course.texts.errors import CourseError

ELMAN = """@article{elman1990,
  author = {Elman, Jeffrey L.},
  title = {Finding structure in time},
  year = {1990},
  journal = {Cognitive Science},
  volume = {14},
  number = {2},
  pages = {179--211},
  doi = {10.1207/s15516709cog1402_1},
}
"""
MANY = """@inproceedings{cho2014,
  author = {Cho, Kyunghyun and van Merriënboer, Bart and A, B. and C, D. and E, F.},
  title = {Learning phrases?}, year = {2014}, booktitle = {EMNLP}, pages = {1--2},
  doi = {10.1/x}, eprint = {1406.1078} }
"""
THESIS = """@mastersthesis{hochreiter1991, author = {Hochreiter, Sepp}, title = {Untersuchungen},
  year = {1991}, school = {TUM}, langid = {de} }
"""
MANUAL = """@manual{torch-rnn, author = {{The Company}}, title = {torch.nn.RNN},
  url = {https://example.org/rnn} }
"""


def read(folder: Path, text: str) -> dict[str, sources.Source]:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "references.bib").write_text(text, encoding="utf-8")
    return sources.read(folder / "docs")


def test_an_entry_is_written_in_the_page_s_language(tmp_path: Path) -> None:
    found = read(tmp_path, ELMAN + MANY + THESIS + MANUAL)
    doi = "<https://doi.org/10.1207/s15516709cog1402_1>"
    assert found["elman1990"].written("en") == (
        "Jeffrey L. Elman (1990). Finding structure in time. "
        f"*Cognitive Science* 14(2), 179–211. {doi}"
    )
    assert '<span lang="en">Finding structure in time</span>.' in found["elman1990"].written("es")
    assert found["cho2014"].written("en") == (
        "Kyunghyun Cho et al. (2014). Learning phrases? *EMNLP*, 1–2. "
        "<https://arxiv.org/abs/1406.1078>"
    )
    whole = found["cho2014"].written("en", whole=True)
    assert "Bart van Merriënboer, B. A, D. C, F. E (2014)" in whole
    assert whole.endswith("<https://arxiv.org/abs/1406.1078> <https://doi.org/10.1/x>")
    assert '<span lang="de">*Untersuchungen*</span>' in found["hochreiter1991"].written("en")
    assert "Diploma thesis, TUM." in found["hochreiter1991"].written("en")
    assert "Tesina" in found["hochreiter1991"].written("es")
    manual = found["torch-rnn"].written("es")
    assert manual == "The Company. `torch.nn.RNN`. Documentación. <https://example.org/rnn>"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            ELMAN.replace("journal", "jurnal"),
            1,
            "'jurnal', which is never written. Write 'journal'",
        ),
        (MANUAL + ELMAN.replace("  year = {1990},\n", ""), 3, "'elman1990' has no year"),
        (ELMAN.replace("author", "note"), 1, "has the field 'note'"),
        (ELMAN.replace("  author = {Elman, Jeffrey L.},\n", ""), 1, "has no author"),
        (ELMAN.replace("@article", "@thing"), 1, "is of the type 'thing'"),
        (
            ELMAN.replace("  doi", "  % doi").replace("% doi = {10.1207/s15516709cog1402_1},", ""),
            1,
            "says nowhere",
        ),
        (ELMAN + ELMAN, None, "elman1990"),
        ("@article{x, title = {", 1, "this is no BibTeX"),
    ],
)
def test_a_faulty_entry_is_named_with_its_line(
    tmp_path: Path, text: str, line: int | None, said: str
) -> None:
    with pytest.raises(CourseError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("docs/references.bib", line)


def test_a_project_may_have_no_sources(tmp_path: Path) -> None:
    assert sources.read(tmp_path) == {}
