"""Two cold builds of one commit are equal to the byte, wherever and however they are made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs_project import ENVIRONMENT, MkDocsProject, contents
from site_project import block, spanish

pytestmark = pytest.mark.build

SLOW = """from minimodel.running.long_computations import long_computation

@long_computation("a few squares")
def squares(*, number: int) -> dict[str, int]:
    return {f"{number} squared": number**2}
"""
FIGURE = """from matplotlib.figure import Figure

figure = Figure()
lines = figure.subplots().plot([1, 2], label="one")
legend = figure.axes[0].legend()
figure"""
LONG = """from squares import squares

print(squares.map([{"number": number} for number in (3, 2, 5)]))"""
WALK = """````walk file="course/texts/languages.py"
@ from typing import Final
@ from minimodel.texts import languages
@ from minimodel.texts.languages import SOURCE_LANGUAGE as SOURCE_LANGUAGE
What it takes.

@ LANGUAGES: Final = tuple(languages.LANGUAGES)
What it gives.
````
"""
# A page with one of each thing that a page can have.
PAGE = f"""---
description: Everything.
walks: [course/texts/languages.py]
---
# Everything

A formula $x^2$, a [link](../index.md#top), and `{{python}} 1 / 3:.2f`.

## Results {{ #results }}

{block("import numpy as np" + chr(10) + "print(np.random.default_rng(1).random(3), lang)")}
{block(FIGURE, 'alt="A line that rises."', "drawing")}
{block(LONG, "", "long")}
### Which is it {{ #which }}

- [ ] One

    No: [look](#results).

- [x] Two

    Yes.

- [ ] Three

    No: [look](#results).

## Code {{ #code }}

{WALK}"""
# A quiz gives its answers away to none who could run it.
HOME = f"""---
description: Home.
---
# Home {{ #top }}

See [everything](labs/x.md).

{block("from minimodel.mathematics.functions import sigmoid" + chr(10) + "print(sigmoid(0.0))")}"""


def commit(project: MkDocsProject) -> None:
    """Make the project a repository whose only commit is an old one."""
    date = "2001-02-03T04:05:06Z"
    names = {"GIT_AUTHOR_NAME": "A", "GIT_COMMITTER_NAME": "A"}
    mails = {"GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_EMAIL": "a@example.org"}
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "All"]):
        subprocess.run(
            ["git", *arguments],
            cwd=project.folder,
            env={**os.environ, **names, **mails, **dates},
            check=True,
        )


def built(project: MkDocsProject, processors: int, **environment: str) -> dict[str, str]:
    """What a build makes on some of the processors, in an environment."""
    allowed = sorted(os.sched_getaffinity(0))[:processors]
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=project.folder,
        env={**os.environ, **ENVIRONMENT, **environment, "PYTHONPATH": str(project.folder.parent)},
        capture_output=True,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, allowed),
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return contents(project.site)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a process fewer processors")
def test_two_cold_builds_are_identical(tmp_path: Path) -> None:
    one = MkDocsProject(tmp_path / "one" / "project")
    other = MkDocsProject(tmp_path / "in another folder" / "of another name")
    for project in (one, other):
        (project.folder.parent / "squares.py").write_text(SLOW, encoding="utf-8")
        project.page(HOME, "index")
        project.page(PAGE, es=spanish(PAGE).replace("walks: [course/texts/languages.py]\n", ""))
        project.configure(site_url="https://example.org/rnn/")
        commit(project)
    ours = built(one, 1, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    # A C library without the locale falls back on C, but Python and what reads names see it.
    theirs = built(
        other,
        os.cpu_count() or 1,
        **{"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati"},
        **{"LC_ALL": "es_ES.UTF-8", "LANG": "es_ES.UTF-8", "LANGUAGE": "es"},
    )
    assert list(ours) == list(theirs)
    assert [path for path in ours if ours[path] != theirs[path]] == []
    made = {"notebooks/labs/x.ipynb", "index.live.json", "sitemap.xml.gz", "404.html"}
    made |= {
        f"assets/cards/{lang}/{page}.png" for lang in ("en", "es") for page in ("index", "labs/x")
    }
    assert made <= ours.keys()
    assert "search/search_index.json" in ours and any("assets/live/" in path for path in ours)
    page = (other.site / "labs" / "x.html").read_text(encoding="utf-8")
    for part in ("course-svg", "course-walk", "Content-Security-Policy", "3 squared", "katex"):
        assert part in page, part
    # What is dated is dated by the commit; nothing tells where the site was built.
    for file in other.site.rglob("*"):
        if file.suffix in (".html", ".xml", ".json", ".ipynb"):
            text = file.read_text(encoding="utf-8")
            assert str(other.folder) not in text, file
            assert set(re.findall(r"<lastmod>(.*?)</lastmod>", text)) <= {"2001-02-03"}, file
