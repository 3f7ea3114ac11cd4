"""Results put into a page's Markdown, and the HTML that they become."""

from __future__ import annotations

import html
import re

import markdown as python_markdown
import pytest
from course.texts.errors import CourseError
from course.writing.render import render
from site_project import Project, block

EXTENSIONS = ["admonition", "attr_list", "footnotes", "tables"]
EXTENSIONS += ["pymdownx.superfences", "pymdownx.details", "pymdownx.arithmatex"]
GENERIC = {"pymdownx.arithmatex": {"generic": True}}  # as the site has it


def built(project: Project, page: str, lang: str = "en") -> str:
    project.page(page)
    run = project.session().run(lang, "labs/x")
    rendered = render("\n".join(run.page.lines), run)
    converted = python_markdown.markdown(
        rendered.markdown, extensions=EXTENSIONS, extension_configs=GENERIC
    )
    return rendered.draw(rendered.fill(converted))


def test_output_stands_below_its_code_wherever_that_is(project: Project) -> None:
    inner = ("    " + block("print('<x> & y')").replace("\n", "\n    ")).rstrip()
    page = built(project, f'# T\n\n!!! note "Look"\n\n    Before.\n\n{inner}\n\n    After.\n')
    box = page[page.index('<div class="admonition') :]
    places = [box.index(text) for text in ("Before.", "<code>", 'id="out-one"', "After.")]
    assert places == sorted(places)
    assert "<samp>&lt;x&gt; &amp; y</samp>" in box
    assert "<p><div" not in page
    assert "xCOURSE" not in page


def test_a_value_stands_in_its_sentence_and_table(project: Project) -> None:
    page = (
        "# T\n\n"
        + block("x = 1 / 8")
        + "\nIt is `{python} x:.2f`.\n\n| a |\n|---|\n| `{python} x` |\n"
    )
    spanish = built(project, page, "es")
    shown = '<span class="course-inline" title="Calculado en esta compilación">{}</span>'
    assert f"It is {shown.format('0,12')}." in spanish
    assert f"<td>{shown.format('0,125')}</td>" in spanish


def test_code_may_be_folded_or_hidden(project: Project) -> None:
    page = built(
        project,
        "# T\n\n"
        + block("a = 1", 'source="folded"')
        + "\n"
        + block("b = 2", 'source="hidden"', "two"),
    )
    assert "<summary>Show the code</summary>" in page
    assert "b = 2" not in page


def test_a_region_names_its_file(project: Project) -> None:
    page = built(
        project, '# T\n\n```python file="minimodel/texts/table.py" region="Table.cells"\n```\n'
    )
    assert "code/minimodel/texts/table.py" in page
    assert "cells" in page


def test_a_value_may_show_itself_as_html(project: Project) -> None:
    code = "from minimodel.texts.table import Table\nTable(['a'], [[0.5]], ['.1f'], lang)"
    page = built(project, "# T\n\n" + block(code), "es")
    assert '<td style="text-align: right">0,5</td>' in page


def test_code_with_fences_in_it_stays_whole(project: Project) -> None:
    page = built(
        project,
        '# T\n\n````python exec id="one"\nprint("""\n```\n""")\n````\n'.replace("````", "~~~~"),
    )
    assert "<samp>\n```</samp>" in page


def test_a_terminals_colors_become_colors(project: Project) -> None:
    code = "print('\\x1b[31mred\\x1b[0m <plain> \\x1b[1;34mboth\\x1b[m')"
    page = built(project, "# T\n\nText.\n\n" + block(code))
    assert '<span class="ansi-red-fg">red</span> &lt;plain&gt; ' in page
    assert '<span class="ansi-blue-intense-fg ansi-bold">both</span>' in page
    assert "\x1b" not in page


def test_code_that_speaks_is_shown_with_its_language(project: Project) -> None:
    code = block("x = 1\nprint(lang)", 'hl_lines="2"')
    for lang in ("en", "es"):
        page = built(project, f"# T\n\n{code}", lang)
        shown = page[page.index("<code>") : page.index("</code>")]
        text = "".join(re.sub(r"<[^>]+>", "", shown).split("\n", 1)[0])
        assert html.unescape(text) == f'lang = "{lang}"'
        marked = shown[shown.index('class="hll"') :]
        assert "print" in marked and ">1<" not in marked  # the line that was meant


def test_an_output_that_is_to_be_predicted_says_what_is_asked(project: Project) -> None:
    page = built(project, "# T\n\n" + block("print(3)", 'predict="How many, <3 or more?"'))
    asked = re.search(r'<div [^>]*id="out-one"([^>]*)>', page)
    assert asked is not None
    assert 'data-predict="How many, &lt;3 or more?"' in asked[1]
    assert "{guess}" in asked[1] and "data-show=" in asked[1]


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("So $x = `{python} 1`$ holds.", 3),
        ("$$\nx = `{python} 1`\n$$", 4),
        ("See [there](`{python} 'a.md'`).", 3),
        ("![Row `{python} 1`](a.svg)", 3),
        ('Text\n{ title="`{python} 1`" }', 4),
        ('A <span title="`{python} 1`">span</span>.', 3),
        ("Text.\n\n    x = `{python} 1`", 5),
        ("Text.\n\n[there]: `{python} 1`", 5),
    ],
)
def test_a_value_that_the_page_would_not_show_is_a_fault(
    project: Project, page: str, line: int
) -> None:
    with pytest.raises(CourseError, match="in a sentence stands where a page can") as caught:
        built(project, f"# T\n\n{page}\n")
    assert (caught.value.file, caught.value.line) == ("docs/en/labs/x.md", line)


def test_a_result_in_an_element_that_browsers_do_not_show_is_a_fault(project: Project) -> None:
    page = "# T\n\nText.\n\n<title>\n\n" + block("print(1)") + "\n</title>\n"
    with pytest.raises(CourseError, match=r"x\.md:7: block 'one' stands where a page can show no"):
        built(project, page)


@pytest.mark.parametrize(
    "page",
    [
        "Text $x$ `{python} 1` $y = 2$.",
        "Text[^1].\n\n[^1]: A note with `{python} 1`.",
        '!!! note "Title `{python} 1`"\n\n    Text.',
        "See [page `{python} 1`](a.md) and **`{python} 2`**.",
        "<details><summary>`{python} 1`</summary>\n\n" + block("print(1)") + "\n</details>",
    ],
)
def test_a_value_is_shown_in_all_that_is_text(project: Project, page: str) -> None:
    shown = built(project, f"# T\n\n{page}\n")
    assert shown.count('class="course-inline"') == page.count("{python}")
    assert "xCOURSE" not in shown
