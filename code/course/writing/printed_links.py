"""Where links lead, on paper: a number after each, and the addresses at the page's end."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from course.texts import messages

# What is passed over as a whole: code, whose names lead to the reference, and drawings.
PIECE = re.compile(
    r"<(?P<over>pre|svg|code|script|nav)\b.*?</(?P=over)>"
    r"|<a\s(?P<attributes>[^>]*)>(?P<text>.*?)</a>",
    re.DOTALL,
)
HREF = re.compile(r'\bhref="([^"]*)"')
# Links that serve a screen: to the glossary, to the address of a place itself, to a footnote and
# back, to a file that one loads down. A footnote stands on the paper already.
OTHER = re.compile(
    r'\bclass="[^"]*\b(?:course-term|headerlink|course-permalink|footnote-\w+|course-file)\b'
    r"|\bdownload\b|\btabindex=\"-1\""
)
TAG = re.compile(r"<[^>]*>")


def with_addresses(content: str, url: str, canonical: str, lang: str) -> str:
    """Number the links of a page, and list at its end where they lead; both are seen on paper only.

    Each address has one number. One within the site is given from its root, unless the site's own
    address is known. Links within the page have none.

    Parameters
    ----------
    content
        The page's HTML.
    url
        The page's address below the site's root.
    canonical
        Its whole address; empty where nobody knows it.
    lang
        The language.
    """
    numbers: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        attributes = match["attributes"]
        href = HREF.search(attributes or "")
        if href is None or OTHER.search(attributes):
            return match[0]
        address = _whole(html.unescape(href[1]), url, canonical)
        if not address or _shows(match["text"], address):
            return match[0]
        number = numbers.setdefault(address, len(numbers) + 1)
        return f'<a {attributes} data-address="{number}">{match["text"]}</a>'

    content = PIECE.sub(numbered, content)
    return content + "".join(_list(numbers, lang))


def _whole(href: str, url: str, canonical: str) -> str:
    """An address as a reader can type it; empty for one in the same page or of no page."""
    scheme = urlsplit(href).scheme
    if scheme:
        return href if scheme in ("http", "https", "mailto") else ""
    path, anchor = urldefrag(href)
    if not path:
        return ""
    below = posixpath.normpath(posixpath.join(posixpath.dirname(url), path))
    if below == url:
        return ""
    whole = urljoin(canonical, path) if canonical else below
    return whole + (f"#{anchor}" if anchor else "")


def _shows(text: str, address: str) -> bool:
    """Whether a link's text is its address."""
    said = html.unescape(TAG.sub("", text)).strip().removeprefix("doi:").strip()
    return bool(said) and address.rstrip("/").endswith(said.rstrip("/"))


def _list(numbers: dict[str, int], lang: str) -> Iterator[str]:
    if not numbers:
        return
    heading = html.escape(messages.text("printed_links", lang))
    yield f'<div class="course-addresses" data-search-exclude><p>{heading}</p><ol>'
    for address in numbers:
        yield f"<li>{html.escape(address)}</li>"
    yield "</ol></div>"
