"""Old addresses of the site that lead to new ones: on the pages that are left, and as pages."""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from course.reading.moved import Move
from course.texts import messages
from course.texts.errors import CourseError
from course.writing import security

SCRIPT = "assets/javascripts/moved.js"
PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="canonical" href="{target}">
<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>
<script src="{script}" defer></script>
</head>
<body>
<p>{title} <a href="{target}" data-moved="{anchors}">{target}</a></p>
</body>
</html>
"""


def place(content: str, path: str, lang: str, moves: list[Move]) -> str:
    """Put the old anchors of a page into its content.

    One whose part still is on the page stands before it. One whose part is on another page tells
    its reader so, who is taken there where scripts run.

    Parameters
    ----------
    content
        The page's content as HTML.
    path, lang
        The page.
    moves
        All moves.

    Raises
    ------
    CourseError
        If the page has not the anchor that a move leads to.
    """
    elsewhere = []
    for move in moves:
        (page, anchor), (target, new) = move.old, move.new
        if page != path or not anchor:
            continue
        if target == path and new:
            mark = f'<span class="course-moved" id="{html.escape(anchor)}"></span>'
            found = re.search(rf'<\w[^>]*\sid="{re.escape(new)}"', content)
            if not found:
                raise CourseError(
                    f"an old anchor leads to {new!r}, which the page has not.",
                    file=f"docs/{lang}/{path}.md",
                    fix="Correct docs/moved.toml.",
                )
            content = content[: found.start()] + mark + content[found.start() :]
        else:
            there = _seen_from(path, target, new)
            said = html.escape(messages.text("moved", lang))
            elsewhere.append(
                f'<p class="course-moved" id="{html.escape(anchor)}" data-search-exclude>{said} '
                f'<a href="{there}">{html.escape(there)}</a></p>'
            )
    placed, count = re.subn(r"</h1>", lambda match: match[0] + "".join(elsewhere), content, count=1)
    return placed if count else "".join(elsewhere) + content


def pages(moves: list[Move], lang: str, root: str) -> Iterator[tuple[str, str]]:
    """The pages that stand where whole pages have been, each with its place in the site.

    Parameters
    ----------
    moves
        All moves.
    lang
        The language of the pages.
    root
        Where it stands below the site's root.
    """
    for move in moves:
        path, anchor = move.old
        if anchor:
            continue
        inner = {
            each.old[1]: _seen_from(path, *each.new)
            for each in moves
            if each.old[0] == path and each.old[1]
        }
        up = "../" * (path.count("/") + root.count("/"))
        text = PAGE.format(
            lang=lang,
            title=html.escape(messages.text("moved", lang)),
            target=html.escape(_seen_from(path, *move.new)),
            script=f"{up}{SCRIPT}",
            anchors=html.escape(json.dumps(inner, ensure_ascii=False)),
        )
        yield f"{root}{path}.html", security.guarded(text, "docs/moved.toml")


def publish(moves: list[Move], lang: str, root: str, site: Path) -> None:
    """Write those pages into the site, for the notebook editions as well.

    What became of a page with an edition has one, too: the old edition leads there. Its headings'
    anchors are made of their words and are nobody's to keep.
    """
    editions = [
        move
        for move in moves
        if not move.old[1] and (site / f"{root}notebooks/{move.new[0]}.html").is_file()
    ]
    for name, text in (*pages(moves, lang, root), *pages(editions, lang, f"{root}notebooks/")):
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _seen_from(path: str, target: str, anchor: str) -> str:
    address = posixpath.relpath(f"{target}.html", posixpath.dirname(path) or ".")
    return f"{address}#{anchor}" if anchor else address
