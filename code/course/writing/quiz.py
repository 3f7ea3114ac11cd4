"""The questions of a quiz as Markdown that needs no script: each option holds its explanation."""

from __future__ import annotations

import html
import json
import re

from course.reading import quiz as reading
from course.reading.pages import Page
from course.texts import messages

# What the script of the quiz says; the values in braces are filled by it.
TEXTS = {
    "check": (),
    "choose": (),
    "correct": (),
    "incorrect": (),
    "why": (),
    "number": ("number", "total"),
    "progress": ("done", "total", "right"),
    "result": ("right", "total"),
    "again": (),
    "forget": (),
    "forgotten": (),
    "print": (),
    "history": ("right", "times"),
    "unkept": (),
    "new": (),
}
CHECK = re.compile(r"<!--xCOURSExvaluex\d+x-->")


def folded(lines: list[str], page: Page) -> list[str]:
    """Fold the explanation of each option of a page; a page without questions stays as it is.

    A check stays, in a comment, for whoever counts the values of a page; see `without_checks`.
    """
    questions = reading.questions(page)
    if not questions:
        return lines
    options = {option.line - 1 - page.offset: option for one in questions for option in one.options}
    first = questions[0].line - 1 - page.offset
    out: list[str] = []
    within = begun = False
    for number, line in enumerate(lines):
        if number == first:
            out += [_texts(page.lang), ""]
        if option := options.get(number):
            match = reading.OPTION.match(line)
            assert match is not None  # it was read as one
            check = f"<!--{match['check'].rstrip().removesuffix(':')}-->" if match["check"] else ""
            kind = "right" if option.right else "wrong"
            summary = messages.text("quiz_summary", page.lang)
            out += [f"- {check}{match['text']}", "", f'    ??? quiz-{kind} "{summary}"', ""]
            within, begun = True, False
        elif within and (line.startswith("    ") or not line.strip()):
            if line.strip() and not begun:
                begun = True
                verdict = messages.text(f"quiz_{kind}", page.lang)
                line = f'    <strong class="quiz-verdict">{verdict}</strong> {line.lstrip()}'
            out.append(f"    {line}" if line.strip() else line)
        else:
            within = False
            out.append(line)
    return out


def without_checks(markdown: str) -> str:
    """Take out what stands for the checks of options."""
    return CHECK.sub("", markdown)


def _texts(lang: str) -> str:
    texts = {
        key: messages.text(f"quiz_{key}", lang, **{name: f"{{{name}}}" for name in names})
        for key, names in TEXTS.items()
    }
    data = html.escape(json.dumps(texts, ensure_ascii=False))
    return f'<div class="quiz" data-search-exclude data-texts="{data}"></div>'
