"""Places that Markdown and the course would read in different ways, and fences half right."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.reading import pages
from site_project import ROOT, Project, block, faults, spanish

TITLE = "# T\n\nText.\n\n"
INSIDE = block("print(1)").replace("\n", "\n    ").rstrip()


@pytest.mark.parametrize(
    ("page", "line", "message"),
    [
        (
            '```python exce id="one"\n1\n```',
            5,
            "unknown option 'exce' on a block. Did you mean exec",
        ),
        (
            '```python Exec id="one"\n1\n```',
            5,
            "unknown option 'Exec' on a block. Did you mean exec",
        ),
        ("```python exec=1\n1\n```", 5, "Did you mean exec?"),
        ('```python exec="1" id="one"\n1\n```', 5, "Did you mean exec?"),
        ("```exec python\n1\n```", 5, "no language is called 'exec'. Write the language first"),
        ("~~~pyhton exec\n1\n~~~", 5, "cannot execute 'pyhton'"),
        ("~~~pyhton\n1\n~~~", 5, "no language is called 'pyhton'. Did you mean python?"),
        ('```python id="one"\n1\n```', 5, "the option 'id' stands on a block that does not run"),
        ('```python alt="A line."\n1\n```', 5, "the option 'alt' stands on a block that does not"),
        ('```{ .python title="x" exec }\n1\n```', 5, "unknown option '.python'"),
        ('```python titel="x"\n1\n```', 5, "Did you mean title?"),
        ('- ```python exec id="one"\n  1\n  ```', 5, "a fenced block opens here that is not read"),
        ('See ```python exec id="one"\n1\n', 5, "a fenced block opens here that is not read"),
        (f"<!--\n{block('1')}-->", 6, "a block stands inside an HTML comment"),
        (f"Text <!-- old\n\n{block('1')}\n--> text", 7, "a block stands inside an HTML comment"),
        ("A <!-- `{python} 1` --> value", 5, "a computed value stands inside an HTML comment"),
        (f"<pre>\n{block('1')}</pre>", 6, "a block stands above </pre>, where Markdown reads"),
        (f'<SCRIPT type="x">\n\n{block("1")}</SCRIPT>', 7, "a block stands above </script>, where"),
        ("<textarea>`{python} 1`</textarea>", 5, "a computed value stands above </textarea>"),
        ("<style\n>\n`{python} 1`\n</style>", 7, "a computed value stands above </style>, where"),
        (f"Text.\n\n    {INSIDE}", 7, "a fenced block is indented as code"),
        (f"- item\n\n        {INSIDE}".replace("\n    ", "\n        "), 7, "is indented as code"),
        ("It is `{python} 1`\n===", 5, "a heading is underlined instead of marked"),
        ("It is `{python} 1`\n---", 5, "a heading is underlined instead of marked"),
        ("!!! note\n\n    ## It is `{python} 1` { #it }", 7, "a heading is not written as"),
        ("##It is `{python} 1`", 5, "a heading is not written as the course reads it"),
        ("- ## It is `{python} 1` { #it }", 5, "a heading is not written as the course reads it"),
        ("Text.\n\n> 1. # Quoted item", 7, "a heading is not written as the course reads it"),
        ("It is `{Python} 1`.", 5, "a computed value is not written as the course reads it"),
        ("It is `{python}1`.", 5, "a computed value is not written as the course reads it"),
        ("It is `{pyton} 1`.", 5, "a computed value is not written as the course reads it"),
        ("| a |\n|---|\n| ` {python} 1` |", 7, "a computed value is not written as the course"),
        ("So `{python} 1` and\n`{python} 1 +\n1`.", 6, "a computed value is not written as"),
        ("> ## Quoted", 5, "a heading is not written as the course reads it"),
    ],
)
def test_what_would_be_published_otherwise_is_a_fault(
    project: Project, page: str, line: int, message: str
) -> None:
    project.page(TITLE + page + "\n")
    told = faults(project)
    assert f"docs/en/labs/x.md:{line}: " in told
    assert message in told


@pytest.mark.parametrize(
    "page",
    [
        "\n".join(f"> {line}".rstrip() for line in block("x = 1\n\nprint(x)").splitlines()),
        f"- item\n\n    {INSIDE}",
        f"1. item\n\n    more of it\n\n    {INSIDE}",
        f'!!! note "N"\n\n    Text.\n\n    {INSIDE}',
        f'=== "A"\n\n    ??? note\n\n        {INSIDE}'.replace("\n    ", "\n    "),
        f"[^1]: Note.\n\n    {INSIDE}",
        f"<!-- gone: `code` -->\n\n{block('print(1)')}",
        f"<pre>kept</pre> and <!-- <style> -->\n\n{block('print(1)')}",
        f"Mark it `{{python}}`, not `{{pointer}} 1`; it is # 1.\n\n{block('print(1)')}",
        f"A comment opens with `<!--`.\n\n{block('print(1)')}",
    ],
)
def test_what_belongs_to_something_runs_there(project: Project, page: str) -> None:
    project.page(TITLE + page + "\n", es=TITLE + spanish(page) + "\n")
    output = project.session().run("en", "labs/x").parts[0].output
    assert output is not None
    assert output.stdout == "1\n"


def test_blocks_that_are_only_shown_keep_their_options(project: Project) -> None:
    shown = [
        '```python title="a.py" hl_lines="1" linenums="1"',
        "```",
        "```sh",
        '```{ .toml title="b.toml" }',
        "~~~console",
        "````markdown",
    ]
    fences = [f"{first}\nx\n{first[:4].rstrip('pst{cm')}\n" for first in shown]
    project.page(TITLE + "\n".join(fences))
    project.session().prepare()


def test_a_page_with_a_byte_order_mark_is_read_as_without(tmp_path: Path) -> None:
    project = Project(tmp_path)
    text = "---\ndescription: Text.\n---\n# T\n\nText.\n"
    project.page(text)
    for file in project.docs.rglob("*.md"):
        file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    page = pages.read(project.docs, "en", "labs/x")
    assert (page.meta, page.title, page.offset) == ({"description": "Text."}, "T", 3)
    project.session().prepare()


@pytest.mark.parametrize(
    ("text", "line", "character"),
    [
        ("# T\n\nText\x0cand more.\n", 3, "U+000C"),
        ("# T\n\nText\u2028## More { #more }\n", 3, "U+2028"),
        ("# T\r\n\r\nText.\r\n\x85\r\n", 4, "U+0085"),
        ("---\nminutes: 3\n---\n# T\n\n```sh\n\x1b[31m\n```\n", 7, "U+001B"),
        ("\ufeff\ufeff# T\n\nText.\n", 1, "U+FEFF"),
        ("# T\n\nText.\x00\n", 3, "U+0000"),
    ],
)
def test_a_character_that_nobody_sees_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, character: str
) -> None:
    project = Project(tmp_path)
    project.page(text)
    told = faults(project)
    assert f"docs/en/labs/x.md:{line}: the page holds the character {character}, which" in told


def test_the_course_reads_its_own_pages_as_markdown_does() -> None:
    for lang in ("en", "es"):
        for path in pages.paths(ROOT / "docs", lang):
            assert pages.read(ROOT / "docs", lang, path).blocks is not None
