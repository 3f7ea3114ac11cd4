"""The questions of a quiz: lists of options on a page, `[x]` the right one, and their faults.

A question is a heading of the third level with its text and one list below. Each option begins
with its mark, then, if code can decide it, with the check and a colon; its explanation is
indented below it::

    - [x] `{python} radius < 1`: It shrinks.

        Explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from course.reading.pages import Page
from course.texts.errors import CourseError

OPTION = re.compile(
    r"^- \[(?P<mark>[^\]]{0,2})\]\s+(?P<check>`\{python\} [^`]+`: +)?(?P<text>\S.*)$"
)
MARKS = {"x": True, " ": False}
LINK = re.compile(r"\]\([^)\s]+\)")
LEAST = 3  # options; with two, every second guess is right


@dataclass(frozen=True)
class Option:
    """One option: its line in the file, whether it is marked right, and its explanation."""

    line: int
    right: bool
    checked: bool
    explanation: list[str] = field(hash=False)


@dataclass
class Question:
    """A question: the line of its heading in the file, and its options."""

    line: int
    options: list[Option] = field(default_factory=list)


def questions(page: Page) -> list[Question]:
    """Read the questions of a page; most pages have none.

    Raises
    ------
    CourseError
        If a question has no right option or more than one, fewer than three options, an option
        without an explanation, a wrong one that leads nowhere, or checks for some options only.
    """
    found: list[Question] = []
    heading, level = 0, 0
    for number, line in enumerate(page.lines):
        if number in page.fenced_lines:
            continue
        at = number + 1 + page.offset
        if match := re.match(r"(#+)\s", line):
            heading, level = at, len(match[1])
        elif match := OPTION.match(line):
            if level != 3:
                raise _fault(page, at, "an option stands below no question.", _FORM)
            if match["mark"] not in MARKS:
                raise _fault(page, at, f"cannot read the mark [{match['mark']}].", _FORM)
            if not found or found[-1].line != heading:
                found.append(Question(heading))
            below = list(_below(page.lines, number + 1))
            right, checked = MARKS[match["mark"]], bool(match["check"])
            found[-1].options.append(Option(at, right, checked, below))
    for question in found:
        _check(page, question)
    return found


_FORM = "Below a heading ### of its own, an option begins `- [x]` if it is right, else `- [ ]`."


def _below(lines: list[str], start: int) -> Iterator[str]:
    for line in lines[start:]:
        if line.strip() and not line.startswith("    "):
            return
        if line.strip():
            yield line.strip()


def _check(page: Page, question: Question) -> None:
    options = question.options
    right = [option for option in options if option.right]
    if not right:
        raise _fault(page, question.line, "no option of this question is right.", _FORM)
    if len(right) > 1:
        first = right[0].line
        raise _fault(
            page,
            right[1].line,
            f"a second option of the question is marked right; the first is in line {first}.",
            "A question has one right option.",
        )
    if len(options) < LEAST:
        raise _fault(
            page,
            question.line,
            f"the question has {len(options)} options.",
            f"Give it at least {LEAST}.",
        )
    for option in options:
        if not option.explanation:
            raise _fault(
                page,
                option.line,
                "the option has no explanation.",
                "Indent it by four spaces below the option.",
            )
        if not option.right and not LINK.search(" ".join(option.explanation)):
            raise _fault(
                page,
                option.line,
                "the explanation of a wrong option leads nowhere.",
                "Link to where the misunderstanding is cleared up.",
            )
        if option.checked != options[0].checked:
            raise _fault(
                page,
                option.line,
                "some options of the question have a check, others have none.",
                "Let code decide on all of them, or on none.",
            )


def verify(page: Page, values: list[str]) -> None:
    """Hold the marks of a page's options against what the page's code says.

    Parameters
    ----------
    page
        The page, with or without questions.
    values
        What the values in its sentences came to, in order.

    Raises
    ------
    CourseError
        If an option that is marked right is not, or the reverse.
    """
    first: dict[int, str] = {}
    for value, shown in zip(page.values, values, strict=True):
        first.setdefault(value.line, shown)
    for question in questions(page):
        for option in question.options:
            if option.checked and first[option.line] != str(option.right):
                marked = "right" if option.right else "wrong"
                raise _fault(
                    page,
                    option.line,
                    f"the option is marked {marked}, but its check gives {first[option.line]}.",
                    "Mend the mark, the check, or the explanations that go with them.",
                )


def _fault(page: Page, line: int, message: str, fix: str) -> CourseError:
    return CourseError(message, file=page.file, line=line, fix=fix)
