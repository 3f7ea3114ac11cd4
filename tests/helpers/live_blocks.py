"""Running the blocks of a page in a browser, and holding what they give against the build's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+|\.)?(?:e[-+]?\d+)?")  # NumPy writes 1. for 1.0
WIDTH = re.compile(r", dtype=int(?:32|64)")  # said where it is not the usual one: another there
PADDING = re.compile(r"(?<=\[)\s+|\s+(?=[,\])])")  # of an array, as wide as its longest number
NAMED = re.compile(r"\n(?=\S+ =(?:\s|$))")  # a name and its value, of those that were computed
CUT = "…"
DIGITS = 6
# Of the largest number of an array that was computed and not printed: it is shown with all digits
# of single precision, of which sums and exponentials leave five, and of what they cancel fewer.
ARRAY = 1e-5
NOTHING = 1e-12  # below this a number is what rounding left of zero
LONGEST = 120_000  # milliseconds that a run may take, Python's start included

GIVEN = """(id) => {
  const texts = element => element
    ? [...element.querySelectorAll(":scope > pre > samp, :scope > div.course-value")]
        .map(part => part.textContent)
    : []
  const bar = document.querySelector(`.live[data-live="${id}"]`)
  const { computed } = JSON.parse(document.querySelector(".live-texts").dataset.texts)
  const fault = document.querySelector(`#live-${id} .live-error`)
  return {
    built: texts(document.getElementById(`out-${id}`)),
    own: texts(document.getElementById(`live-${id}`)),
    computed: [...document.querySelectorAll(`#live-${id} > pre`)]
      .filter(part => part.dataset.label === computed)
      .map(part => part.textContent),
    notes: [...document.querySelectorAll(`#live-${id} .live-note`)].map(note => note.textContent),
    fault: fault ? fault.textContent : "",
    status: bar.querySelector(".live-status").textContent,
  }
}"""


def runnable(site: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages of a built site that can be run, with their data."""
    for path in sorted(site.rglob("*.live.json")):
        name = path.relative_to(site).as_posix().removesuffix(".live.json")
        yield f"{name}.html", json.loads(path.read_text(encoding="utf-8"))


def run(page: Page, identifier: str) -> dict[str, Any]:
    """Click Run on a block, wait for its end, and say what stands below it."""
    bar = page.locator(f'.live[data-live="{identifier}"]')
    bar.locator('[data-act="run"]').dispatch_event("click")
    page.wait_for_function(
        """id => {
          const bar = document.querySelector(`.live[data-live="${id}"]`)
          const run = bar.querySelector('[data-act="run"]')
          return bar.dataset.runs && !run.hasAttribute("aria-disabled")
        }""",
        arg=identifier,
        timeout=LONGEST,
    )
    return dict(page.evaluate(GIVEN, identifier))


def same(one: str, other: str, part: float = 0.0) -> bool:
    """Whether two texts agree, their numbers to six digits or one in the last that is shown.

    Or to a `part` of the largest of them, where that is more.
    """
    words, others = _plain(one), _plain(other)
    if NUMBER.sub("#", words) != NUMBER.sub("#", others):
        return False
    pairs = zip(NUMBER.findall(words), NUMBER.findall(others), strict=True)
    most = part * max((abs(_number(text)) for text in NUMBER.findall(others)), default=0.0)
    return all(_close(a, b, most) for a, b in pairs)


def same_in_short(one: str, other: str) -> bool:
    """Whether the values of names agree as far as both are shown: some are cut after characters."""
    mine, others = NAMED.split(one), NAMED.split(other)
    return len(mine) == len(others) and all(map(_same_start, mine, others))


def _same_start(one: str, other: str) -> bool:
    if one == other:  # also a long word that was cut
        return True
    part = ARRAY if "array(" in other else 0.0
    if not (one.endswith(CUT) or other.endswith(CUT)):
        return same(one, other, part)
    # The last word that is shown may be a part of one.
    words, others = (
        _plain(text).split()[: -2 if text.endswith(CUT) else None] for text in (one, other)
    )
    both = min(len(words), len(others))
    return both > 2 and same(" ".join(words[:both]), " ".join(others[:both]), part)


def _plain(text: str) -> str:
    return PADDING.sub("", " ".join(WIDTH.sub("", text).split()))


def within(some: list[str], whole: list[str]) -> bool:
    """Whether each line of some texts agrees with one of the whole, in the same order."""
    lines = (line for text in whole for line in text.splitlines())
    mine = (line for text in some for line in text.splitlines() if line.strip())
    return all(any(same(line, other) for other in lines) for line in mine)


def _number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))


def _close(one: str, other: str, most: float) -> bool:
    if one == other:
        return True
    a, b = _number(one), _number(other)
    mantissa, _, power = one.partition("e")
    shown = len(re.sub(r"^.*?[.,]|^\D*\d+$", "", mantissa)) if re.search(r"[.,]", mantissa) else 0
    last = 10.0 ** (int(power or 0) - shown)
    return abs(a - b) <= max(10.0**-DIGITS * abs(b), 1.01 * last if shown else 0.0, most, NOTHING)
