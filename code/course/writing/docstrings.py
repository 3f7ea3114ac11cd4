"""Docstrings in a page's code, folded to their first line where a script can unfold them."""

from __future__ import annotations

import html
import re
from typing import Final

from course.texts import messages

# Pages on which code is read for what it does; elsewhere its docstring may be what is asked for.
FOLDED: Final = "chapter/"
LEAST: Final = 4  # lines: what is shorter is not in the way

_QUOTES = r'(?:"""|(?:&quot;){3})'
_LINE = r'\n+<span class="sd">[^<]*'
DOCSTRING = re.compile(
    rf'(?P<first><span class="sd">[rRuU]?{_QUOTES}(?:(?!{_QUOTES})[^<])+</span>)'
    rf"(?P<rest>(?:{_LINE}</span>)*?{_LINE}{_QUOTES}</span>)"
)


def fold(content: str, path: str, lang: str) -> str:
    """Give each long docstring in the code of a page a button that unfolds it.

    Without scripts, on paper and when it is copied, the code stays whole: only a style sheet hides
    the rest.

    Parameters
    ----------
    content
        The page as HTML, its code already highlighted.
    path
        The page's address.
    lang
        The language of the button's text.
    """
    if not path.startswith(FOLDED):
        return content

    def folded(match: re.Match[str]) -> str:
        lines = match["rest"].count("\n")
        if lines < LEAST:
            return match[0]
        said = html.escape(messages.text("docstring", lang, lines=lines))
        return (
            f'{match["first"]}<button type="button" class="course-fold" aria-expanded="false"'
            f' title="{said}" aria-label="{said}">\u22ef</button>'
            f'<span class="course-folded">{match["rest"]}</span>'
        )

    return DOCSTRING.sub(folded, content)
