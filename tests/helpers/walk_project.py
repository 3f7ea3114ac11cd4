"""A small program and a page that walks through it, to be edited one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from course.reading.walks.matching import Match, match
from course.session import Session

SAMPLE = '''"""A program that is small."""

from __future__ import annotations

import numpy as np

RATE = 0.1  # a tenth


class Model:
    """Holds weights."""

    # Drawn small.
    def __init__(self, size: int) -> None:
        """Draw them."""
        rng = np.random.default_rng(42)
        self.W = rng.normal(
            0.0,
            0.1,
            (size, size),
        )

    def count(self) -> int:
        return self.W.size


def forward(model, xs, h):
    states = []
    for x in xs:
        # The recurrence.
        h = np.tanh(model.W @ h + x)  # (H,)
        states.append(h)

    if not states:
        return h
    return h
'''

PAGE = """---
title: The walk
walks: [rnn/train.py]
---
# The walk

See [the state](#the-state) and [the loop](#note-forward-1).

## Model { #model }

````walk file="rnn/train.py"
@ from __future__ import annotations
@ import numpy as np
Only NumPy.

@ RATE = 0.1
Small steps.
````

````walk file="rnn/train.py" name="Model"
@ class Model:
@ def __init__(self, size: int) -> None:
Holds $W$.

@ rng = np.random.default_rng(42)
@ self.W = rng.normal(0.0, 0.1, (size, size),)
Small weights.

@ def count(self) -> int:
@     return self.W.size
How many.
````

## Forward { #forward }

````walk file="rnn/train.py" name="forward"
@ def forward(model, xs, h):
@ states = []
Nothing was read.

@ for x in xs:
@     h = np.tanh(model.W @ h + x)
@     states.append(h)
One step; see [the model](#model).
````

Then the end.

````walk file="rnn/train.py" name="forward"
@# the-state
@     if not states:
@         return h
The state that came in.

@ return h
The last state.
````
"""


@dataclass
class Walked:
    """A project of one page that walks through one file.

    Attributes
    ----------
    folder
        Where it is.
    english, spanish
        The page.
    """

    folder: Path
    english: str = PAGE
    spanish: str = field(default=PAGE.replace("walks: [rnn/train.py]\n", ""))

    def __post_init__(self) -> None:
        (self.folder / "code" / "rnn").mkdir(parents=True)
        self.code = self.folder / "code"
        self.write(SAMPLE)

    @property
    def file(self) -> Path:
        return self.code / "rnn" / "train.py"

    def write(self, text: str) -> None:
        """Write the program."""
        self.file.write_text(text, encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        """Edit the program."""
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.write(text.replace(old, new, 1))

    def edit_page(self, old: str, new: str) -> None:
        """Edit both languages of the page alike."""
        assert old in self.english
        self.english = self.english.replace(old, new, 1)
        self.spanish = self.spanish.replace(old, new, 1)

    def session(self) -> Session:
        """The project's pages as they are now."""
        for lang, text in (("en", self.english), ("es", self.spanish)):
            target = self.folder / "docs" / lang / "code" / "train.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return Session(self.folder / "docs", self.code)

    def match(self) -> Match:
        """What matching the English page gives."""
        page = self.session().page("en", "code/train")
        return match(page, self.code, page.meta.get("walks", []))

    def place(self, text: str, last: bool = False) -> str:
        """File and line of the English page where a line is `text`."""
        lines = self.english.split("\n")
        number = len(lines) - lines[::-1].index(text) if last else lines.index(text) + 1
        return f"docs/en/code/train.md:{number}"

    def faults(self) -> list[str]:
        """What is wrong with the English page."""
        return [str(fault) for fault in self.match().faults]

    def shown(self) -> list[tuple[str, list[int]]]:
        """The lines beside each annotation, named by the first line of its text."""
        return [
            (walk.block.lines[row.note.body[0]], row.lines)
            for walk in self.match().walks
            for row in walk.rows
        ]
