"""The notebook edition of a page."""

from __future__ import annotations

import nbformat
import pytest
from course.writing import notebooks
from nbclient import NotebookClient
from site_project import Project, block

PAGE = (
    """# Title

Text with `{python} 2:.1f` and a [page](../index.md#map), a [twin](01-ngrams.md)[^n].

## Part of `x` { #part }

!!! note "Look"

    Inside.

    """
    + block("x = 21\nprint(x)").replace("\n", "\n    ")
    + """
??? question "Why?"

    Because.

=== "Tab A"

    First.

=== "Tab B"

    Second.

```python
y = 1  # (1)!
```

1.  An annotation.

"""
    + block("raise ValueError('no')", 'raises="ValueError"', "two")
    + "\n"
    + block(
        "from matplotlib.figure import Figure\nfigure = Figure()\naxes = figure.subplots()\nfigure",
        'alt="Empty axes."',
        "three",
    )
    + "\n[^n]: A note.\n"
)


@pytest.fixture
def notebook(project: Project) -> nbformat.NotebookNode:
    project.page(PAGE)
    run = project.session().run("es", "labs/x")
    made = notebooks.build(run, notebooks.page_link("labs/x"), run.page.lines)
    nbformat.validate(made)
    return made


def prose(notebook: nbformat.NotebookNode) -> str:
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def test_it_opens_with_title_and_instructions(notebook: nbformat.NotebookNode) -> None:
    assert notebook.cells[0].source.startswith("# Title\n")
    assert "course notebook labs/x --lang es" in notebook.cells[0].source
    assert 'lang = "es"' in notebook.cells[1].source


def test_what_notebooks_cannot_show_becomes_what_they_can(
    notebook: nbformat.NotebookNode,
) -> None:
    text = prose(notebook)
    for gone in ("!!!", "???", "===", "{ #", "[^", "{python}", "(1)!", "exec"):
        assert gone not in text
    assert "> **Look**" in text
    assert '<details class="question"><summary>Why?</summary>\n\nBecause.\n\n</details>' in text
    assert "**Tab A**\n\nFirst." in text
    assert '<sup><a href="#fn-1">1</a></sup>' in text
    assert '1. <a id="fn-1"></a>A note.' in text
    assert '<a id="part"></a>\n\n## Part of x\n' in text
    assert "Text with 2,0 and" in text
    assert "y = 1  # (1)\n" in text


def test_links_lead_to_the_site(project: Project, notebook: nbformat.NotebookNode) -> None:
    assert "[page](../../index.html#map)" in prose(notebook)
    assert "[twin](../../labs/01-ngrams.html)" in prose(notebook)
    link = notebooks.page_link("labs/x", "https://example.org/rnn/es/")
    assert link("../index.md#map") == "https://example.org/rnn/es/index.html#map"
    assert link("#part") == "#part"
    assert link("https://example.org") == "https://example.org"


def test_results_are_its_outputs(notebook: nbformat.NotebookNode) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"][1:]
    assert code[0].outputs[0].text == "21\n"
    assert code[1].metadata.tags == ["raises-exception"]
    assert "<svg" in code[2].outputs[0].data["image/svg+xml"]


def test_it_runs_from_a_clean_kernel(notebook: nbformat.NotebookNode) -> None:
    ran = NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    code = [cell for cell in ran.cells if cell.cell_type == "code"][1:]
    assert code[0].outputs[0].text == "21\n"
    assert code[1].outputs[0].ename == "ValueError"
    assert "image/png" in code[2].outputs[0].data
