"""A small project of pages in two languages, for tests that break one thing at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from course.session import Session
from course.texts.errors import CourseErrors

ROOT = Path(__file__).resolve().parents[2]
EXECUTED = re.compile(
    r"^(?P<indent> *)```python exec (?:approved )?(?P<info>.*)\n(?P<body>(?:.*\n)*?) *```$", re.M
)


def spanish(english: str) -> str:
    """A twin of an English page: the same structure, its blocks empty, its alt texts changed."""

    def emptied(match: re.Match[str]) -> str:
        kept = re.findall(r'(?:id|alt|caption|title)="[^"]*"', match["info"])
        info = " ".join(kept).replace('alt="', 'alt="ES ')
        return f"{match['indent']}```python exec {info}\n{match['indent']}```"

    return EXECUTED.sub(emptied, english)


@dataclass
class Project:
    """The folder of a small project."""

    folder: Path

    @property
    def docs(self) -> Path:
        return self.folder / "docs"

    @property
    def approved(self) -> Path:
        return self.folder / "tests" / "approved"

    def page(self, english: str, path: str = "labs/x", *, es: str | None = None) -> None:
        """Write a page in both languages; the Spanish one is derived unless given."""
        for lang, text in (("en", english), ("es", spanish(english) if es is None else es)):
            target = self.docs / lang / f"{path}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")

    def session(self, **options: object) -> Session:
        return Session(self.docs, ROOT / "code", **options)  # type: ignore[arg-type]


def block(code: str, options: str = "", identifier: str = "one") -> str:
    """An executed block."""
    return f'```python exec id="{identifier}" {options}\n{code}\n```\n'.replace(" \n", "\n")


def faults(project: Project, **options: object) -> str:
    """What is wrong with the pages of a project, of which something has to be."""
    session = project.session(**options)
    try:
        with pytest.raises(CourseErrors) as caught:
            session.prepare()
    finally:
        session.close()
    assert "Traceback" not in str(caught.value)
    return str(caught.value)
