"""What a page can show of a text: not too much of it, and no control characters but colors."""

from __future__ import annotations

import re

from course.running.limits import OUTPUT_LIMIT
from course.running.snippets import CONTROL, SnippetError

COLOR = re.compile(r"\x1b\[[\d;]*m")


def hold(what: str, text: str, *, colors: bool = False) -> None:
    """Refuse a text that a page cannot show.

    Parameters
    ----------
    what
        How messages call it.
    text
        The text.
    colors
        Whether the escape sequences that color a terminal's text may stand in it.

    Raises
    ------
    SnippetError
        If it is longer than `OUTPUT_LIMIT`, or holds a control character.
    """
    if len(text) > OUTPUT_LIMIT:
        raise SnippetError(
            f"{what} has {len(text):,} characters, more than {OUTPUT_LIMIT:,}.",
            "Give less: the part that readers should look at.",
        )
    found = CONTROL.search(COLOR.sub("", text) if colors else text)
    if found:
        raise SnippetError(
            f"{what} holds the control character {found[0]!r}.",
            "Leave it out"
            + ("; of a terminal's escapes, only colors are shown." if colors else "."),
        )
