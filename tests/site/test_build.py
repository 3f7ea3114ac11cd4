"""What `mkdocs build --strict` and `mkdocs serve` do with whole projects, good and broken."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs_project import MkDocsProject, contents
from serving import copied_code, serving
from site_project import block

pytestmark = pytest.mark.build

FIGURE = "from matplotlib.figure import Figure\nfigure = Figure()\nfigure.subplots().plot([1, 2])\n"
HOME = "---\ndescription: A small site.\n---\n# Home\n\nSee [the lab](labs/x.md).\n"
LAB = f"""---
description: A small lab.
---
# A lab

Formula $x^2$ in a sentence.

## First {"{"} #first {"}"}

{block("print('hello', lang)")}
The value is `{{python}} 1 / 3:.2f`.

{block(FIGURE + "figure", 'alt="A line that rises."', "drawing")}"""
HEAD = 10  # the line of LAB at which its first block opens


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> MkDocsProject:
    """A project that builds, and its site."""
    project = MkDocsProject(tmp_path_factory.mktemp("good"))
    project.page(HOME, "index")
    project.page(LAB)
    project.published()
    return project


@pytest.fixture
def broken(good: MkDocsProject, tmp_path: Path) -> MkDocsProject:
    """A copy of that project, published site included, to break."""
    shutil.copytree(good.folder, tmp_path / "project", symlinks=True)
    return MkDocsProject(tmp_path / "project")


def replaced(project: MkDocsProject, lang: str, old: str, new: str, path: str = "labs/x") -> None:
    file = project.docs / lang / f"{path}.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def with_block(text: str) -> Callable[[MkDocsProject], None]:
    """Put a block, or anything else, in the place of the lab's first block."""
    return lambda project: project.page(LAB.replace(block("print('hello', lang)"), text))


def with_text(lang: str, old: str, new: str, path: str = "labs/x") -> Callable[..., None]:
    return lambda project: replaced(project, lang, old, new, path)


def swallowing(project: MkDocsProject) -> None:
    """Code that goes on when it is interrupted, while a long computation runs elsewhere."""
    # Interruptions arrive where a loop turns, hence the loop inside.
    code = """while True:
    try:
        while True:
            pass
    except BaseException:
        pass"""
    with_block(block(code, 'timeout="1"'))(project)
    head = 'computations: ["minimodel.sequence_baselines.language_model:train_rnn"]\n---\n#'
    replaced(project, "en", "---\n#", head)


def in_both(old: str, new: str, path: str = "labs/x") -> Callable[[MkDocsProject], None]:
    def change(project: MkDocsProject) -> None:
        for lang in ("en", "es"):
            replaced(project, lang, old, new, path)

    return change


def without_twin(project: MkDocsProject) -> None:
    (project.docs / "es" / "labs" / "x.md").unlink()


FAULTS = {
    "raises": (
        with_block(block("x = 1\n1 / 0")),
        f"docs/en/labs/x.md:{HEAD + 2}: block 'one' raised ZeroDivisionError: division by zero. "
        "Mend the code",
    ),
    "warns": (
        with_block(block("import numpy as np\nnp.log(np.zeros(1))")),
        f"docs/en/labs/x.md:{HEAD + 2}: block 'one' warned: RuntimeWarning: divide by zero",
    ),
    "never ends": (
        with_block(block("while True:\n    pass", 'timeout="1"')),
        f"docs/en/labs/x.md:{HEAD}: block 'one' still ran after 1 s. Make it shorter",
    ),
    "swallows its interruption": (
        swallowing,
        f"docs/en/labs/x.md:{HEAD + 1}: block 'one' still ran after 1 s. Make it shorter",
    ),
    "prints ten megabytes": (
        with_block(block("print('x' * 10_000_000)")),
        f"docs/en/labs/x.md:{HEAD}: block 'one' printed more than 1,000,000 characters. Print less",
    ),
    "figure without alt": (
        with_block(block(FIGURE + "figure")),
        f"docs/en/labs/x.md:{HEAD}: block 'one' draws a figure but has no alt text. "
        "Say what the figure shows",
    ),
    "unknown option": (
        with_block(block("1", 'colour="red"')),
        f"docs/en/labs/x.md:{HEAD}: unknown option 'colour' on a block. The options are exec,",
    ),
    "missing region": (
        with_block(
            '```python file="minimodel/running/long_computations.py" region="nothing"\n```\n'
        ),
        f"docs/en/labs/x.md:{HEAD}: the block: minimodel/running/long_computations.py "
        "has no region or definition 'nothing'",
    ),
    "missing twin": (without_twin, "docs/es/labs/x.md: the page is missing; docs/en/labs/x.md"),
    "differing twin": (
        with_text("es", "## First { #first }", "## Primero { #primero }"),
        "docs/es/labs/x.md:8: the heading is ## { #primero } where docs/en/labs/x.md:8 has",
    ),
    "malformed front matter": (
        with_text("en", "description: A small lab.", "description: A lab: small"),
        "docs/en/labs/x.md:2: the front matter is not valid YAML",
    ),
    "a script in the page": (
        in_both("Formula", '<button onclick="go()">Go</button> Formula'),
        "docs/en/labs/x.md:6: the page holds the script `onclick=go()`",
    ),
    "dead link": (
        in_both("Formula", "[Gone](gone.md). Formula"),
        "docs/en/labs/x.md:6: ",
    ),
    "dead anchor": (
        in_both("labs/x.md)", "labs/x.md#gone)", "index"),
        "docs/en/index.md:6: ",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_stops_the_build_and_leaves_the_last_site(
    broken: MkDocsProject, fault: str
) -> None:
    bring_about, message = FAULTS[fault]
    published = contents(broken.site)
    bring_about(broken)
    start = time.monotonic()
    run = broken.build()
    seconds = time.monotonic() - start
    assert run.returncode == 1, run.stdout
    assert message in run.stdout, run.stdout
    assert "Traceback" not in run.stdout
    assert contents(broken.site) == published
    assert broken.leftovers() == []
    if fault in ("never ends", "swallows its interruption"):
        assert seconds < 1 + 10 + 10  # its limit, the patience with it, MkDocs itself


def as_built(page: str) -> str:
    """A served page without what the server adds to it."""
    return re.sub(r"<!-- serve -->.*?</script>", "", page, flags=re.S)


def test_serve_shows_what_was_edited(tmp_path: Path) -> None:
    folder = tmp_path / "served"
    code = copied_code(folder)
    module = code / "minimodel" / "edited_in_a_test.py"
    module.write_text('WORD = "before"\n', encoding="utf-8")
    project = MkDocsProject(folder, code=code, notebooks=[])
    project.page(HOME, "index")
    hello = "print('hello'"
    project.page(LAB.replace(hello, "from minimodel.edited_in_a_test import WORD\nprint(WORD"))
    # The copy is found before the installed packages.
    with serving(project, PYTHONPATH=str(code)) as server:
        server.wait_for("before en", "labs/x.html")
        server.wait_for("before es", "es/labs/x.html")
        others = {path: as_built(server.fetch(path)) for path in ("index.html", "es/index.html")}
        found = server.fetch("search/search_index.json")
        replaced(project, "en", "in a sentence", "in a new sentence")
        server.wait_for("in a new sentence", "labs/x.html")
        # Pages that were not rendered again are there, and are found, as before.
        assert {path: as_built(server.fetch(path)) for path in others} == others
        assert server.fetch("search/search_index.json") == found.replace(
            "in a sentence", "in a new sentence"
        )
        module.write_text('WORD = "afterwards"\n', encoding="utf-8")
        server.wait_for("afterwards en", "labs/x.html")
        server.wait_for("afterwards es", "es/labs/x.html")
        # A fault is told and does not end the server, which answers again once it is mended.
        module.write_text("WORD = 1 / 0\n", encoding="utf-8")
        while "block 'one' raised ZeroDivisionError" not in server.log.read_text(encoding="utf-8"):
            assert server.process.poll() is None
            time.sleep(0.05)
        module.write_text('WORD = "mended"\n', encoding="utf-8")
        server.wait_for("mended en", "labs/x.html")
    assert project.leftovers() == []


def test_a_link_may_lead_to_a_block_or_its_results_and_to_no_other(tmp_path: Path) -> None:
    project = MkDocsProject(tmp_path, notebooks=[])
    project.page("# Home\n\nText.\n", "index")
    project.page("# X\n\nText.\n\n" + block("print(1)") + "\nSee [it](#code-one).\n", "labs/x")
    see = "# Y\n\nSee [code](x.md#code-one) and [output](x.md#out-one).\n"
    project.page(see, "labs/y")
    built = project.build()
    assert built.returncode == 0, built.stdout
    project.page(see.replace("#out-one", "#fig-one"), "labs/y")  # there is no figure
    built = project.build()
    assert built.returncode == 1
    assert "does not contain an anchor '#fig-one'" in built.stdout
