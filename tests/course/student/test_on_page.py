"""An exercise on its page: where its panel stands."""

import pytest
from course.student.on_page import panels
from course.texts.errors import CourseError


def test_a_page_that_names_no_such_exercise_fails() -> None:
    with pytest.raises(CourseError, match="'lab-09' is not done on a page"):
        panels('<div data-exercise="lab-09"></div>', "en", "../", "labs/09.md")
