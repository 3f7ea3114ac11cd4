"""What counts as the same page in two languages."""

from __future__ import annotations

import pytest
from course.reading import parity
from course.texts.errors import CourseErrors
from site_project import Project, block

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
        compare(project, "# T\n\n" + block("1", 'alt="A line."'), "# T\n\n" + spanish)


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
