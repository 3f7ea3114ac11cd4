"""A table of results that a terminal, a notebook and a page can each show."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from minimodel.texts.labels import localized_number

EXPONENT = re.compile(r"e(?P<sign>[−+])0*(?P<digits>\d+)$")
# A variable with its index, or before a sign of equality: W_hh, h_8, σ = 0.1.
VARIABLE = re.compile(r"(?<!\w)([A-Za-zα-ω])(?:_([A-Za-z0-9]{1,2})|(?= = ))(?!\w)")


class Code(str):
    """A cell that a page sets as code."""

    __slots__ = ()


@dataclass(frozen=True)
class Table:
    """Rows of results below a header.

    Parameters
    ----------
    header
        The columns' names, in the reader's language.
    rows
        The cells, one sequence a row, each as long as the header.
    formats
        How Python formats each column's numbers (`".3f"`); empty for a column shown as it is.
    lang
        The language whose decimal sign numbers get, `en` or `es`.

    Raises
    ------
    ValueError
        If a row or `formats` is not as long as the header.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    formats: Sequence[str] = field(default=())
    lang: str = "en"

    def __post_init__(self) -> None:
        for row in [*self.rows, *([self.formats] if self.formats else [])]:
            if len(row) != len(self.header):
                raise ValueError(f"{row!r} has {len(row)} cells, the header {len(self.header)}")

    def cells(self) -> list[list[str]]:
        """The cells as text, numbers formatted and localized."""
        formats = self.formats or [""] * len(self.header)
        return [
            [
                localized_number(format(cell, form).replace("-", "−"), self.lang)
                if form
                else (cell if isinstance(cell, Code) else str(cell))
                for cell, form in zip(row, formats, strict=True)
            ]
            for row in self.rows
        ]

    def __str__(self) -> str:
        rows = [list(self.header), *self.cells()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(self.header))]
        aligned = [
            "  ".join(
                cell.rjust(width) if self._numeric(column) else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]
        return "\n".join([aligned[0], "  ".join("-" * width for width in widths), *aligned[1:]])

    def _repr_html_(self) -> str:
        def row(tag: str, cells: Sequence[str]) -> str:
            return "".join(
                f"<{tag}{self._aligned(column)}>{self._marked_up(cell, column)}</{tag}>"
                for column, cell in enumerate(cells)
            )

        head = f"<thead><tr>{row('th', self.header)}</tr></thead>"
        body = "".join(f"<tr>{row('td', cells)}</tr>" for cells in self.cells())
        return f"<table>{head}<tbody>{body}</tbody></table>"

    def _marked_up(self, cell: str, column: int) -> str:
        """A cell as HTML, variables and powers of ten set as one writes them.

        `W_hh` is W<sub>hh</sub>, and 1.7e−28 is 1.7 × 10<sup>−28</sup>.
        """
        if isinstance(cell, Code):
            return f"<code>{html.escape(cell)}</code>"
        power = EXPONENT.search(cell) if self._numeric(column) else None
        if power is None:
            return VARIABLE.sub(_variable, html.escape(cell)).replace(" = ", "&nbsp;=&nbsp;")
        exponent = power["sign"].strip("+") + power["digits"]
        return f"{html.escape(cell[: power.start()])}&nbsp;×&nbsp;10<sup>{exponent}</sup>"

    def _numeric(self, column: int) -> bool:
        return bool(self.formats and self.formats[column])

    def _aligned(self, column: int) -> str:
        return ' style="text-align: right"' if self._numeric(column) else ""


def _variable(found: re.Match[str]) -> str:
    """A variable as HTML: letters slanted, as an index too; figures upright."""
    letter, index = found.groups("")
    low = f"<i>{index}</i>" if index.isalpha() else index
    return f"<i>{letter}</i>" + (f"<sub>{low}</sub>" if index else "")
