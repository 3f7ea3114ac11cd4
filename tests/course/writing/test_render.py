"""Results put into a page's Markdown, and the HTML that they become."""

from __future__ import annotations

import html
import re

import markdown as python_markdown
from course.writing.render import render
from site_project import Project, block

EXTENSIONS = ["admonition", "pymdownx.superfences", "pymdownx.details", "tables"]


def built(project: Project, page: str, lang: str = "en") -> str:
    project.page(page)
    run = project.session().run(lang, "labs/x")
    rendered = render("\n".join(run.page.lines), run)
    return rendered.draw(
        rendered.fill(python_markdown.markdown(rendered.markdown, extensions=EXTENSIONS))
    )


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
