"""The style sheets of all pages as one, where Material's template and the course's meet."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.texts.errors import CourseError
from course.writing import joined_styles

STYLES = """<script>first()</script>
      <link rel="stylesheet" href="{0}main.57a0d79d.min.css">


        <link rel="stylesheet" href="{0}palette.fb2fffe2.min.css">
<style>:root{{--md-icon:1}}</style>"""
FOLDERS = ("assets/stylesheets/", "../../assets/stylesheets/")


def site(folder: Path, head: str, **sheets: str) -> Path:
    styles = folder / "assets" / "stylesheets"
    styles.mkdir(parents=True)
    for name, rules in sheets.items():
        (styles / name.replace("_", ".")).write_text(rules)
    (folder / "404.html").write_text(f"<head>{head}</head>")
    return folder


@pytest.mark.parametrize("folder", FOLDERS)
def test_one_link_stands_where_materials_two_stood(folder: str) -> None:
    head = joined_styles.linked(STYLES.format(folder))
    assert head.count("<link") == 1
    assert f'<link rel="stylesheet" href="{folder}base.css">' in head
    assert "first()" in head and "--md-icon" in head


def test_the_sheet_holds_all_three_in_their_order(tmp_path: Path) -> None:
    head = joined_styles.linked(STYLES.format(FOLDERS[0]))
    sheets = {"main_1a_min_css": "a{b:1}", "palette_2b_min_css": "a{b:2}", "course_css": "a{b:3}"}
    joined_styles.write(site(tmp_path, head, **sheets))
    written = (tmp_path / "assets/stylesheets/base.css").read_text()
    assert "".join(written.split()) == "a{b:1}a{b:2}a{b:3}"


@pytest.mark.parametrize(
    ("head", "sheets"),
    [
        # Another name, another order of the links, a second sheet of a kind, none.
        (STYLES.replace("palette", "colors"), ["main_1_min_css", "palette_2_min_css"]),
        (STYLES.replace("main", "x").replace("palette", "main"), ["main_1_min_css"]),
        (STYLES, ["main_1_min_css", "main_3_min_css", "palette_2_min_css"]),
        (STYLES, ["main_1_min_css"]),
    ],
)
def test_a_release_that_names_them_otherwise_stops_the_build(
    tmp_path: Path, head: str, sheets: list[str]
) -> None:
    linked = joined_styles.linked(head.format(FOLDERS[0]))
    made = site(tmp_path, linked, course_css="", **dict.fromkeys(sheets, "a{b:1}"))
    with pytest.raises(CourseError, match=r"do not load base\.css"):
        joined_styles.write(made)
