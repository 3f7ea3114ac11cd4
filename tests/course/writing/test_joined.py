"""What all pages have as one file of each kind; where Material's template and the course's meet."""

from __future__ import annotations

from pathlib import Path

import pytest
import quickjs
from course.texts.errors import CourseError
from course.writing import joined

STYLES = """<script>first()</script>
      <link rel="stylesheet" href="{0}main.57a0d79d.min.css">


        <link rel="stylesheet" href="{0}palette.fb2fffe2.min.css">
<style>:root{{--md-icon:1}}</style>"""
FOLDERS = ("assets/stylesheets/", "../../assets/stylesheets/")


def site(folder: Path, head: str, **sheets: str) -> Path:
    """A built site of one page; of the sheets that are not given the course's own are empty."""
    (folder / "404.html").write_text(f"<head>{head}</head>")
    for name, rules in {"katex": "", "live_css": "", "course_css": "", **sheets}.items():
        below = "vendor/katex/katex.min" if name == "katex" else f"stylesheets/{name}"
        file = folder / "assets" / f"{below.replace('_', '.').removesuffix('.css')}.css"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(rules)
    for name in joined.SCRIPTS:
        file = folder / "assets" / "javascripts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"said.push('{name}')")
    return folder


@pytest.mark.parametrize("folder", FOLDERS)
def test_one_link_stands_where_materials_two_stood(folder: str) -> None:
    head = joined.linked(STYLES.format(folder))
    assert head.count("<link") == 1
    assert f'<link rel="stylesheet" href="{folder}base.css">' in head
    assert "first()" in head and "--md-icon" in head


def test_the_sheet_holds_all_in_their_order(tmp_path: Path) -> None:
    head = joined.linked(STYLES.format(FOLDERS[0]))
    sheets = {
        "main_1a_min_css": "a{b:1}",
        "palette_2b_min_css": "a{b:2}",
        "course_css": "a{b:3}",
        "katex": "a{b:4}",
        "live_css": "a{b:5}",
    }
    joined.write(site(tmp_path, head, **sheets))
    written = (tmp_path / "assets/stylesheets/base.css").read_text()
    assert "".join(written.split()) == "a{b:1}a{b:2}a{b:3}a{b:4}a{b:5}"


def of_parts(site: Path) -> Path:
    """The folder of the course's own sheets in a built site, each with a rule of its own."""
    sheets = site / "assets/stylesheets"
    for sheet, parts in joined.PARTS.items():
        (sheets / sheet).mkdir(parents=True)
        for name in parts:
            rule = f"{name} {{ src: url(../../vendor/{name}.woff2) }}\n"
            (sheets / sheet / f"{name}.css").write_text(rule)
    return sheets


@pytest.mark.parametrize("sheet", joined.PARTS)
def test_a_sheet_of_the_course_is_made_of_its_parts_and_finds_what_they_name(
    tmp_path: Path, sheet: str
) -> None:
    of_parts(tmp_path)
    joined.gather(tmp_path)
    rules = (tmp_path / f"assets/stylesheets/{sheet}.css").read_text().split("\n\n")
    assert [rule.split()[0] for rule in rules] == list(joined.PARTS[sheet])
    first = joined.PARTS[sheet][0]
    assert rules[0] == f"{first} {{ src: url(../vendor/{first}.woff2) }}"


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("course/tables", "course.css is not made of tables"),
        ("course/later", "course.css is not made of later"),
        ("walk/rows", "walk.css is not made of rows"),
        ("play/bar", "play.css is not made of bar"),  # another sheet's
        ("games/rules", "games.css is not made of rules"),  # of a sheet that nobody knows
    ],
)
def test_a_part_that_is_missing_or_has_no_place_stops_a_build(
    tmp_path: Path, part: str, told: str
) -> None:
    file = of_parts(tmp_path) / f"{part}.css"
    if file.exists():
        file.unlink()
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_text("a{b:c}")
    with pytest.raises(CourseError, match=f"{told}.*under PARTS") as error:
        joined.gather(tmp_path)
    assert error.value.file == f"docs/assets/stylesheets/{file.parent.name}"


def test_every_part_of_the_courses_sheets_is_there() -> None:
    source = Path(__file__).parents[3] / "docs/assets/stylesheets"
    for sheet, parts in joined.PARTS.items():
        assert {file.stem for file in (source / sheet).iterdir()} == set(parts)


@pytest.mark.parametrize(
    ("sheet", "address", "there"),
    [
        ("katex", "url(fonts/a.woff2)", "url(../vendor/katex/fonts/a.woff2)"),
        ("katex", "url('fonts/a.woff2')", "url('../vendor/katex/fonts/a.woff2')"),
        ("katex", 'url("../fonts/a.woff2")', 'url("../vendor/fonts/a.woff2")'),
        ("katex", "url(data:font/woff2;base64,AA)", "url(data:font/woff2;base64,AA)"),
        ("katex", 'url("#mark")', 'url("#mark")'),
        ("course_css", 'url("../vendor/fonts/a.woff2")', 'url("../vendor/fonts/a.woff2")'),
    ],
)
def test_an_address_still_leads_to_its_file(
    tmp_path: Path, sheet: str, address: str, there: str
) -> None:
    head = joined.linked(STYLES.format(FOLDERS[0]))
    sheets = {"main_1_min_css": "", "palette_2_min_css": "", sheet: f"a{{src:{address}}}"}
    joined.write(site(tmp_path, head, **sheets))
    assert f"a{{src:{there}}}" in (tmp_path / "assets/stylesheets/base.css").read_text()


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        ("/* why\n   so */\na {\n  b: 1;\n}\n", "a {\nb: 1;\n}\n"),
        (
            'a::before { content: "/* no */  \\" /*"; }',
            'a::before { content: "/* no */  \\" /*"; }',
        ),
        ("a { content: '/*' } /* x */ b { c: '*/' }", "a { content: '/*' }  b { c: '*/' }"),
        ("/* it's */ a { b: 1 } /* isn't */ c { d: 2 }", " a { b: 1 }  c { d: 2 }"),
    ],
)
def test_comments_and_indents_are_left_out_and_strings_are_not(
    tmp_path: Path, rules: str, left: str
) -> None:
    head = joined.linked(STYLES.format(FOLDERS[0]))
    joined.write(site(tmp_path, head, main_1_min_css="", palette_2_min_css=rules))
    written = (tmp_path / "assets/stylesheets/base.css").read_text()
    assert written.strip("\n") == left.strip("\n")


def test_scripts_run_in_their_order_though_one_fails_which_is_told(tmp_path: Path) -> None:
    head = joined.linked(STYLES.format(FOLDERS[0]))
    made = site(tmp_path, head, main_1_min_css="", palette_2_min_css="")
    scripts = made / "assets/javascripts"
    (scripts / "predict.js").write_text("const mine = 1\nfor (const x of [mine]) throw Error('no')")
    (scripts / "page.js").write_text(
        "  // Why.\nconst mine = 2 // of the same name\n\nsaid.push(mine)"
    )
    joined.write(made)
    context = quickjs.Context()
    context.eval("const said = [], later = [], setTimeout = act => later.push(act)")
    context.eval((scripts / "base.js").read_text())
    rest = [name for name in joined.SCRIPTS if name not in ("predict.js", "page.js")]
    assert context.eval("said.join()").split(",") == [*rest[:2], "2", *rest[2:]]
    assert context.eval("later.length") == 1
    assert "Why." not in (scripts / "base.js").read_text()
    with pytest.raises(quickjs.JSException, match="no"):
        context.eval("later[0]()")


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
    linked = joined.linked(head.format(FOLDERS[0]))
    made = site(tmp_path, linked, **dict.fromkeys(sheets, "a{b:1}"))
    with pytest.raises(CourseError, match=r"do not load base\.css"):
        joined.write(made)


@pytest.mark.parametrize("name", joined.SCRIPTS)
def test_no_text_in_a_script_goes_over_lines_of_which_one_could_be_taken_for_a_remark(
    name: str,
) -> None:
    script = Path(__file__).parents[3] / "docs/assets/javascripts" / name
    assert not [line for line in script.read_text().splitlines() if line.count("`") % 2]
