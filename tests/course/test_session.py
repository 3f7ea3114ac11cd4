"""What running the pages of a project gives, and what stops it."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest
from course.running import sources
from course.running.parts import Part
from course.session import Session
from course.texts.errors import CourseError
from site_project import ROOT, Project, block, faults, spanish

FIGURE = "from matplotlib.figure import Figure\nfigure = Figure()\nfigure.subplots()\nfigure"


def test_a_page_runs_from_top_to_bottom_with_its_language_at_hand(project: Project) -> None:
    project.page(
        "# T\n\n"
        + block("x = 2\nprint(lang)")
        + "\nIt is `{python} x / 3:.2f`.\n\n"
        + block("x += 1\nx", identifier="two")
        + "\nNow `{python} x`.\n"
    )
    session = project.session()
    for lang, value in (("en", "0.67"), ("es", "0,67")):
        run = session.run(lang, "labs/x")
        assert [part.output.stdout for part in run.parts if part.output] == [f"{lang}\n", ""]
        assert run.parts[1].output is not None
        assert run.parts[1].output.value == "3"
        assert run.values == [value, "3"]


def test_pages_do_not_see_each_other(project: Project) -> None:
    project.page("# A\n\n" + block("x = 1"), "a")
    project.page("# B\n\n" + block("x"), "b")
    assert "docs/en/b.md:4: block 'one' raised NameError" in faults(project)


def test_what_imported_modules_print_is_shown_too(project: Project, tmp_path: Path) -> None:
    (tmp_path / "talkative_module.py").write_text("print('from inside')\n")
    find = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n"
    project.page("# T\n\n" + block(f"{find}import talkative_module\nsys.path.pop(0)"))
    run = project.session().run("en", "labs/x")
    del sys.modules["talkative_module"]
    assert run.parts[0].output is not None
    assert run.parts[0].output.stdout == "from inside\n"


def test_a_region_is_shown_and_run_from_its_file(project: Project) -> None:
    options = 'id="one" file="minimodel/mathematics/functions.py" region="sigmoid"'
    project.page(
        "# T\n\n"
        + block(
            "import numpy as np\nfrom typing import Any\n"
            "from numpy.typing import ArrayLike, NDArray",
            identifier="names",
        )
        + f"\n```python exec {options}\n```\n\n"
        + block("float(sigmoid(0.0))", identifier="two")
    )
    run = project.session().run("es", "labs/x")
    assert run.parts[1].title == "code/minimodel/mathematics/functions.py"
    assert run.parts[1].code.startswith("def sigmoid(")
    assert run.parts[2].output is not None
    assert run.parts[2].output.value == "0.5"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (block("1 / 0"), "docs/en/labs/x.md:4: block 'one' raised ZeroDivisionError"),
        (block("x = 1\n\nraise SystemExit"), "docs/en/labs/x.md:6: block 'one' raised SystemExit"),
        (block("x = ("), "docs/en/labs/x.md:4: block 'one' is not Python"),
        (
            block("import numpy as np\nnp.log(np.zeros(1))"),
            "docs/en/labs/x.md:5: block 'one' warned: RuntimeWarning: divide by zero",
        ),
        (block("1", 'raises="ValueError"'), "must raise ValueError but did not"),
        (block("1", 'warns="UserWarning"'), "must warn UserWarning but did not"),
        (
            block("raise KeyError(1)", 'raises="ValueError"'),
            "must raise ValueError but raised KeyError",
        ),
        (block(FIGURE), "docs/en/labs/x.md:3: block 'one' draws a figure but has no alt text"),
        (block("1", 'alt="A line."'), "has alt text but draws no figure"),
        (block("1", 'colour="red"'), "docs/en/labs/x.md:3: unknown option 'colour' on a block"),
        (block("1", 'hl_lines="0"'), "docs/en/labs/x.md:3: hl_lines='0' names no lines"),
        (block("1", 'hl_lines="1,2"'), "docs/en/labs/x.md:3: hl_lines='1,2' names no lines"),
        (block("1\n2\n3", 'hl_lines="3-2"'), "hl_lines='3-2' names no lines"),
        (block("1\n2", 'hl_lines="1 2-3"'), "x.md:3: block 'one' highlights line 3, but its code"),
        (block("1", "timeout=x"), "cannot read 'timeout=x'"),
        (block("1", 'timeout="-1"'), "timeout='-1' is not a number of seconds"),
        (block("1", identifier="Not good"), "an executed block needs an id; found 'Not good'"),
        ("```python exec\n1\n```\n", "docs/en/labs/x.md:3: an executed block needs an id"),
        (block("1") + "\n" + block("2"), "docs/en/labs/x.md:7: a second block 'one'"),
        ("```python exec id='one'\n1\n", "the fenced block that opens here is never closed"),
        ('```python file="minimodel/none.py"\n```\n', "there is no file 'minimodel/none.py'"),
        (
            '```python file="minimodel/running/long_computations.py" region="nothing"\n```\n',
            "has no region or definition 'nothing'; it has: LongComputation",
        ),
        ('```python file="../README.md"\n```\n', "there is no file '../README.md'"),
        ("It is `{python} missing`.\n", "docs/en/labs/x.md:3: the value 'missing' in a sentence"),
        ("It is `{python} 1 +`.\n", "does not parse"),
        ("## It is `{python} 1` { #it }\n\nOne.\n", "a computed value stands in a heading"),
    ],
)
def test_a_fault_names_page_line_and_cause(project: Project, page: str, message: str) -> None:
    project.page("# T\n\n" + page)
    assert message in faults(project)


def test_what_is_no_file_is_no_page(project: Project) -> None:
    project.page("# T\n\nText.\n")
    (project.docs / "en/labs/notes.md").mkdir()
    (project.docs / "es/labs/round.md").symlink_to("round.md")
    told = faults(project)
    assert "docs/en/labs/notes.md: the page can't be read: is a directory. Only a file" in told


def test_code_that_never_ends_is_stopped(project: Project) -> None:
    project.page("# T\n\n" + block("while True:\n    pass", 'timeout="1"'))
    start = time.monotonic()
    assert "block 'one' still ran after 1 s" in faults(project)
    assert time.monotonic() - start < 5


def test_code_that_prints_without_end_is_stopped(project: Project) -> None:
    project.page("# T\n\n" + block("print('x' * 10_000_000)"))
    assert "printed more than 1,000,000 characters" in faults(project)


def test_expected_faults_are_shown(project: Project) -> None:
    project.page(
        "# T\n\n"
        + block("raise ValueError('told so')", 'raises="ValueError"')
        + "\n"
        + block("import warnings\nwarnings.warn('mind')", 'warns="UserWarning"', "two")
    )
    run = project.session().run("es", "labs/x")
    notices = [part.output.notice for part in run.parts if part.output]
    assert notices == ["ValueError: told so", "UserWarning: mind"]


def test_all_faults_are_listed_at_once(project: Project) -> None:
    project.page("# A\n\n" + block("1", 'colour="red"'), "a")
    project.page("# B\n\nText.\n", "b", es="# B\n\nText.\n\n## More { #more }\n")
    told = faults(project)
    assert "docs/en/a.md:3" in told
    assert "docs/es/b.md:5: docs/es/b.md:5 has the heading ## { #more }" in told


def test_a_translation_must_exist(project: Project) -> None:
    project.page("# T\n")
    (project.docs / "es" / "labs" / "x.md").unlink()
    assert "docs/es/labs/x.md: the page is missing" in faults(project)
    project.page("# T\n")
    (project.docs / "en" / "labs" / "x.md").unlink()
    assert "docs/en/labs/x.md: the page is missing" in faults(project)


def test_nothing_runs_again_until_something_changes(project: Project) -> None:
    project.page("# T\n\n" + block("import time\ntime.monotonic_ns()"))
    session = project.session()

    def value() -> str:
        output = session.run("en", "labs/x").parts[0].output
        assert output is not None
        return output.value

    first = value()
    assert value() == first
    project.page("# T\n\nSome prose.\n\n" + block("import time\ntime.monotonic_ns()"))
    assert value() == first
    project.page("# T\n\nSome prose.\n\n" + block("import time\ntime.monotonic_ns() + 0"))
    assert value() != first


def test_each_part_is_told_as_it_runs(project: Project) -> None:
    project.page("# T\n\n" + block("print(1)") + "\n" + block("print(2)", identifier="two"))
    told: list[Part] = []
    project.session().run("en", "labs/x", watch=told.append)
    assert [part.output.stdout for part in told if part.output] == ["1\n", "2\n"]


def test_the_seed_is_the_same_in_both_languages(project: Project) -> None:
    english = "---\nseed: minimodel.labs.vanishing.constants:SEED\n---\n# T\n\n" + block("1")
    project.page(english, es=spanish(english.rpartition("---\n")[2]))
    session = project.session()
    session.prepare()
    assert [session.results.of(lang, "labs/x").seed for lang in ("en", "es")] == [42, 42]


def test_a_seed_that_does_not_exist_is_reported(project: Project) -> None:
    project.page(
        "---\nseed: minimodel.labs:NOTHING\n---\n# T\n\n" + block("1"),
        es='# T\n\n```python exec id="one"\n```\n',
    )
    with pytest.raises(CourseError, match=r"seed 'minimodel\.labs:NOTHING' does not exist"):
        project.session().run("en", "labs/x")


def test_a_long_computation_that_does_not_exist_is_reported(project: Project) -> None:
    project.page(
        "---\ncomputations: ['minimodel.texts.table:Table']\n---\n# T\n\nText.\n",
        es="# T\n\nText.\n",
    )
    assert "there is no long computation 'minimodel.texts.table:Table'" in faults(project)


@pytest.mark.parametrize("gone", ["gone.js", "parts.js", "there", "gone.css"])
def test_a_script_or_style_that_does_not_exist_is_reported(project: Project, gone: str) -> None:
    (project.docs / "assets" / "parts").mkdir(parents=True)  # of which the build makes parts.css
    (project.docs / "assets" / "there.js").touch()
    project.page(f"---\nassets: [there.js, parts.css, {gone}]\n---\n# T\n\nText.\n")
    assert f"x.md:1: there is no asset {gone!r}" in faults(project)


def test_a_fault_is_forgotten_once_the_code_that_caused_it_is_mended(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the page names nothing of what was mended."""
    code = tmp_path / "code"
    shutil.copytree(ROOT / "code" / "minimodel", code / "minimodel")
    module = code / "minimodel" / "mended.py"
    module.write_text("UNREAD = [][0]\nvalue = 7\n")
    monkeypatch.syspath_prepend(str(code))
    sources.forget()
    project.page("# T\n\nText.\n\n" + block("from minimodel.mended import value\nvalue"))
    session = Session(project.docs, code)
    try:
        found, _ = session.prepare_some(list, 60.0)
        assert "raised IndexError" in str(found[0])
        module.write_text("UNREAD = 0\nvalue = 7\n")
        assert session.prepare_some(list, 60.0)[0] == []
        assert session.results.of("en", "labs/x").parts[0].output is not None
    finally:
        session.close()
        sources.forget()
