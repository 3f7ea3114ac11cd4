"""Signs that the text face has no letters for, and code that no line should end within."""

from __future__ import annotations

import html
import re

SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₋ₐₑₕᵢₖₙₒₜₓ", "0123456789−aehiknotx", strict=True))
RUN = re.compile(f"[{''.join(SUBSCRIPTS)}]+")
BLOCK_OR_CODE = re.compile(r"<pre\b.*?</pre>|<code>(?P<code>[^<]*)</code>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
COLUMNS = re.compile(r"\S(?: {2,}|\t)\S")
SHORT = 40  # characters of printed text that fit into a line of a phone
WHOLE = 24  # characters that fit into a line of a phone with room to spare


def html_subscripts(text: str) -> str:
    """Turn subscript characters, as in `hₜ`, into `<sub>` elements."""
    return RUN.sub(lambda match: f"<sub>{full_size(match[0])}</sub>", text)


def full_size(subscripts: str) -> str:
    """The same characters as on the line: `t−1` for `ₜ₋₁`."""
    return "".join(SUBSCRIPTS[character] for character in subscripts)


def apostrophes(text: str) -> str:
    """Set the apostrophe within a word as Markdown sets it in prose: the loss’s gradient."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def whole_code(page: str) -> str:
    """Mark short code in a sentence, such as `--freeze-whh`, so that no line ends within it."""

    def mark(match: re.Match[str]) -> str:
        code = match["code"]
        if code is None or len(html.unescape(code)) > WHOLE:
            return match[0]
        return f'<code class="course-whole">{code}</code>'

    return BLOCK_OR_CODE.sub(mark, page)


def wrapped_prose(output: str) -> str:
    """Let the long lines of a printed text wrap that are prose; a table's keep their columns.

    Parameters
    ----------
    output
        The text as HTML, within whose lines elements may stand.
    """

    def marked(line: str) -> str:
        text = html.unescape(re.sub(r"<[^>]*>", "", line))
        if len(text.rstrip()) <= SHORT or COLUMNS.search(text) or not WORD.search(text):
            return line
        return f'<span class="course-prose">{line}</span>'

    return "".join(map(marked, output.splitlines(keepends=True)))
