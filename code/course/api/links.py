"""Names in the code and the sentences of a finished page, linked to their entries."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from course.api.names_in_code import Place
from course.api.pages import PageNames

Address = Callable[[str], str | None]

PIECES = re.compile(
    r"(?P<open><div [^>]*\blanguage-python\b[^>]*\bhighlight\b[^>]*>"
    r'(?:<span class="filename">[^<]*</span>)?<pre><span></span><code>)'
    r"(?P<block>.*?)(?P<close></code></pre>)"
    r"|<(?P<left>pre|h[1-6]|a|button|summary|samp|script|style|svg)\b.*?</(?P=left)\s*>"
    r"|(?P<mark><code\b[^>]*>)(?P<name>[A-Za-z_][\w.]*)(?P<call>\(\))?</code>",
    re.DOTALL,
)
TOKENS = re.compile(r"<[^>]*>|[^<]+")
ENTITY = re.compile(r"&[#\w]+;|.", re.DOTALL)


def put(page: str, names: PageNames, address: Address) -> tuple[str, dict[str, str]]:
    """Link the names of a page.

    Parameters
    ----------
    page
        The page as HTML.
    names
        What its names stand for.
    address
        Gives the address of a name's entry, if it has one.

    Returns
    -------
    str
        The page. Links within blocks are for the pointer; a keyboard would stop at each.
    dict
        The addresses that blocks were linked to, each with its name.
    """
    waiting = list(names.shown)
    found: dict[str, str] = {}

    def linked(match: re.Match[str]) -> str:
        if match["block"] is not None:
            text = html.unescape(re.sub(r"<[^>]*>", "", match["block"])).rstrip("\n")
            block = next((block for block in waiting if block.code == text), None)
            if block is None:
                return match[0]
            waiting.remove(block)
            body = _in_block(match["block"], block.places, address, found)
            return f"{match['open']}{body}{match['close']}"
        if match["name"] is not None:
            head, dot, rest = match["name"].partition(".")
            path = names.in_sentences.get(head)
            there = address(f"{path}{dot}{rest}") if path else None
            # A method that a name has not may be a result's; a link to the whole would mislead.
            if there is None or (dot and not there.endswith(f".{rest}")):
                return match[0]
            shown = f"{match['name']}{match['call'] or ''}"
            return f'{match["mark"]}<a href="{there}">{shown}</a></code>'
        return match[0]

    return PIECES.sub(linked, page), found


def _in_block(block: str, places: list[Place], address: Address, found: dict[str, str]) -> str:
    """Wrap the texts that stand at places; the highlighter has each in an element of its own."""
    addresses: dict[tuple[int, int], str] = {}
    for place in places:
        if there := address(place.path):
            addresses[place.start, place.end] = there
    out: list[str] = []
    position = 0
    tokens = TOKENS.findall(block)
    for index, token in enumerate(tokens):
        if token.startswith("<"):
            out.append(token)
            continue
        start, position = position, position + len(ENTITY.findall(token))
        there = addresses.get((start, position))
        if there:
            found[there] = token
            # Around the highlighter's element, which may be left out if it has no color.
            around = tokens[index + 1 : index + 2] == ["</span>"] and out[-1].startswith("<span")
            opens = out.pop() if around else ""
            token = f'<a href="{there}" tabindex="-1">{opens}{token}'
            if around:
                tokens[index + 1] += "</a>"
            else:
                token += "</a>"
        out.append(token)
    return "".join(out)
