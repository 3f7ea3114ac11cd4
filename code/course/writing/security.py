"""What a page lets a browser run and load, said in the page: its Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape, unescape

from course.texts.errors import CourseError

# `file:` stands beside 'self' because to some browsers a page that was opened from disk has no
# origin that 'self' could mean. No page from a server can load such an address.
OWN = "'self' file:"
POLICY = (
    f"default-src {OWN}",
    # What the site serves, and those scripts in the page itself that the build has seen.
    f"script-src {OWN} {{scripts}}",
    # Formulas and figures are placed and colored by `style` attributes, and the editor adds a
    # `style` element when it opens. A hash would have to be given for each of thousands, with
    # 'unsafe-hashes', which opens the same door for scripts.
    f"style-src {OWN} 'unsafe-inline'",
    # Small icons stand in the style sheets.
    f"img-src {OWN} data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
)
# Python in the browser is WebAssembly. It runs in a worker, which has a policy of its own where
# browsers follow today's standard, and its page's where they followed earlier ones.
WASM = "'wasm-unsafe-eval'"
RUNNABLE = ('class="live-texts"', 'class="check-panel')  # in each page that runs Python

# Comments and styles are passed over as a whole; a script is taken with what is in it.
TAG = re.compile(
    r"""<!--.*?-->|<style\b.*?</style\s*>
    |<script\b(?P<script>(?:"[^"]*"|'[^']*'|[^'">])*)>(?P<code>.*?)</script\s*>
    |<[a-z](?P<tag>(?:"[^"]*"|'[^']*'|[^'">])*)>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""(?<=[\s"'])([^\s"'>/=]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
SUSPECT = re.compile(r"""[\s"'](?:on\w+|src|srcdoc)\s*=|javascript:""", re.IGNORECASE)
# The types of what a browser runs; a script of any other holds data.
RUNS = re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma)script.*|module|importmap|", re.I)
ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)


def guarded(page: str, file: str, source: str = "") -> str:
    """Put the policy into a finished page, before anything that it is to govern.

    Parameters
    ----------
    page
        The whole page, as it will be published.
    file
        The page's source, for a message.
    source
        What stands in that file, to find the line at fault.

    Returns
    -------
    str
        The page with its policy in a `meta` element.

    Raises
    ------
    CourseError
        If the page holds what the policy would keep a browser from running or loading.
    """
    tags = list(TAG.finditer(page))
    for tag, found, fix in _forbidden(tags, page.find("<article"), page.rfind("</article>")):
        found += ", which its policy forbids."
        raise CourseError(found, file=file, line=_line(tag, source), fix=fix)
    scripts = sorted({fingerprint(tag["code"]) for tag in tags if _runs(tag)})
    if any(mark in page for mark in RUNNABLE):
        scripts.append(WASM)
    policy = "; ".join(POLICY).format(scripts=" ".join(scripts))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'
    guarded, count = CHARSET.subn(lambda match: f"{match[0]}\n{meta}", page, count=1)
    if not count:
        raise CourseError(
            "the page names no character set, below which its policy would stand.",
            file=file,
            fix='Begin its head with <meta charset="utf-8">.',
        )
    return guarded


def fingerprint(script: str) -> str:
    """A script's hash as a policy names it, of the text between its tags to the last blank."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _runs(match: re.Match[str]) -> bool:
    """Whether a tag is that of a script that stands in the page and runs."""
    if match["script"] is None:
        return False
    attributes = _attributes(match["script"])
    return "src" not in attributes and bool(RUNS.fullmatch(attributes.get("type", "")))


def _forbidden(tags: list[re.Match[str]], begin: int, end: int) -> Iterator[tuple[str, str, str]]:
    """What a page must not hold: the tag, what is wrong with it, and what to do.

    Around `begin` and `end`, where an author's text lies, stand the scripts of the theme.
    """
    listen = "Put it into a file below docs/assets, named under `assets` in the page's head."
    for match in tags:
        if _runs(match) and begin < match.start() < end:
            yield match[0], f"the page holds the script {_shown(match['code'])}", listen
        text = match["tag"] if match["script"] is None else match["script"]
        if text is None or not SUSPECT.search(text):
            continue
        for name, value in _attributes(text).items():
            if name.startswith("on") or name == "srcdoc" or value.lower().startswith("javascript:"):
                yield match[0], f"the page holds the script {_shown(f'{name}={value}')}", listen
            elif name == "src" and ELSEWHERE.match(value):
                yield (
                    match[0],
                    f"the page asks another host for {_shown(value)}",
                    "Keep what it asks for in docs/assets.",
                )


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): unescape(match[2].strip("\"'")).strip()
        for match in ATTRIBUTE.finditer(text)
    }


def _shown(code: str) -> str:
    """The beginning of a piece of code on one line."""
    code = " ".join(code.split())
    return f"`{code[:60]}…`" if len(code) > 60 else f"`{code}`"


def _line(tag: str, source: str) -> int | None:
    """The line of a tag in its source, if it stands there as it stands in the page."""
    place = source.find(tag.partition("\n")[0])
    return None if place < 0 else source.count("\n", 0, place) + 1
