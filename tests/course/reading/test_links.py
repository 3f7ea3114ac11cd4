"""Dead links are found before anything is built."""

from __future__ import annotations

import pytest
from course.texts.errors import CourseErrors
from site_project import Project, block, faults


def test_links_that_lead_somewhere_are_fine(project: Project) -> None:
    project.page("# A\n\n## One { #one }\n\n" + block("1"), "a")
    project.page(
        "# B\n\n[up](../a.md#one), [result](../a.md#out-one), [here](#two), "
        "[out](https://example.org/#x), [file](../data/x.csv), `[code](nowhere.md)`\n\n"
        "## Two { #two }\n",
        "labs/b",
    )
    project.session().prepare()


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("gone.md", r"labs/b\.md:4: the link 'gone\.md' leads to no page"),
        ("../a.md#gone", r"labs/b\.md:4: the link .* an anchor that docs/en/a\.md has not"),
        ("#gone", r"labs/b\.md:4: the link '#gone' leads to an anchor"),
    ],
)
def test_a_dead_link_is_named_with_its_line(project: Project, link: str, message: str) -> None:
    project.page("# A\n\n## One { #one }\n\nText.\n", "a")
    project.page(f"# B\n\nSee\n[this]({link}).\n", "labs/b")
    with pytest.raises(CourseErrors, match=message):
        project.session().prepare()


def test_anchors_of_a_list_that_the_build_writes_are_left_to_mkdocs(project: Project) -> None:
    project.page("# A\n\nAll:\n\n[GLOSSARY]\n", "a")
    project.page("# B\n\nSee [this](../a.md#gate).\n", "labs/b")
    project.session().prepare()


@pytest.mark.parametrize("words", ["$h_t$", " $1 - h^2$ "])
def test_a_link_has_words_besides_its_formula(project: Project, words: str) -> None:
    project.page("# A\n\nSee [the state $h_t$](#one), `[$h$](#one)`.\n\n## One { #one }\n", "a")
    project.session().prepare()
    project.page(f"# B\n\nSee\n[{words}](#one).\n\n## One {{ #one }}\n", "b")
    with pytest.raises(CourseErrors, match=r"b\.md:4: the link's text is the formula \$.*\$ alone"):
        project.session().prepare()


@pytest.mark.parametrize(
    ("page", "anchor", "line", "first"),
    [
        ("## One { #one }\n\n## Two { #one }\n", "one", 7, 5),
        ("## One { #one }\n\nText.\n{ #one .note }\n", "one", 8, 5),
        ('<div id="one" markdown>\n\n### One { #one }\n\n</div>\n', "one", 7, 5),
        ("## Result { #out-one }\n\n" + block("1"), "out-one", 7, 5),
        (block("1") + "\n## Figure { #fig-one }\n", "fig-one", 9, 5),
        (block("1") + "\n## Code { #code-one }\n", "code-one", 9, 5),
    ],
)
def test_no_two_places_of_a_page_have_the_same_anchor(
    project: Project, page: str, anchor: str, line: int, first: int
) -> None:
    project.page(f"# T\n\nText.\n\n{page}")
    told = faults(project)
    for lang in ("en", "es"):  # where a block is shorter in Spanish, so is the way to the heading
        assert f"docs/{lang}/labs/x.md:" in told
    assert (
        f"docs/en/labs/x.md:{line}: a second anchor '{anchor}'; the first is in line {first}"
        in (told)
    )


def test_pages_and_code_may_have_each_other_s_anchors(project: Project) -> None:
    page = "# T\n\nWrite `## One { #one }`.\n\n```markdown\n## One { #one }\n```\n\n"
    project.page(page + "## One { #one }\n", "a")
    project.page(page + "## One { #one }\n", "b")
    project.session().prepare()
