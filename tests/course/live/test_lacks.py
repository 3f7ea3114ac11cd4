"""Whatever a browser lacks is said in a reader's words, or the build stops."""

from __future__ import annotations

import html

import pytest
from course.live import lacks
from course.live.pack import Pages
from course.texts.errors import CourseError
from course.texts.languages import LANGUAGES
from course.writing import live
from site_project import Project, block

CAN = "# Lab\n\nText.\n\n" + block("print(1)", identifier="can") + "\n"


def judged(project: Project, code: str) -> dict[str, tuple[str, ...]]:
    """What each block of a page lacks: one that a browser can run, and one of this code."""
    project.page(CAN + block(code, identifier="cannot"))
    session = project.session()
    session.prepare()
    run = session.results.of("en", "labs/x")
    session.close()
    found = Pages(session.sources, 20.0).judge(run)
    return {name: one.lacking for name, one in found.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_a_sentence_of_its_own(lang: str) -> None:
    sentences = [lacks.sentence(kind, lang) for kind in lacks.KINDS]
    assert all(one.endswith(".") and "{" not in one for one in sentences)
    assert len(set(sentences)) == len(lacks.KINDS)


def test_a_kind_without_a_sentence_stops_the_build_and_names_its_place() -> None:
    lacks.hold(["matplotlib", "course.student"], file="docs/en/labs/x.md")
    with pytest.raises(CourseError) as fault:
        lacks.hold(["matplotlib", "some.thing"], file="docs/en/labs/x.md", line=7)
    assert str(fault.value).startswith("docs/en/labs/x.md:7: No text says why code that needs some")
    assert "live_lacks_some_thing" in fault.value.fix


def test_a_block_that_lacks_what_no_text_names_is_the_fault(project: Project) -> None:
    with pytest.raises(CourseError) as fault:
        judged(project, "import resource\nresource.getpagesize()")
    assert (fault.value.file, fault.value.line) == ("docs/en/labs/x.md", 9)
    assert "resource" in fault.value.message


def test_the_checker_is_told_from_what_else_builds_the_site(project: Project) -> None:
    found = judged(project, "from course.student import checklist\nchecklist.done([])")
    assert found == {"can": (), "cannot": ("course.student",)}
    found = judged(project, "from course.reading import frontmatter\nlen(frontmatter.KEYS)")
    assert found["cannot"] == ("course",)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "This block runs only where the site is built. It draws with matplotlib, a library "
            "that your browser does not load. It calculates with SciPy, a library that your "
            "browser does not load. The page’s own result below is complete.",
        ),
        (
            "es",
            "Este bloque solo se ejecuta donde se compila el sitio. Dibuja con matplotlib, una "
            "biblioteca que tu navegador no carga. Calcula con SciPy, una biblioteca que tu "
            "navegador no carga. El resultado de la página, abajo, está completo.",
        ),
    ],
)
def test_a_block_without_buttons_says_why(lang: str, said: str) -> None:
    assert f">{said}<" in html.unescape(live.without(["matplotlib", "scipy"], lang, shows=True))
    silent = html.unescape(live.without(["matplotlib", "scipy"], lang, shows=False))
    assert f">{said.rpartition('. ')[0]}.<" in silent
