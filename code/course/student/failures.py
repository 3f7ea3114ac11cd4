"""Ways in which a student's code gives no result, as data that both processes understand."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from course.student.texts import text


@dataclass(frozen=True)
class Failure:
    """One such case.

    Attributes
    ----------
    kind
        Which one: the name of its text in `messages/failure.toml`.
    file, line
        Where in the student's files; line 0 where there is none.
    values
        What fills the rest of the text.
    """

    kind: str
    file: str = ""
    line: int = 0
    values: dict[str, Any] = field(default_factory=dict)

    def told(self, lang: str) -> str:
        """Say it in one or two lines."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return text(f"failure.{self.kind}", lang, place=place, file=self.file, **self.values)

    def as_json(self) -> dict[str, Any]:
        """Return plain values, which `from_json` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Failure:
        """Read what `as_json` gave."""
        return cls(**{each.name: values[each.name] for each in fields(cls)})
