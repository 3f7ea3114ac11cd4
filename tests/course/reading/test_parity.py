"""What counts as the same page in two languages."""

from __future__ import annotations

import pytest
from course.reading import parity
from course.texts.errors import CourseErrors
from site_project import Project, block, faults, spanish

ENGLISH = """# Title

A [link](other.md) and a value `{python} x:.1f`.

## One { #one }

!!! note "Look"

    Inside[^1].

| a | b |
|---|---|
| 1 | 2 |

- item

$$h_t$$

[^1]: Note.
"""
SPANISH = """# Título

Un valor `{python} x:.1f` y un [enlace](other.md).

## Uno { #one }

!!! note "Mira"

    Dentro[^1].

| a | b |
|---|---|
| 1 | 2 |

- elemento

$$h_t$$

[^1]: Nota.
"""


def compare(project: Project, english: str, spanish: str) -> None:
    project.page(english, es=spanish)
    session = project.session()
    parity.compare(session.page("en", "labs/x"), session.page("es", "labs/x"))


def test_order_within_a_sentence_may_differ(project: Project) -> None:
    compare(project, ENGLISH, SPANISH)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{ #one }", "{ #uno }", r"x\.md:5: the heading is ## \{ #uno \} where"),
        ("## Uno { #one }\n", "", r"docs/en/labs/x\.md:5 has the heading ## \{ #one \}"),
        ("`{python} x:.1f`", "0,6", "the computed values of this section differ.*missing 'x:.1f'"),
        ("(other.md)", "(otro.md)", "the link targets of this section differ"),
        ("!!! note", "!!! warning", "the boxes and tabs of this section differ"),
        ("| 1 | 2 |\n", "", "the table rows of this section differ"),
        ("- elemento\n", "", "the list items of this section differ"),
        ("$$h_t$$\n", "", "the displayed formulas of this section differ"),
        ("Dentro[^1]", "Dentro", "the footnotes of this section differ"),
    ],
)
def test_a_difference_in_structure_is_a_fault(
    project: Project, old: str, new: str, message: str
) -> None:
    assert old in SPANISH
    with pytest.raises(CourseErrors, match=message):
        compare(project, ENGLISH, SPANISH.replace(old, new))


@pytest.mark.parametrize(
    ("spanish", "message"),
    [
        ('```python exec id="two"\n```\n', "the blocks of this section are two where"),
        ("", "the blocks of this section are none where"),
        ('```python exec id="one"\n1\n```\n', "block 'one' holds code"),
        ('```python exec id="one"\n```\n', "block 'one' has no alt"),
        ('```python exec id="one" alt="A line."\n```\n', "the alt text of block 'one' is not"),
        ('```python exec id="one" alt="Una." timeout="9"\n```\n', "has the option 'timeout'"),
    ],
)
def test_blocks_are_the_same_in_both_languages(
    project: Project, spanish: str, message: str
) -> None:
    with pytest.raises(CourseErrors, match=message):
        compare(
            project, "# T\n\nText.\n\n" + block("1", 'alt="A line."'), "# T\n\nTexto.\n\n" + spanish
        )


def test_a_heading_without_an_anchor_is_a_fault(project: Project) -> None:
    project.page("# T\n\n## One\n")
    with pytest.raises(CourseErrors, match=r"x\.md:3: the heading 'One' has no anchor"):
        project.session().prepare()


def test_a_shown_region_is_the_same_in_both_languages(project: Project) -> None:
    shown = '# T\n\n```python file="minimodel/texts/table.py" region="Table"\n```\n'
    compare(project, shown, shown)
    with pytest.raises(
        CourseErrors, match=r"the blocks of this section are minimodel/texts/table.py#"
    ):
        compare(project, shown, shown.replace("Table", "Table.cells"))


LONG = "The state of the network is read once more"


@pytest.mark.parametrize(
    ("english", "spanish", "line"),
    [
        (f"{LONG}\nthan before.", f"{LONG} than\nbefore.", 3),
        (f"- one\n- {LONG}", f"- uno\n- {LONG}", 4),
        (f"| a | {LONG} |", f"| b | {LONG} |", 3),
        (f"## {LONG} {{ #x }}", f"## {LONG} {{ #x }}", 3),
        (f'!!! note "{LONG}"\n\n    Text.', f'!!! note "{LONG}"\n\n    Texto.', 3),
        (f"!!! note\n\n    {LONG}.", f"!!! note\n\n    {LONG}.", 5),
        (f"> {LONG} `{{python}} 1`.", f"> {LONG} `{{python}} 1`.", 3),
        ("One, two, three, four, five, six", "One, two, three, four, five, six", None),
        ("Text $a b c d e f g h$ `i j k`", "Text $a b c d e f g h$ `i j k`", None),
        (f"{LONG}.\n{{ lang=en }}", f"{LONG}.\n{{ lang=en }}", None),
        (f"- {LONG}[^1].\n\n[^1]: {LONG}.", f"- Leída[^1].\n\n[^1]: {LONG}.", None),
    ],
)
def test_prose_that_was_not_translated_is_a_fault(
    project: Project, english: str, spanish: str, line: int | None
) -> None:
    english, spanish = f"# T\n\n{english}\n\nEnd.\n", f"# T\n\n{spanish}\n\nFin.\n"
    if line is None:
        compare(project, english, spanish)
        return
    with pytest.raises(
        CourseErrors, match=rf"docs/es/labs/x\.md:{line}: the text is the same as in"
    ):
        compare(project, english, spanish)


def test_a_caption_that_was_not_translated_is_a_fault(project: Project) -> None:
    page = "# T\n\nText.\n\n" + block("1", f'alt="A line." caption="{LONG}"')
    with pytest.raises(CourseErrors, match=r"x\.md:5: the text is the same as in"):
        compare(project, page, spanish(page))


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("", "docs/en/labs/x.md: the page does not begin with its title"),
        ("---\ndescription: Text.\n---\n", "docs/en/labs/x.md: the page does not begin with"),
        ("Text.\n", "docs/en/labs/x.md:1: the page does not begin with its title"),
        ("Text.\n\n# T\n\nText.\n", "docs/en/labs/x.md:1: the page does not begin with"),
        ("# T\n", "docs/en/labs/x.md:1: nothing stands below the title"),
        ("---\nminutes: 3\n---\n\n# T\n\n\n", "docs/en/labs/x.md:5: nothing stands below"),
        ("# T\n\n<!-- To be\n\nwritten. -->\n", "docs/en/labs/x.md:1: nothing stands below"),
        ("# T\n\n## More { #more }\n\n* * *\n", "docs/en/labs/x.md:1: nothing stands below"),
        ("<div markdown>\n\n# T\n\n</div>\n", "docs/en/labs/x.md:3: nothing stands below"),
        ("# T\n\nText.\n\n# U\n\nText.\n", "docs/en/labs/x.md:5: a second title; the first"),
    ],
)
def test_a_page_has_one_title_and_text_below_it(project: Project, page: str, message: str) -> None:
    project.page(page)
    assert message in faults(project)


def test_what_wraps_a_page_may_stand_above_its_title(project: Project) -> None:
    page = block("x = 1", 'source="hidden"') + "\n<div markdown>\n\n# T\n\nText.\n\n</div>\n"
    project.page(page)
    project.session().prepare()
