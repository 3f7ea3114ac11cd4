"""What a question must have, and which fault is told where it has not."""

from __future__ import annotations

import pytest
from course.reading import parity, quiz
from course.reading.pages import Page
from course.texts.errors import CourseError, CourseErrors

PAGE = """# Quiz

## Questions { #questions }

### One and one { #sum }

What is 1 + 1?

- [ ] `{python} 1 + 1 == 3`: 3

    Count [again](#questions).

- [x] `{python} 1 + 1 == 2`: 2

    As fingers say.

- [ ] `{python} 1 + 1 == 1`: 1

    That is [a product](#questions).

## Next { #next }

- an ordinary item
"""


def page(text: str, lang: str = "en") -> Page:
    return Page("quiz/1", lang, f"docs/{lang}/quiz/1.md", text, {}, 0)


def fault(text: str) -> str:
    with pytest.raises(CourseError) as caught:
        quiz.questions(page(text))
    return str(caught.value)


def test_options_are_read_with_their_marks_and_explanations() -> None:
    (question,) = quiz.questions(page(PAGE))
    assert question.line == 5
    assert [(o.line, o.right, o.checked) for o in question.options] == [
        (9, False, True),
        (13, True, True),
        (17, False, True),
    ]
    assert question.options[1].explanation == ["As fingers say."]


def test_page_without_questions_has_none() -> None:
    assert quiz.questions(page("# Title\n\n- item\n")) == []


def test_options_in_code_are_no_options() -> None:
    assert quiz.questions(page("# Title\n\n```markdown\n- [y] shown\n```\n")) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("- [x]", "- [ ]", 5, "no option of this question is right"),
        ("- [ ] `{python} 1 + 1 == 1`", "- [x] `{python} 1 + 1 == 1`", 17, "a second option"),
        ("- [x]", "- [X]", 13, "cannot read the mark [X]"),
        ("\n    As fingers say.\n", "", 13, "the option has no explanation"),
        ("[again](#questions)", "again", 9, "leads nowhere"),
        ("`{python} 1 + 1 == 2`: 2", "2", 13, "some options of the question have a check"),
        ("### One and one { #sum }", "One and one", 9, "an option stands below no question"),
    ],
)
def test_fault_is_named_with_its_line(old: str, new: str, line: int, message: str) -> None:
    said = fault(PAGE.replace(old, new))
    assert f"docs/en/quiz/1.md:{line}:" in said
    assert message in said


def test_two_options_are_too_few() -> None:
    text = PAGE.replace(PAGE[PAGE.index("- [ ] `{python} 1 + 1 == 1`") : PAGE.index("## Next")], "")
    assert "the question has 2 options" in fault(text)


@pytest.mark.parametrize(
    ("values", "line", "message"),
    [
        (["True", "True", "False"], 9, "marked wrong, but its check gives True"),
        (["False", "False", "False"], 13, "marked right, but its check gives False"),
    ],
)
def test_mark_that_the_code_contradicts_is_a_fault(
    values: list[str], line: int, message: str
) -> None:
    with pytest.raises(CourseError) as caught:
        quiz.verify(page(PAGE), values)
    assert f"docs/en/quiz/1.md:{line}:" in str(caught.value)
    assert message in str(caught.value)


def test_marks_that_the_code_confirms_are_fine() -> None:
    quiz.verify(page(PAGE), ["False", "True", "False"])


def test_other_language_marks_the_same_option() -> None:
    spanish = PAGE.replace("- [x]", "- [?]", 1).replace("- [ ]", "- [x]", 1)
    spanish = spanish.replace("- [?]", "- [ ]").replace("What is 1 + 1?", "¿Cuánto es 1 + 1?")
    with pytest.raises(CourseErrors) as caught:
        parity.compare(page(PAGE), page(spanish, "es"))
    assert "the options of this section differ" in str(caught.value)
    assert "docs/es/quiz/1.md:5:" in str(caught.value)
