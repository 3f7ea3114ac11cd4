"""In which order a page's files come: nothing that is not needed to see it holds it up."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from course.texts.errors import CourseError

FOLDER = "assets/data"
LARGE = 20_000  # characters; what is smaller is not worth a request
SCRIPT = re.compile(
    r'<script(?P<attributes>(?:\s+[\w-]+(?:="[^"]*")?)*?\s+src="(?P<src>[^"]*)"'
    r'(?:\s+[\w-]+(?:="[^"]*")?)*)\s*></script>\n?'
)
INLINE = re.compile(r"<script>.*?</script>\n?", re.DOTALL)
# The theme's script for every page, which base.html puts at the end of the body.
BUNDLE = re.compile(r"/?assets/javascripts/bundle\.\w+\.min\.js$")
DATA = re.compile(
    r'<script type="application/json" id="(?P<id>[\w-]+)">(?P<data>[^<]*)</script>', re.DOTALL
)
LATE = '<script type="application/json" id="course-late">{}</script>\n'


def deferred(page: str) -> str:
    """Let a browser show a page before it runs its scripts, which it fetches at once.

    They run in the order in which they would have run. A page without scripts stays as it is.

    Parameters
    ----------
    page
        The HTML of the whole page.

    Raises
    ------
    CourseError
        If the theme's script is not where this looks for it, which a release may change.
    """
    scripts = list(SCRIPT.finditer(page))
    if not scripts:
        return page
    if sum(bool(BUNDLE.search(script["src"])) for script in scripts) != 1:
        raise CourseError(
            "a page does not load the theme's script, or loads it twice.",
            file="Material's base.html",
            fix=f"Find how it names the script, and correct {Path(__file__).name}.",
        )
    page = _inline_first(page)
    own = [script for script in scripts if not _waits(script)]
    late = [script for script in scripts if _waits(script)]
    head = "".join(
        f"<script{script['attributes']}{'' if _waits(script) else ' defer'}></script>\n"
        for script in [*own, *late]
    )
    return SCRIPT.sub("", page).replace("</head>", f"{head}</head>", 1)


def _inline_first(page: str) -> str:
    """Let no small script in the head wait for a style sheet, and with it all that follows."""
    head, end, body = page.partition("</head>")
    before, sheet, after = head.partition('<link rel="stylesheet"')
    moved = "".join(INLINE.findall(after))
    return f"{before}{moved}{sheet}{INLINE.sub('', after)}{end}{body}"


def _waits(script: re.Match[str]) -> bool:
    return bool(re.search(r'\s(?:defer|async|type="module")(?=\s|$)', script["attributes"]))


class Apart:
    """Large data of pages, each in a file of its own that a page can load from disk, too.

    They come late: `late.js` asks for them, and for the scripts that read them, after the first
    paint.
    """

    def __init__(self) -> None:
        self._files: dict[str, str] = {}

    def take(self, page: str, up: str, assets: list[str]) -> str:
        """Take the large data out of a page; late, before its own scripts, a file puts it back.

        Parameters
        ----------
        page
            The HTML of the whole page.
        up
            From the page to the site's root.
        assets
            What the page asks for in its head, below `assets`; its scripts may read the data.
        """
        own = [f"{up}assets/{asset}" for asset in assets if asset.endswith(".js")]
        tags = {script["src"]: script[0] for script in SCRIPT.finditer(page)}
        if not own or not tags.keys() >= set(own):
            return page
        files: list[str] = []

        def out(script: re.Match[str]) -> str:
            if len(script["data"]) < LARGE:
                return script[0]
            code = (
                f'document.getElementById("{script["id"]}").textContent={_quoted(script["data"])}'
            )
            digest = hashlib.sha256(code.encode("utf-8")).hexdigest()[:12]
            name = f"{FOLDER}/{script['id']}.{digest}.js"
            self._files[name] = code
            files.append(f"{up}{name}")
            return f'<script type="application/json" id="{script["id"]}"></script>'

        page = DATA.sub(out, page)
        if not files:
            return page
        for address in own:
            page = page.replace(tags[address], "")
        late = LATE.format(json.dumps([*files, *own]))
        return page.replace("</head>", f"{late}</head>", 1)

    def publish(self, site: Path) -> None:
        """Write the files into a site."""
        for name, code in self._files.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(code, encoding="utf-8")


def _quoted(text: str) -> str:
    """A text as a string of JavaScript; JSON's own way would double its many quotation marks."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"
