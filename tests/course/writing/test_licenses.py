"""Every vendored work has a license, and the license's text lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.writing import vendor
from course.writing.licenses import ASSETS, Licenses, works
from course.writing.vendor_archives import MANIFEST, VendorError

# How the texts of these licenses begin, or what must stand in them.
SAYS = {
    "MIT": "Permission is hereby granted, free of charge",
    "MPL-2.0": "Mozilla Public License",
    "OFL-1.1": "SIL OPEN FONT LICENSE Version 1.1",
    "BSD-3-Clause": "Neither the name of",
    "PSF-2.0": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
}
PACKAGE = """[[package]]
name = "thing"
version = "1.0"
license = "MIT"
integrity = "x"
works = [{ name = "Thing", home = "https://example.org/", text = "LICENSE" }]
files = [{ from = "a", to = "a.js", sha256 = "" }, { from = "l", to = "LICENSE", sha256 = "" }]
"""


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    (tmp_path / "vendor").mkdir()
    (tmp_path / MANIFEST).write_text(PACKAGE, encoding="utf-8")
    (tmp_path / "vendor/LICENSE").write_text("MIT " * 200, encoding="utf-8")
    return tmp_path


def changed(assets: Path, old: str, new: str) -> None:
    assert old in PACKAGE
    (assets / MANIFEST).write_text(PACKAGE.replace(old, new), encoding="utf-8")


def test_every_vendored_file_is_somebody_s_work_under_a_license_whose_text_is_kept() -> None:
    found = works()
    names = {work.name for work in found}
    assert names >= {"KaTeX", "Pyodide", "Python", "NumPy", "CodeMirror", "Source Serif 4"}
    for work in found:
        text = (ASSETS / "vendor" / work.text).read_text(encoding="utf-8")
        assert SAYS[work.license] in text, work
        assert work.home.startswith("https://")
        assert work.files > 0
    (editor,) = (work for work in found if work.name == "CodeMirror")
    assert any(part.startswith("@lezer/python ") for part in editor.parts)
    assert not any("esbuild" in part for part in editor.parts)
    assert vendor.check(ASSETS) == []  # the texts are pinned like all other files


def test_the_page_leads_to_each_text_that_is_published() -> None:
    english, spanish = Licenses("en")._repr_html_(), Licenses("es")._repr_html_()
    assert '<a href="../assets/vendor/katex/LICENSE">MIT</a>' in english
    assert '<a href="../../assets/vendor/katex/LICENSE">MIT</a>' in spanish
    assert "<td>MPL-2.0</td>" in english  # axe-core's lies among the tests
    assert "<th>Licencia</th>" in spanish
    assert "NumPy 2.2.5: BSD-3-Clause" in str(Licenses("en"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('license = "MIT"', 'license = ""', "Thing has no license"),
        ("text =", 'text = "gone", was =', "gone, the text of the license of Thing, is not there"),
        ("works = [{", "works = [] #", "brings a.js, but its `works` do not say whose work"),
    ],
)
def test_a_work_without_a_license_is_refused(assets: Path, old: str, new: str, said: str) -> None:
    assert [work.name for work in works(assets)] == ["Thing"]
    changed(assets, old, new)
    with pytest.raises(VendorError) as caught:
        works(assets)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    (assets / MANIFEST).write_text(PACKAGE, encoding="utf-8")
    (assets / "vendor/LICENSE").write_text("MIT", encoding="utf-8")
    with pytest.raises(VendorError, match="not whole"):
        works(assets)
