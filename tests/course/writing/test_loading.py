"""In which order a page's scripts run, and where its large data lie."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import quickjs
from course.texts.errors import CourseError
from course.writing import loading

BUNDLE = '<script src="../assets/javascripts/bundle.0a.min.js"></script>'
PAGE = f"""<html><head>
  <link rel="stylesheet" href="../main.css">
  <script src="../assets/javascripts/disk.js"></script>
  <script src="../assets/javascripts/page.js" defer></script>
  <script>inline()</script>
</head><body>
<p>Text.</p>
{BUNDLE}
<script src="../assets/progress.js" data-said="a > b"></script>
</body></html>
"""


def test_scripts_run_after_the_page_is_shown_in_the_order_of_before() -> None:
    page = loading.deferred(PAGE)
    scripts = re.findall(r'<script .*?src="[^"]*?([\w.]+)"(.*?)></script>', page)
    assert scripts == [
        ("disk.js", " defer"),
        ("bundle.0a.min.js", " defer"),
        ("progress.js", ' data-said="a > b" defer'),
        ("page.js", " defer"),
    ]
    head, _, body = page.partition("</head>")
    assert head.count("src=") == 4
    assert head.index("<script>inline()") < head.index("<link ")  # which it would wait for
    assert "<script" not in body
    assert loading.deferred("<p>Bare.</p>") == "<p>Bare.</p>"


@pytest.mark.parametrize("instead", ["", BUNDLE + BUNDLE])
def test_a_release_that_loads_its_script_otherwise_stops_the_build(instead: str) -> None:
    with pytest.raises(CourseError, match="does not load the theme's script, or loads it twice"):
        loading.deferred(PAGE.replace(BUNDLE, instead))


def test_large_data_come_late_from_a_file_and_then_the_scripts_that_read_them(
    tmp_path: Path,
) -> None:
    data = '{"a": "it\'s \\\\ \\"é\\"", "b": "' + "x" * loading.LARGE + '"}'
    script = '<script type="application/json" id="{}">{}</script>'
    page = PAGE.replace("<p>Text.</p>", script.format("big", data) + script.format("small", "{}"))
    read = '  <script src="../assets/a/{}.js" defer></script>\n'
    reading = "".join(read.format(name) for name in ("read", "show"))
    page = page.replace("  <script>inline", reading + "  <script>inline")
    apart = loading.Apart()
    assets = ["a/style.css", "a/read.js", "a/show.js"]
    light = apart.take(page, "../", assets)
    assert script.format("big", "") + script.format("small", "{}") in light
    (late,) = re.findall(r'<script type="application/json" id="course-late">(.*?)</script>', light)
    first, *own = json.loads(late)
    name = first.removeprefix("../")
    assert re.fullmatch(r"assets/data/big\.\w+\.js", name)
    assert own == ["../assets/a/read.js", "../assets/a/show.js"]
    assert reading in page and 'a/read.js" defer' not in light
    assert light.index("course-late") < light.index("</head>")
    apart.publish(tmp_path)
    context = quickjs.Context()
    context.eval("const element = {}, document = {getElementById: id => id === 'big' && element}")
    context.eval((tmp_path / name).read_text(encoding="utf-8"))
    assert context.eval("element.textContent") == data
    assert apart.take(page, "../", []) == page  # nothing reads them
    small = page.replace("x" * loading.LARGE, "")
    assert apart.take(small, "../", assets) == small  # nothing to wait for
