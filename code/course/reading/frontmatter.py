"""The YAML head of a page: read strictly, where MkDocs would print a malformed one as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from course.texts.errors import CourseError

KEYS: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "description": str,
    "template": str,
    "hide": list,
    "search": dict,
    "seed": str,
    "computations": list,
    "minutes": int,
    "run": str,
    "walks": list,
    "assets": list,
    "draft": bool,
    "untranslated": bool,
}


@dataclass(frozen=True)
class FrontMatter:
    """The head of a page.

    Attributes
    ----------
    data
        Its keys and values.
    length
        How many lines it takes, fences included; 0 where the page has none.
    """

    data: dict[str, Any]
    length: int


def read(text: str, file: str) -> FrontMatter:
    """Read the head of the page `text`.

    Raises
    ------
    CourseError
        If the head is not closed, is not YAML, is not a mapping, or has a key or a type of
        value that the site does not know.
    """
    lines = text.splitlines()
    if not lines or lines[0].rstrip() != "---":
        return FrontMatter({}, 0)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise CourseError(
            "the front matter is opened with --- but never closed.",
            file=file,
            line=1,
            fix="Add a line --- below the last key.",
        )
    head = "\n".join(lines[1:end])
    try:
        _hold_once(yaml.compose(head, yaml.SafeLoader), file)
        data = yaml.safe_load(head) or {}
    except (ValueError, RecursionError) as error:  # a date that is none, lists in lists in lists
        raise CourseError(
            f"the front matter holds what is no value of YAML: {error}.",
            file=file,
            line=1,
            fix="Put a text between double quotes.",
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise CourseError(
            f"the front matter is not valid YAML: {getattr(error, 'problem', None) or error}.",
            file=file,
            line=mark.line + 2 if mark else 1,
            fix="Put a text that has a colon, a # or a quote in it between double quotes.",
        ) from None
    if not isinstance(data, dict):
        raise CourseError(
            f"the front matter is a {type(data).__name__}, not a list of key: value lines.",
            file=file,
            line=2,
            fix="Write each entry as `key: value`.",
        )
    for key, value in data.items():
        line = next((n for n, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 1)
        if key not in KEYS:
            raise CourseError(
                f"unknown front matter key {key!r}.",
                file=file,
                line=line,
                fix=f"The keys are {', '.join(KEYS)}.",
            )
        if not isinstance(value, KEYS[key]):
            raise CourseError(
                f"the front matter key {key!r} is a {type(value).__name__}.",
                file=file,
                line=line,
                fix=f"It has to be a {getattr(KEYS[key], '__name__', KEYS[key])}.",
            )
    return FrontMatter(data, end + 1)


def _hold_once(node: yaml.Node | None, file: str) -> None:
    """Refuse a key that is given twice, of which YAML takes the last without a word."""
    seen: dict[str, int] = {}
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else []:
        line = key.start_mark.line + 2
        if key.value in seen and isinstance(key, yaml.ScalarNode):
            raise CourseError(
                f"the front matter key {key.value!r} is given twice; first in line "
                f"{seen[key.value]}.",
                file=file,
                line=line,
                fix="Keep one of them.",
            )
        if isinstance(key, yaml.ScalarNode):
            seen[key.value] = line
