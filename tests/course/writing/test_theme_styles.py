"""Style sheets of others as the site publishes them: what no page needs is not there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import material
import pytest
from course.texts.errors import CourseError
from course.writing import theme_styles

KATEX = Path("vendor/katex/katex.min.css")
OWN = Path(__file__).parents[3] / "docs/assets"
ASSETS = Path(material.__file__).parent / "templates" / "assets"
PAGE = """<html><body dir="ltr" data-md-color-primary="custom" data-md-color-accent="custom">
<header class="md-header md-header--shadow"><form class="md-search"></form></header>
<article class="md-typeset"><table><tr><td>1</td></tr></table></article></body></html>"""


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A built site of one page, with Material's files and KaTeX's."""
    (tmp_path / "assets" / KATEX).parent.mkdir(parents=True)
    shutil.copy(OWN / KATEX, tmp_path / "assets" / KATEX)
    for folder in ("stylesheets", "javascripts"):
        shutil.copytree(
            ASSETS / folder, tmp_path / "assets" / folder, ignore=shutil.ignore_patterns("*.map")
        )
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "assets/stylesheets/course.css").write_text("p{color:var(--md-warning-fg-color)}")
    return tmp_path


def selectors(sheet: str) -> set[str]:
    return set(re.findall(r"[^{},;]+(?=[,{])", sheet))


def test_what_no_page_has_is_left_out_and_nothing_else(published: Path) -> None:
    (main,) = (published / "assets/stylesheets").glob("main.*.css")
    (palette,) = (published / "assets/stylesheets").glob("palette.*.css")
    before = [main.read_text(), palette.read_text()]
    theme_styles.trim(published)
    after = [main.read_text(), palette.read_text()]
    assert len(after[0]) < 0.75 * len(before[0])
    assert len(after[1]) < 0.4 * len(before[1])
    for whole, light in zip(before, after, strict=True):
        assert light.count("{") == light.count("}")
        assert selectors(light) <= selectors(whole)
    gone = selectors(before[0]) - selectors(after[0])
    assert ".giscus" in gone
    # On the page; made by a script; put together by one; anything that is no class.
    kept = (".md-header--shadow", ".md-search-result__more", ".md-tooltip2", ".md-typeset table")
    for part in kept:
        assert any(part in selector for selector in selectors(after[0])), part
    assert "[data-md-color-scheme=slate]" in after[1]
    assert "[data-md-color-primary=red]" not in after[1]
    assert "--md-warning-fg-color:" in after[0]  # the course's own sheet reads it
    assert "--md-tasklist-icon" not in after[0]


def test_formulas_keep_their_fonts_and_what_they_are_set_with(published: Path) -> None:
    katex = published / "assets" / KATEX
    page = (
        '<html dir="ltr"><span class="katex"><span class="mord mathnormal">h</span></span></html>'
    )
    (published / "formula.html").write_text(page)
    before = katex.read_text()
    theme_styles.trim(published)
    after = katex.read_text()
    assert after.count("@font-face") == before.count("@font-face") > 20
    assert ".katex .mathnormal{" in after
    assert ".katex .mathcal" in before and ".mathcal" not in after
    assert len(after) < 0.6 * len(before)


@pytest.mark.parametrize(
    ("sheet", "light"),
    [
        (".a{x:1}.b{x:1}", ".a{x:1}"),
        (".b,.a>p,:is(.a,.b) i{x:1}", ".a>p,:is(.a,.b) i{x:1}"),
        (".a:not(.b),.b:not(.a){x:1}", ".a:not(.b){x:1}"),
        ("@media print{.b{x:1}}@media print{.b{x:1}p{x:1}}", "@media print{p{x:1}}"),
        ('@charset "UTF-8";.b{x:1}@font-face{x:1}', '@charset "UTF-8";@font-face{x:1}'),
        ('.b{x:"}"}.a{x:url("data:;{")}', '.a{x:url("data:;{")}'),
        (".made-up{x:1}[dir=rtl] p{x:1}[dir=ltr] p{x:1}", ".made-up{x:1}[dir=ltr] p{x:1}"),
    ],
)
def test_rules_are_kept_for_what_may_be_there(sheet: str, light: str) -> None:
    shown = theme_styles.Shown(classes={"a", "made-"}, directions={"ltr"})
    assert theme_styles.rules(sheet, shown) == light


def test_variables_stay_that_are_read() -> None:
    sheet = ':root{--md-a:url("data:;}");--md-b:1;--md-c:2}p{x:var(--md-b)}'
    assert theme_styles.variables(sheet, {"--md-b"}) == ":root{--md-b:1;}p{x:var(--md-b)}"


def test_a_release_with_other_sheets_stops_the_build(published: Path) -> None:
    (main,) = (published / "assets/stylesheets").glob("main.*.css")
    main.unlink()
    with pytest.raises(CourseError, match="0 such style sheets, or no rule"):
        theme_styles.trim(published)
