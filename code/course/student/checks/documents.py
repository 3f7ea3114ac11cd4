"""What a lab's figure, manifest and README must hold for a program to accept them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from course.student.checklist import Item
from course.student.texts import Say

PNG: Final = b"\x89PNG\r\n\x1a\n"
MIN_WIDTH: Final = 300  # pixels: two panels side by side that can be read
MIN_WORDS: Final = 80  # of a README that answers four questions
SIZE_LIMIT: Final = 20 * 10**6  # bytes of a file that is read


def figure(path: Path, say: Say) -> Item:
    """Check that a figure is a PNG image with something drawn in both of its halves."""
    title = say("documents.figure", file=path.name)
    content = _content(path)
    if content is None:
        return Item(title, False, found=say("failure.missing_file", file=path.name))
    if not content.startswith(PNG):
        return Item(
            title, False, say("documents.png"), say("documents.not_png", start=repr(content[:8]))
        )
    try:
        from matplotlib.image import imread  # half a second that only this item needs

        pixels = imread(path)
    except Exception as error:  # whatever the image library makes of the bytes
        return Item(title, False, say("documents.png"), say("documents.broken", why=str(error)))
    height, width = pixels.shape[:2]
    if width < MIN_WIDTH:
        found = say("documents.size", width=width, height=height)
        return Item(title, False, say("documents.wide", width=MIN_WIDTH), found)
    halves = {"left": pixels[:, : width // 2], "right": pixels[:, width // 2 :]}
    for side, half in halves.items():
        if float(np.ptp(half[..., :3] if half.ndim == 3 else half)) < 0.05:
            found = say(f"documents.{side}_empty")
            return Item(title, False, say("documents.both_halves"), found)
    seen = say("documents.seen", width=width, height=height)
    return Item(title, True, notes=(seen,))


def manifest(path: Path, experiment: str, locked: Mapping[str, Any], say: Say) -> Item:
    """Check a manifest: nothing missing, nothing left null, the locked values as they are.

    Parameters
    ----------
    path
        The manifest.
    experiment
        What the experiment is called.
    locked
        Values that the lab prescribes, by key, wherever in the manifest they stand.
    say
        Gives the texts.
    """
    title = say("documents.manifest", file=path.name)
    values = _json(path)
    if isinstance(values, str):
        return Item(title, False, found=values or say("failure.missing_file", file=path.name))
    if not isinstance(values, dict):
        return Item(title, False, found=say("documents.not_object", file=path.name))
    flat = dict(_flat(values))
    leaves = {key.rpartition(".")[2]: value for key, value in flat.items()}
    results = any(key.startswith("results") for key in flat)
    missing = [
        key for key in ("experiment", "date", "seed", "python", "numpy") if key not in leaves
    ]
    missing += [key for key in ("config",) if not isinstance(values.get(key), dict)]
    missing += [] if results else ["results_summary"]
    empty = [key for key, value in flat.items() if value is None]
    wrong = {
        key: (wanted, leaves.get(key))
        for key, wanted in {"experiment": experiment, **locked}.items()
        if key in leaves and leaves[key] is not None and leaves[key] != wanted
    }
    missing += [key for key in locked if key not in leaves and key not in missing]
    problems = [say("documents.lacks", names=", ".join(missing))] if missing else []
    problems += [say("documents.empty", names=", ".join(empty))] if empty else []
    problems += [f"{key} = {found!r}" for key, (_, found) in wrong.items()]
    if not problems:
        return Item(title, True)
    expected = ", ".join(f"{key} = {wanted!r}" for key, (wanted, _) in wrong.items())
    return Item(title, False, expected or say("documents.filled"), "; ".join(problems))


def of_another_seed(item: Item, stated: int, used: int, say: Say) -> Item:
    """Say of a manifest that its seed is not the one that the results beside it come from."""
    pitfall = say("documents.other_seed", stated=stated, used=used)
    return replace(item, passed=False, pitfall=pitfall)


def readme(path: Path, topics: Mapping[str, str], say: Say) -> Item:
    """Check that a README takes up every question, with numbers, and leaves no TODO.

    Parameters
    ----------
    path
        The README.
    topics
        By question, a pattern that an answer to it contains.
    say
        Gives the texts.
    """
    title = say("documents.readme", file=path.name, count=len(topics))
    content = _content(path)
    if content is None:
        return Item(title, False, found=say("failure.missing_file", file=path.name))
    text = content.decode("utf-8", errors="replace")
    own = "\n".join(
        line for line in text.splitlines() if not line.lstrip().startswith(("#", "<!--"))
    )
    own = re.sub(r"\*\*[^*]*\?\*\*", "", own)  # the questions are no answers
    words = len(own.split())
    open_marks = text.count("TODO")
    problems = []
    if open_marks:
        problems.append(say("documents.todo", count=open_marks))
    else:
        if words < MIN_WORDS:
            problems.append(say("documents.short", words=words, least=MIN_WORDS))
        unanswered = [
            say(f"documents.topic_{topic}")
            for topic, pattern in topics.items()
            if not re.search(pattern, own, flags=re.IGNORECASE)
        ]
        if unanswered:
            problems.append(say("documents.unanswered", names="; ".join(unanswered)))
        if not re.search(r"\d[.,]\d", own):
            problems.append(say("documents.no_number"))
    if not problems:
        return Item(title, True, notes=(say("documents.reread"),))
    return Item(title, False, say("documents.readme_expected"), "; ".join(problems))


def _content(path: Path) -> bytes | None:
    if not path.is_file() or path.stat().st_size > SIZE_LIMIT:
        return None
    return path.read_bytes()


def _json(path: Path) -> Any:
    """Return a file's JSON; as a string, why there is none (empty if there is no file)."""
    content = _content(path)
    if content is None:
        return ""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        return f"{path.name}: {error}"
    return [values] if isinstance(values, str) else values


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
