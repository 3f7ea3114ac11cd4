"""What stands in a page of `mkdocs serve` where a result will be, or for a page that is to come."""

from __future__ import annotations

import html

from course.running.pending import Wait
from course.texts import messages
from course.writing import security


def block(wait: Wait, identifier: str, lang: str) -> str:
    """What stands below a block; a script fills in how far its computation is."""
    return (
        f'<p data-search-exclude class="course-pending" id="out-{identifier}"'
        f' data-course-wait="{wait.id}">'
        f"{html.escape(messages.text('pending', lang))} <span data-course-progress></span></p>"
    )


def value(wait: Wait, lang: str) -> str:
    """What stands in a sentence."""
    title = html.escape(messages.text("pending", lang))
    return (
        f'<span class="course-inline course-pending-value" title="{title}"'
        f' data-course-wait="{wait.id}">…<span class="course-hidden">{title}</span></span>'
    )


def page(title: str, text: str, lang: str) -> str:
    """A whole page that says in one sentence why there is nothing else yet."""
    title, text = html.escape(title), html.escape(text)
    page = f"""<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.1rem/1.6 Georgia, serif; margin: 0; }}
main {{ max-width: 36rem; margin: 18vh auto 0; padding: 0 1.5rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; }}
</style>
</head>
<body>
<main data-course-stand-in><h1>{title}</h1><p role="status">{text}</p></main>
</body>
</html>
"""
    return security.guarded(page, title)
