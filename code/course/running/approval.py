"""Approved output: what a block printed when somebody last looked at it and agreed."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from minimodel.texts.files import read_text

from course.reading.pages import Page
from course.running.parts import PageRun, Part
from course.running.snippets import Output, SnippetError

NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?")
RELATIVE = 1e-6  # results differ by less between processors; printed digits are fewer anyway


def file_of(folder: Path, page: str, block: str, lang: str) -> Path:
    """Where the approved output of a block is kept below `folder`."""
    return folder / page / f"{block}.{lang}.txt"


def difference(approved: str, found: str) -> str:
    """What differs between two outputs, as a unified diff; empty if they agree.

    Texts agree if they are equal but for their numbers, and each number is within a millionth of
    its twin or differs by no more than one unit of its last printed digit.
    """
    if _agree(approved, found):
        return ""
    lines = zip(approved.splitlines(), found.splitlines(), strict=False)
    # Lines that agree within the tolerance are shown as approved, so that the diff is what counts.
    shown = [old if _agree(old, new) else new for old, new in lines]
    shown += found.splitlines()[len(shown) :]
    return "\n".join(
        difflib.unified_diff(
            approved.splitlines(), shown, "approved", "printed now", lineterm="", n=1
        )
    )


def hold(folder: Path, page: Page, part: Part, output: Output) -> None:
    """Hold what a block printed against what was approved.

    Raises
    ------
    SnippetError
        If it prints nothing, has no approved output, or differs from it.
    """
    accept = f"Look at it; if it is right, accept it: course approve {page.path}"
    name = f"block {part.block.id!r}"
    if not output.stdout:
        raise SnippetError(
            f"{name} prints nothing that could be approved.", "Print it, or drop `approved`."
        )
    file = file_of(folder, page.path, part.block.id, page.lang)
    if not file.is_file():
        raise SnippetError(f"{name} has no approved output yet.", accept)
    if diff := difference(read_text(file), output.stdout):
        raise SnippetError(f"what {name} prints differs from what was approved:\n{diff}\n", accept)


def accept(folder: Path, runs: list[PageRun]) -> list[str]:
    """Keep what the approved blocks of a page print now, and forget what no block asks for.

    Parameters
    ----------
    folder
        Where approved outputs are kept.
    runs
        The page, run in every language.

    Returns
    -------
    list of str
        What changed: a diff for each output that differs, the name of each new or removed one.
    """
    changes = []
    wanted = {
        file_of(folder, run.page.path, part.block.id, run.page.lang): part.output.stdout
        for run in runs
        for part in run.parts
        if part.approved and part.output
    }
    for file, text in wanted.items():
        old = read_text(file) if file.is_file() else None
        if old == text:
            continue
        if old is None:
            changes.append(f"{file.name}: new")
        else:
            changes.append(difference(old, text) or f"{file.name}: last digits of numbers")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for file in sorted((folder / runs[0].page.path).glob("*.txt")):
        if file not in wanted:
            file.unlink()
            changes.append(f"{file.name}: removed")
    return changes


def texts(folder: Path, page: Page, parts: list[Part]) -> list[str]:
    """The approved outputs of a page, for a key that changes when they do."""
    files = [file_of(folder, page.path, p.block.id, page.lang) for p in parts if p.approved]
    return [read_text(file) for file in files if file.is_file()]


def _agree(approved: str, found: str) -> bool:
    if NUMBER.split(approved) != NUMBER.split(found):
        return False
    pairs = zip(NUMBER.findall(approved), NUMBER.findall(found), strict=True)
    return all(_close(old, new) for old, new in pairs)


def _close(old: str, new: str) -> bool:
    if old == new:
        return True
    a, b = _value(old), _value(new)
    allowed = max(_unit(old), _unit(new)) if _fractional(old) and _fractional(new) else 0.0
    return abs(a - b) <= max(RELATIVE * max(abs(a), abs(b)), allowed) * (1 + 1e-9)


def _value(number: str) -> float:
    return float(number.replace("−", "-").replace(",", "."))


def _fractional(number: str) -> bool:
    """Whether a number is rounded; whole numbers are counts, in which one more is a difference."""
    return bool(re.search(r"[.,e]", number))


def _unit(number: str) -> float:
    """The value of one in the last printed digit."""
    digits, _, exponent = number.partition("e")
    fraction = re.split(r"[.,]", digits)[1] if re.search(r"[.,]", digits) else ""
    return 10.0 ** (int(exponent or 0) - len(fraction))
