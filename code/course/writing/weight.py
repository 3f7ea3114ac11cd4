"""What keeps a long page light: sections laid out when they come near, code without idle marks."""

from __future__ import annotations

import re

# Kinds of code that code.css leaves in the color of the text. Two of three marks are of these.
IDLE = re.compile(r'<span class="(?:n|na|nn|nx|p|py|nv|w)">([^<]*)</span>')
# The same mark twice in a row, as the quotation mark and the text of a string have it.
TWICE = re.compile(r'(<span class="([a-z]{1,2}\d?)">[^<]*)</span><span class="\2">')
BOX = re.compile(
    r"<(?P<end>/?)(?:article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|nav|ol"
    r"|section|table|ul)\b[^>]*>|(?P<heading><h[23][ >].*?</h[23]>)",
    re.DOTALL,
)
ARTICLE = re.compile(r'(<article class="md-content__inner[^>]*>)(.*)(?=</article>)', re.DOTALL)
UNSEEN = re.compile(r"<(svg|math)\b.*?</\1>|<[^>]*>|\s+", re.DOTALL)
# A guess at what a section measures, for the scroll bar: in rem, and in characters.
LINE, FIGURE, PER_LINE = 1.45, 18, 66
# Figures that move together are drawn by a script, and speak: they are always there.
MOVED = "/javascripts/inside/start.js"
# A quiz is short, and its script puts the questions in another order.
DRAWN = "/javascripts/quiz.js"


def lighten(page: str) -> str:
    """Leave out of a finished page what only makes it slow, and box its sections.

    A browser finds the style of every element that it may have to lay out, several times while a
    page opens. What stands in a box waits until it comes near the screen, is searched for, is
    printed or is reached by a keyboard (code.css). Headings stay outside: the table of contents
    asks where each one is, and an address leads to them.

    Parameters
    ----------
    page
        The HTML of the whole page.
    """
    moved, drawn = MOVED in page, DRAWN in page

    def light(article: re.Match[str]) -> str:
        content = plain(article[2])
        return article[1] + (content if drawn else boxed(content, moved))

    return ARTICLE.sub(light, page, count=1)


def plain(code: str) -> str:
    """Highlighted code in fewer elements, in the same colors."""
    code = IDLE.sub(r"\1", code)
    joined = 1
    while joined:
        code, joined = TWICE.subn(r"\1", code)
    return code


def boxed(content: str, moved: bool = False) -> str:
    """Put what follows each section's heading into a box of its own.

    Parameters
    ----------
    content
        What a page's article holds.
    moved
        Whether a script moves the figures; sections that have one then get no box.
    """
    depth = 0
    headings = []
    for match in BOX.finditer(content):
        if match["heading"] is None:
            depth += -1 if match["end"] else 1
        elif not depth:
            headings.append(match)
    out, done = [], 0
    for place, match in enumerate(headings):
        end = headings[place + 1].start() if place + 1 < len(headings) else len(content)
        section = content[match.end() : end]
        out.append(content[done : match.end()])
        whole = not section.strip() or (moved and "<figure" in section)
        out.append(section if whole else _box(section))
        done = end
    return "".join([*out, content[done:]])


def _box(section: str) -> str:
    lines = len(UNSEEN.sub(" ", section)) / PER_LINE
    height = max(2, round(lines * LINE + section.count("<figure") * FIGURE))
    return f'<div class="md-typeset course-far" style="--height:{height}rem">{section}</div>'
