"""The address of a block's code, figure, table or output, as a quiet link beside it."""

from __future__ import annotations

import html
import re

from course.texts import messages

# What an address begins with; the block's id, which all languages share, follows.
PREFIXES = {"code": "code", "figure": "fig", "table": "out", "output": "out"}
ANCHOR = re.compile(rf'\bid="((?:{"|".join(sorted(set(PREFIXES.values())))})-[\w-]+)"')


def link(kind: str, identifier: str, lang: str) -> str:
    """The link to a block's `kind`: code, figure, table or output.

    Code has no element of its own that could bear an address: its link bears it.
    """
    address = f"{PREFIXES[kind]}-{identifier}"
    said = html.escape(messages.text(f"link_{kind}", lang))
    own = f' id="{address}"' if kind == "code" else ""
    return (
        f'<a class="course-permalink course-permalink--{kind}"{own} href="#{address}"'
        f' aria-label="{said}" title="{said}" data-search-exclude>#</a>'
    )


def anchors(page: str) -> set[str]:
    """The addresses of blocks and their results that the HTML of a page holds."""
    return set(ANCHOR.findall(page))
