"""What `mkdocs serve` shows after a series of edits: the very pages of a build from nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from mkdocs_project import MkDocsProject
from serving import Server, copied_code, serving
from site_project import block

pytestmark = pytest.mark.build

HOME = """---
description: A small site.
---
# Home

See [the rate](rate.md#printed) and [the lab](labs/x.md).

<div class="course-map" markdown>

- [Halved](rate.md)

</div>
"""
PRINTED = "from char_rnn.train import get_lr\nprint('rate', get_lr(0.5, 11, 0.5, 10), lang)"
RATE = f"""---
description: A function of the program, and what it gives.
---
# The rate

````walk file="char_rnn/train.py" name="get_lr"
@ def get_lr(lr: float, step: int, decay_rate: float, decay_every: int) -> float:
@ return lr * decay_rate ** ((step - 1) // decay_every) if decay_every else lr
Halved at once.
````

## Printed {"{"} #printed {"}"}

{block(PRINTED)}
"""
DRAWN = """from matplotlib.figure import Figure
from minimodel.probe import NAME, trained
figure = Figure()
axes = figure.subplots()
axes.plot([0, trained(length=2)])
axes.set_title(NAME)
figure"""
SEEN = "seen = 3\nprint('seen', seen, lang)"
LAB = f"""---
description: A small lab.
---
# A lab

## First {"{"} #first {"}"}

{block(SEEN, identifier="seen")}
Of these, `{{python}} seen / 2:.1f`.

{block(DRAWN, 'alt="A line that rises."', "drawing")}"""
OTHER = """---
description: Another page.
---
# Another page

Back to [the first section](labs/x.md#first).
"""
PROBE = '''"""A module that a page imports."""

from minimodel.running.long_computations import long_computation

NAME = "drawn once"


@long_computation("a probe")
def trained(length: int) -> int:
    """Return the square."""
    return length * length
'''
HOST = "http://127.0.0.1:8000/"  # where the built site says that it lies; a server, where it is
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
SERVED = re.compile(r"<!-- serve -->.*?</script>", re.S)
SOON = 120.0  # seconds, on a busy machine


class Author:
    """Somebody who edits a served project and waits for what he expects to see."""

    def __init__(self, project: MkDocsProject, server: Server) -> None:
        self.project, self.server = project, server
        self.turns = 0

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace what stands once in a file of the project."""
        path = self.project.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def both(self, page: str, old: str, new: str) -> None:
        """Replace the same in both languages of a page."""
        for lang in ("en", "es"):
            self.edit(f"docs/{lang}/{page}.md", old, new)

    def sees(self, text: str, path: str) -> None:
        """Wait for a text on a page."""
        self.server.wait_for(text, path, SOON)

    def misses(self, text: str, path: str) -> None:
        """Wait until a page that is there no longer holds a text."""
        self.server.wait_until_gone(text, path, SOON)

    def settle(self) -> None:
        """Wait until everything saved so far is built and nothing is computed any more.

        The mark is saved last: a build that shows it has read all that was saved before.
        """
        self.turns += 1
        before = "See [the rate]" if self.turns == 1 else f"Turn {self.turns - 1}. See [the rate]"
        self.edit("docs/en/index.md", before, f"Turn {self.turns}. See [the rate]")
        self.sees(f"Turn {self.turns}. ", "index.html")
        end = time.monotonic() + SOON
        while self.server.fetch("livereload/progress") != "{}":
            assert time.monotonic() < end, "something is computed without end"
            time.sleep(0.1)


Edit = Callable[[Author], None]
TRAIN = "code/char_rnn/train.py"
DEFINED = "def get_lr("


def prose(author: Author) -> None:
    author.edit("docs/en/labs/x.md", "Of these,", "Of all these,")
    author.sees("Of all these,", "labs/x.html")


def prose_back(author: Author) -> None:
    author.edit("docs/en/labs/x.md", "Of all these,", "Of these,")
    author.misses("Of all these,", "labs/x.html")


def snippet(author: Author) -> None:
    author.edit("docs/en/labs/x.md", "seen = 3", "seen = 5")
    author.sees("seen 5 es", "es/labs/x.html")


def snippet_fault(author: Author) -> None:
    author.edit("docs/en/labs/x.md", "seen = 5", "seen = 5 / 0")
    author.sees("ZeroDivisionError", "labs/x.html")


def snippet_mended(author: Author) -> None:
    author.edit("docs/en/labs/x.md", "seen = 5 / 0", "seen = 3")
    author.sees("seen 3 es", "es/labs/x.html")
    author.misses("ZeroDivisionError", "labs/x.html")


def train_comment(author: Author) -> None:
    author.edit(TRAIN, DEFINED, f"# A line more.\n{DEFINED}")


def train_docstring(author: Author) -> None:
    author.edit(TRAIN, "multiplied by a rate every so many steps", "lowered every so many steps")


def train_code(author: Author) -> None:
    author.edit(TRAIN, "return lr * decay_rate **", "return 2 * lr * decay_rate **")
    author.sees("no longer", "rate.html")


def train_annotation(author: Author) -> None:
    author.both("rate", "@ return lr * decay_rate **", "@ return 2 * lr * decay_rate **")
    author.sees("rate 0.5 es", "es/rate.html")


def train_back(author: Author) -> None:
    author.both("rate", "@ return 2 * lr * decay_rate **", "@ return lr * decay_rate **")
    author.edit(TRAIN, "return 2 * lr * decay_rate **", "return lr * decay_rate **")
    author.sees("rate 0.25 es", "es/rate.html")


def module_title(author: Author) -> None:
    author.edit("code/minimodel/probe.py", "drawn once", "drawn twice")
    author.sees("drawn twice", "es/labs/x.html")


def module_computation(author: Author) -> None:
    author.edit("code/minimodel/probe.py", "return length * length", "return length + 7")


def module_new(author: Author) -> None:
    new = author.project.folder / "code/minimodel/probe_words.py"
    new.write_text('WORD = "from a new module"\n', encoding="utf-8")
    line = "from minimodel.probe_words import WORD as NAME\nfrom minimodel.probe import trained"
    author.edit("docs/en/labs/x.md", "from minimodel.probe import NAME, trained", line)
    author.sees("from a new module", "es/labs/x.html")


def page_new(author: Author) -> None:
    author.project.page(OTHER, "other")
    author.sees("Another page", "es/other.html")


def page_renamed(author: Author) -> None:
    for lang in ("en", "es"):
        folder = author.project.docs / lang
        (folder / "other.md").rename(folder / "renamed.md")
    author.sees("Another page", "es/renamed.html")


def page_deleted(author: Author) -> None:
    for lang in ("en", "es"):
        (author.project.docs / lang / "renamed.md").unlink()
    author.project.configure(nav=["index.md", "labs/x.md", "rate.md"], site_url=HOST)


def menu(author: Author) -> None:
    pages = [
        {"Start here": "index.md"},
        {"A rate": "rate.md"},
        {"Laboratory": "labs/x.md"},
        "renamed.md",
    ]
    author.project.configure(nav=pages, site_url=HOST)
    author.sees("Laboratory", "rate.html")


def menu_turned(author: Author) -> None:
    pages = [{"Lab first": "labs/x.md"}, "index.md", "renamed.md", "rate.md"]
    author.project.configure(nav=pages, site_url=HOST)
    author.sees("Lab first", "es/rate.html")


def heading(author: Author) -> None:
    author.edit("docs/en/labs/x.md", "## First {", "## The very first {")
    author.sees("The very first", "labs/x.html")


def anchor_fault(author: Author) -> None:
    author.both("index", "rate.md#printed", "rate.md#gone")
    author.sees("#gone", "index.html")


def anchor_mended(author: Author) -> None:
    author.both("index", "rate.md#gone", "rate.md#printed")


def front_matter(author: Author) -> None:
    author.edit("docs/es/labs/x.md", "A small lab.", "Un laboratorio.")
    author.sees("Un laboratorio.", "es/labs/x.html")


def minutes(author: Author) -> None:
    author.both("rate", "description:", "minutes: 77\ndescription:")
    author.sees("77 min", "es/index.html")  # on its map


SERIES: tuple[tuple[Edit, ...], ...] = (
    (prose, snippet, snippet_fault, snippet_mended, prose_back, minutes),
    (train_comment, train_docstring, module_title, module_computation),
    (page_new, page_renamed, menu, menu_turned),
    (train_code, train_annotation, module_new, heading),
    (page_deleted, anchor_fault, anchor_mended, train_back, front_matter),
)


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Author]:
    folder = tmp_path_factory.mktemp("edited") / "project"
    project = MkDocsProject(folder, code=copied_code(folder), notebooks=["labs/*"])
    (project.code / "minimodel" / "probe.py").write_text(PROBE, encoding="utf-8")
    project.configure(site_url=HOST)
    project.page(HOME, "index")
    project.page(RATE, "rate")
    project.page(LAB)
    # The copy is found before the installed packages.
    with serving(project, PYTHONPATH=str(project.code)) as server:
        server.wait_for("rate 0.25 es", "es/rate.html", SOON)
        yield Author(project, server)


def test_a_served_site_is_the_one_that_a_build_makes(author: Author) -> None:
    for edits in SERIES:
        for edit in edits:
            edit(author)
        author.settle()
        compare(author, f"after {edits[-1].__name__}")


def compare(author: Author, when: str) -> None:
    """Hold what is served now against what a build makes of the same files."""
    project, server = author.project, author.server
    build = project.build(PYTHONPATH=str(project.code))
    assert build.returncode == 0, f"{when}:\n{build.stdout}"
    built = {
        path.relative_to(project.site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(project.site.rglob("*"))
        if path.suffix in {".html", ".ipynb", ".json"} and "assets" not in path.parts
    }
    assert {"es/labs/x.html", "es/notebooks/labs/x.html"} < built.keys()
    for path, page in built.items():
        served = as_built(server.fetch(path))
        assert served.splitlines() == as_built(page).splitlines(), f"{path} {when}"
    gone = {"other.html", "renamed.html", "es/renamed.html"} - built.keys()
    assert [path for path in gone if "Another page" in server.fetch(path)] == [], when


def as_built(page: str) -> str:
    """A page without what a server adds to it and where it says what it is served at."""
    return ADDRESS.sub("/", SERVED.sub("", page))
