"""Three steps of one unit as a table, and what a page's script needs to go through it."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any, Final

from minimodel.tasks.one_unit import operations
from minimodel.texts.labels import label, localized_number, number, percent

STEPS: Final = 3
ROWS: Final = (("x", "a", "h"), ("dh", "da", "dw", "du"))  # forward and backward
EXPLAINED: Final = (
    *("a", "h", "y", "L", "dy", "dv", "dh_last", "dh", "da", "dw", "du", "dw_sum", "du_sum"),
)
LABELS: Final = (
    *("widget", "operation", "start", "back", "next", "end", "reset", "forward", "backward"),
    *("weights", "nothing", "done", "caption", "quantity", "step_t", "readout", "bad"),
    *("empty", *(f"why_{name}" for name in EXPLAINED)),
)
PLACEHOLDERS: Final = ("t", "number", "all", "check", "name", "way")


@dataclass(frozen=True)
class Stepper:
    """A network of one unit that reads three numbers.

    Attributes
    ----------
    w, u, v, target
        As for `operations`.
    x
        The three numbers.
    lang
        Language of the labels.
    """

    w: float
    u: float
    v: float
    x: tuple[float, float, float]
    target: float
    lang: str

    @property
    def values(self) -> dict[str, float]:
        """Every number by its key, the inputs included."""
        done = operations(self.w, self.u, self.v, self.x, self.target)
        read = {f"x_{t}": value for t, value in enumerate(self.x, start=1)}
        return read | {operation.key: operation.value for operation in done}

    def __str__(self) -> str:
        done = operations(self.w, self.u, self.v, self.x, self.target)
        return "\n".join(f"{each.key:5}{number(each.value, self.lang, 4):>9}" for each in done)

    def _repr_html_(self) -> str:
        data = json.dumps(self.as_json(), separators=(",", ":")).replace("<", "\\u003c")
        script = f'<script type="application/json" id="stepper-data">{data}</script>'
        return f"{self._table()}{script}"

    def _table(self) -> str:
        """All numbers: a column a step, and one for the readout."""
        values, lang = self.values, self.lang
        heads = [label("stepper.quantity", lang)]
        heads += [label("stepper.step_t", lang, t=t) for t in range(1, STEPS + 1)]
        heads.append(label("stepper.readout", lang))
        last = {"a": "y", "h": "L", "dh": "dy", "da": "dv", "dw": "dw", "du": "du"}
        rows = []
        for name in (name for part in ROWS for name in part):
            keys = [*(f"{name}_{t}" for t in range(1, STEPS + 1)), last.get(name, "")]
            cells = "".join(f"<td>{self._cell(key, values)}</td>" for key in keys)
            rows.append(f'<tr><th scope="row"><i>{name}</i></th>{cells}</tr>')
        head = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in heads)
        caption = html.escape(label("stepper.caption", lang))
        return (
            f'<table class="stepper-table"><caption>{caption}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )

    def _cell(self, key: str, values: dict[str, float]) -> str:
        if not key:
            return ""
        shown = number(values[key], self.lang, 3)
        return shown if "_" in key else f"<i>{key}</i> = {shown}"

    def as_json(self) -> dict[str, Any]:
        """Return all that the page's script uses, in the language `lang`."""
        holes = {name: f"{{{name}}}" for name in PLACEHOLDERS}
        return {
            "texts": {key: label(f"stepper.{key}", self.lang, **holes) for key in LABELS},
            "decimal": localized_number(".", self.lang),
            "group": localized_number(",", self.lang),
            "percent": percent(0, self.lang)[1:],
            "given": {
                **{"w": self.w, "u": self.u, "v": self.v},
                **{f"x_{t}": value for t, value in enumerate(self.x, start=1)},
                "target": self.target,
            },
        }
