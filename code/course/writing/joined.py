"""The style sheets and scripts that all pages have, as one file of each: a page waits for fewer."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Final

from course.texts.errors import CourseError

SHEET: Final = "base.css"
FOLDER: Final = "stylesheets"
# The sheets of the course: each is a folder with one thing a file, here in the order in which they
# hold. The look that all pages have is a sheet on its own, too, for browsers that run no script.
PARTS: Final = {
    "course": (
        *("faces", "colors", "text", "code", "blocks", "figures", "tables", "asides", "formulas"),
        *("around", "frame", "home", "phone", "reference", "paper"),
    ),
    "live": ("buttons", "results", "editor", "paper", "check", "forced_colors"),
    "walk": ("frame", "rows", "lit", "columns", "menu", "room", "paper", "forced_colors"),
    "play": ("fields", "strip", "guesses", "paper", "stepper"),
    "inside": (
        *("bar", "stage", "marks", "legend", "sample", "inspector"),
        *("phone", "paper", "forced_colors"),
    ),
}
SCRIPT: Final = "base.js"
# In the order in which they hold, below `assets`. Nearly every page has formulas and blocks to run.
SOURCES: Final = (
    f"{FOLDER}/main.*.min.css",
    f"{FOLDER}/palette.*.min.css",
    f"{FOLDER}/course.css",
    "vendor/katex/katex.min.css",
    f"{FOLDER}/live.css",
)
# In the order in which they run; each looks for what it serves, and does nothing where that is not.
SCRIPTS: Final = (
    "disk.js",
    "predict.js",
    "progress.js",
    "page.js",
    "walk.js",
    "check/check.js",
    "live/live.js",
    "symbols.js",
    "report.js",
    "late.js",
)
# Each in a scope of its own; one that fails is told as it would be alone, and keeps no other back.
ALONE: Final = "try {{\n{}\n}} catch (error) {{\n  setTimeout(() => {{ throw error }})\n}}"
# No text in a script has a line that begins as a comment does; a test looks.
REMARK: Final = re.compile(r"^\s*(?://.*\n)?", re.MULTILINE)
ADDRESS: Final = re.compile(r"""url\((?P<quote>["']?+)(?![\w+.-]*:|[#/])(?P<path>[^"')]+)""")
# Strings stay; what authors read alone goes: comments, and the room before a line.
UNREAD: Final = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/|(?<=\n)\s+""", re.DOTALL
)
LINKS: Final = re.compile(
    r'<link rel="stylesheet" href="([^"]*)main\.\w+\.min\.css">'
    r'\s*<link rel="stylesheet" href="\1palette\.\w+\.min\.css">'
)


def linked(styles: str) -> str:
    """The head of a page as Material writes it, with one link in place of its two."""
    return LINKS.sub(rf'<link rel="stylesheet" href="\1{SHEET}">', styles, count=1)


def gather(site: Path) -> None:
    """Write the course's own sheets of a built site, each from its parts.

    Raises
    ------
    CourseError
        If a part is missing, or a file among them is none: its place in the order is not known.
    """
    assets = site / "assets"
    sheets = assets / FOLDER
    for name in sorted({folder.name for folder in sheets.iterdir() if folder.is_dir()} | {*PARTS}):
        parts = PARTS.get(name, ())
        if wrong := {file.stem for file in (sheets / name).glob("*.css")} ^ set(parts):
            raise CourseError(
                f"{name}.css is not made of {', '.join(sorted(wrong))}.",
                file=f"docs/assets/{FOLDER}/{name}",
                fix=f"Name its files, in their order, under PARTS in {Path(__file__).name}.",
            )
        if parts:
            rules = [_moved(sheets / name / f"{part}.css", assets) for part in parts]
            (sheets / f"{name}.css").write_text("\n".join(rules), encoding="utf-8")


def write(site: Path) -> None:
    """Write the sheet and the script of a built site.

    Raises
    ------
    CourseError
        If a sheet is missing, or pages do not ask for this one in place of Material's: a release
        may name or write them otherwise.
    """
    scripts = site / "assets" / "javascripts"
    texts = [(scripts / name).read_text(encoding="utf-8") for name in SCRIPTS]
    alone = [ALONE.format(REMARK.sub("", text)) for text in texts]
    (scripts / SCRIPT).write_text("\n".join(alone), encoding="utf-8")
    assets = site / "assets"
    found = [sorted(assets.glob(pattern)) for pattern in SOURCES]
    page = (site / "404.html").read_text(encoding="utf-8")  # every site has it
    links = re.findall(r'<link rel="stylesheet" href="[^"]*/([^"/]+)">', page)
    others = [file.name for files in found for file in files if file.name in links]
    if [len(files) for files in found] != [1] * len(SOURCES) or others or SHEET not in links:
        raise CourseError(
            f"the pages do not load {SHEET} in place of {', '.join(SOURCES)}.",
            file="Material's base.html",
            fix=f"See how it names its style sheets, and correct {Path(__file__).name}.",
        )
    sheet = "\n".join(_moved(file, assets) for (file,) in found)
    short = UNREAD.sub(lambda part: part["string"] or "", sheet)
    (assets / FOLDER / SHEET).write_text(short, encoding="utf-8")


def _moved(sheet: Path, assets: Path) -> str:
    """A sheet with the addresses that it has in a joined one."""
    way = posixpath.relpath(sheet.parent.relative_to(assets).as_posix(), FOLDER)

    def moved(address: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(way, address["path"]))
        return f"url({address['quote']}{path}"

    return ADDRESS.sub(moved, sheet.read_text(encoding="utf-8"))
