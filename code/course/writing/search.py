"""One search index a language, as Material's search reads it, and how its queries are read."""

from __future__ import annotations

import html
import json
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

from minimodel.texts.languages import LANGUAGES
from pylatexenc.latex2text import LatexNodes2Text

# The texts of every language are split in the same way; what differs
# is in the script of `write_query`.
SEPARATOR = r"[\s\-,:;!?=\[\]()\"`/¿¡«»“”…]+|\.(?!\d|py\b)|&[lg]t;"

BLOCK = re.compile(r'<div class="(?=[^"]*\bhighlight\b)')
FOLDED = re.compile(r'<details class="code">\s*<summary(?=>)')
FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
HERE: Final = Path(__file__).parent
SCRIPTS: Final = "assets/javascripts/lunr/min"
# A page that explains comes before one that only makes use, and that before one that gives an
# exercise's answer away or is written for authors and teachers.
BOOSTS: Final = {
    "exercises/": 0.1,
    "inside/playground": 0.3,
    "inside/gates": 0.3,
    "inside/bptt": 0.3,
    "labs/solutions/": 0.05,
    "authors/": 0.05,
    "reference/": 0.05,
    "teachers": 0.05,
}

_as_text = LatexNodes2Text(math_mode="text", strict_latex_spaces=False)


def prose_only(page: str) -> str:
    """Keep blocks of code out of a page's index, and what a folded one is opened by.

    Names that matter stand in the prose as well; printed results are marked where they are made.
    """
    without_code = BLOCK.sub('<div data-search-exclude class="', page)
    return FOLDED.sub(lambda summary: f"{summary[0]} data-search-exclude", without_code)


@cache
def words(lang: str) -> dict[str, Any]:
    """What readers of a language type: `stop`, `same` and `pages` of its search_words file."""
    file = HERE / f"search_words.{lang}.toml"
    if not LANGUAGES[lang].complete and not file.exists():
        return {"stop": [], "same": {}, "pages": {}}
    return tomllib.loads(file.read_text(encoding="utf-8"))


def without_tex(text: str) -> str:
    """A text of the index with its formulas as a reader would write them: h_t, not TeX."""

    def plain(match: re.Match[str]) -> str:
        tex = html.unescape(match[1] or match[2])
        return html.escape(" ".join(str(_as_text.latex_to_text(tex)).split()), quote=False)

    return FORMULA.sub(plain, text)


def index(entries: list[dict[str, Any]], lang: str, prefix: str) -> dict[str, Any]:
    """The index of one language.

    Parameters
    ----------
    entries
        What Material's plugin collected for this language: location, title and text.
    lang
        The language.
    prefix
        Where the language's pages stand below the site's root, `es/`; locations are made
        relative to it, since a page looks for the index below its own language's root.
    """
    documents = []
    for entry in entries:
        location = entry["location"].removeprefix(prefix)
        document = {**entry, "location": location}
        document |= {key: without_tex(entry[key]) for key in ("title", "text")}
        path, _, section = location.partition("#")
        further = words(lang)["pages"].get(path.removesuffix(".html"))
        if further and not section:
            document["tags"] = further.split()
        boost = next((each for part, each in BOOSTS.items() if path.startswith(part)), None)
        if boost is not None:
            document["boost"] = boost
        documents.append(document)
    fields = {"title": {"boost": 1e3}, "text": {"boost": 1.0}, "tags": {"boost": 1e3}}
    # No stemming: Material searches for the beginnings of words anyway.
    config = {"lang": [plugin(lang)], "separator": SEPARATOR, "pipeline": [], "fields": fields}
    return {"config": config, "docs": documents}


def plugin(lang: str) -> str:
    """The name under which lunr finds how queries of a language are read."""
    return f"course-{lang}"


def write(content: dict[str, Any], folder: Path) -> None:
    """Write an index into `folder/search`, as JSON and as a script for pages opened from disk."""
    target = folder / "search"
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (target / "search_index.json").write_text(text, encoding="utf-8")
    (target / "search_index.js").write_text(f"var __index = {text}", encoding="utf-8")


def write_query(lang: str, site: Path) -> None:
    """Write the script with which queries of a language are read."""
    found = words(lang)
    read = {
        "stop": sorted({_fold(word) for word in found["stop"]}),
        "same": {_fold(word): others for word, others in found["same"].items()},
    }
    script = (HERE / "search_query.js").read_text(encoding="utf-8")
    script = script.replace("LANGUAGE", json.dumps(plugin(lang)))
    script = script.replace("WORDS", json.dumps(read, ensure_ascii=False))
    target = site / SCRIPTS
    target.mkdir(parents=True, exist_ok=True)
    (target / f"lunr.{plugin(lang)}.min.js").write_text(script, encoding="utf-8")


def _fold(word: str) -> str:
    """A word without its accents, as queries are compared."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))
