"""Walks within the site's pages: both languages, links, results, what stops a build."""

from __future__ import annotations

import pytest
from course.texts.errors import CourseErrors
from course.writing import notebooks, page_chrome, walk_html
from course.writing.render import render
from material.plugins.search.plugin import Parser
from walk_project import Walked


def test_a_page_whose_walks_are_whole_is_prepared(walked: Walked) -> None:
    session = walked.session()
    session.prepare()
    assert [walk.address for walk in session.results.of("es", "code/train").walks] == [
        "walk-train.py",
        "walk-Model",
        "walk-forward",
        "walk-forward-part-2",
    ]


@pytest.mark.parametrize(
    ("lang", "title", "read", "keep"),
    [
        ("en", "The 1 files that are read here", "Read train.py as a whole", "Download train.py"),
        ("es", "Los 1 archivos que se leen aquí", "Leer train.py completo", "Descargar train.py"),
    ],
)
def test_many_files_stand_folded_behind_one_word(
    walked: Walked, monkeypatch: pytest.MonkeyPatch, lang: str, title: str, read: str, keep: str
) -> None:
    session = walked.session()
    session.prepare()
    run = session.results.of(lang, "code/train")
    beside = walk_html.files(run.walks, run.page)
    assert [link.rpartition(">")[0].rpartition(">")[2] for link in beside] == [
        f"{read}</a",
        f"{keep}</a",
    ]
    monkeypatch.setattr(walk_html, "UNFOLDED_FILES", 0)
    [folded] = walk_html.files(run.walks, run.page)
    assert folded.startswith('<details class="course-files">') and " open" not in folded
    assert f"<summary>{title}</summary>" in folded
    # A link's name begins with a verb for whoever hears it; what is seen is in it.
    assert f'.py.txt" aria-label="{read}">train.py</a>' in folded
    assert f'.py" download aria-label="{keep}">{keep.split()[0]}</a>' in folded
    # The row that it stands in is no part of what is searched, and what follows is.
    search = Parser()
    search.feed(page_chrome.page('<h1 id="t">Title</h1><p>Text</p>', run, notebook=False))
    assert ["".join(s.title) for s in search.data] == ["Title"]
    assert "<p>Text</p>" in "".join(search.data[0].text)
    assert title not in "".join(search.data[0].text)


def test_an_edit_of_the_code_stops_the_build_in_both_languages(walked: Walked) -> None:
    walked.edit("RATE = 0.1", "RATE = 0.01")
    with pytest.raises(CourseErrors) as caught:
        walked.session().prepare()
    said = str(caught.value).split("\n")
    assert [line.partition(":")[0] for line in said] == [
        "docs/en/code/train.md",
        "docs/es/code/train.md",
    ]
    assert all("`RATE = 0.1` is no longer in rnn/train.py" in line for line in said)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "@ RATE = 0.1\n",
            "@ RATE = 0.2\n",
            "the walk explains `RATE = 0.2` where docs/en/code/train.md:16 explains `RATE = 0.1`.",
        ),
        (
            "@# the-state\n",
            "@# el-estado\n",
            "explains `if not states: return h` (#el-estado) where",
        ),
        (
            "\n@ return h\nThe last state.\n",
            "",
            "the walk ends where docs/en/code/train.md:55 explains `return h`.",
        ),
        ('name="Model"', 'name="Mod"', "the walks of this section are"),
        ("see [the model](#model)", "mira el modelo", "the link targets of this section differ"),
        ("Holds $W$.", "Guarda $W$.\n\n!!! note\n    X.", "the boxes and tabs of this section"),
        (
            "---\n# The",
            "walks: [rnn/train.py]\n---\n# The",
            "key 'walks' stands in the translation",
        ),
    ],
)
def test_a_translation_explains_the_same_code(
    walked: Walked, old: str, new: str, message: str
) -> None:
    assert old in walked.spanish
    walked.spanish = walked.spanish.replace(old, new, 1)
    with pytest.raises(CourseErrors) as caught:
        walked.session().prepare()
    assert message in str(caught.value)


def test_links_in_annotations_and_to_them_are_checked(walked: Walked) -> None:
    walked.edit_page("(#model)", "(#modle)")
    walked.edit_page("(#note-forward-1)", "(#note-forward-9)")
    with pytest.raises(CourseErrors) as caught:
        walked.session().prepare()
    assert "the link '#modle' leads to an anchor" in str(caught.value)
    assert "the link '#note-forward-9' leads to an anchor" in str(caught.value)


def test_an_address_is_given_once(walked: Walked) -> None:
    walked.edit_page("@ return h\nThe", "@# the-state\n@ return h\nThe")
    (fault,) = walked.faults()
    assert "a second address #the-state; the first is in line" in fault


def test_values_in_annotations_are_computed(walked: Walked) -> None:
    walked.edit_page("Small steps.", "Of `{python} 1 / 8`.")
    session = walked.session()
    assert session.run("en", "code/train").values == ["0.125"]
    assert session.run("es", "code/train").values == ["0,125"]


def test_an_edit_of_the_file_makes_the_page_another(walked: Walked) -> None:
    session = walked.session()
    session.prepare()
    before = session.results.digest("en", "code/train")
    walked.edit("# Drawn small.", "# Drawn very small.")
    session.prepare()
    assert session.results.digest("en", "code/train") != before


def test_rows_hold_code_with_real_line_numbers_beside_annotations(walked: Walked) -> None:
    session = walked.session()
    run = session.run("en", "code/train")
    rendered = render("\n".join(run.page.lines), run)
    assert "@ RATE" not in rendered.markdown
    assert "RATE = 0.1" not in rendered.markdown  # code is put in last
    assert '<div class="course-walk__note" id="the-state" markdown="1">' in rendered.markdown
    page = rendered.draw(rendered.fill(rendered.markdown))
    assert 'id="train.py-L7"' in page
    assert 'href="#train.py-L7" tabindex="-1">7</a><span class="n">RATE</span>' in page
    assert page.count("data-search-exclude") >= 9  # each row's code, and each head


def test_strings_of_several_lines_are_colored_as_a_whole(walked: Walked) -> None:
    walked.write('def f():\n    """One.\n\n    def g(): no code.\n    """\n    return 1\n')
    walked.english = (
        '# T\n\n````walk file="rnn/train.py" name="f"\n@ def f():\n@ return 1\nX.\n````\n'
    )
    walked.spanish = walked.english.replace("X.", "Y.")
    run = walked.session().run("en", "code/train")
    rendered = render("\n".join(run.page.lines), run)
    page = rendered.draw(rendered.fill(rendered.markdown))
    assert ">    </span>def g(): no code.</span>" in page


def test_a_notebook_shows_each_annotation_below_its_code(walked: Walked) -> None:
    run = walked.session().run("en", "code/train")
    made = notebooks.build(run, notebooks.page_link("code/train"), run.page.lines)
    text = "\n".join(cell["source"] for cell in made["cells"])
    assert "```python\nRATE = 0.1  # a tenth\n```\n\nSmall steps." in text
    assert "\n@ " not in text
