"""Style sheets of others without the rules for what no page has and no script makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from course.texts.errors import CourseError

SHEETS: Final = (
    "stylesheets/main.*.min.css",
    "stylesheets/palette.*.min.css",
    "vendor/katex/katex.min.css",
)
SCRIPTS: Final = "bundle.*.min.js"  # what makes elements of its own, with their classes
MAP: Final = re.compile(r"/\*# sourceMappingURL=.*?\*/\s*")
STRING: Final = r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^'\\]|\\.)*'"
CLASSES: Final = re.compile(r' class="([^"]*)"')
COLORS: Final = re.compile(r' data-md-color-(primary|accent)="([\w-]+)"')
DIRECTION: Final = re.compile(r' dir="(\w+)"')
WORD: Final = re.compile(r"[A-Za-z_][\w-]*")
VARIABLE: Final = re.compile(r"--md-[\w-]+")
CLASS: Final = re.compile(r"\.([A-Za-z_-][\w-]*)")
COLOR: Final = re.compile(r"\[data-md-color-(primary|accent)=[\"']?([\w-]+)")
DIR: Final = re.compile(r"\[dir=[\"']?(\w+)")
# A selector may ask for one of several things, or for their absence; then it stays.
CHOICE: Final = re.compile(r":(?:not|is|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)")
# The value of a declaration may hold a picture, with semicolons in a string or in brackets.
DECLARATION: Final = re.compile(
    rf"(--md-[\w-]+):(?:{STRING}|url\((?![\"'])[^)]*\)|[^;}}\"'])*(?:;|(?=\}}))"
)
USE: Final = re.compile(r"var\((--md-[\w-]+)")
# What a rule begins with, up to its brace, and what is passed over on the way to its end.
TOKEN: Final = re.compile(rf"{STRING}|[{{}}]")
NESTED: Final = ("@media", "@supports")


@dataclass
class Shown:
    """What the pages of a site have, and what its scripts name.

    Attributes
    ----------
    classes
        Every class of an element, and every word of the scripts.
    colors
        The colors that pages choose from, each with its kind.
    directions
        In which directions pages are written.
    variables
        The variables that a script reads.
    """

    classes: set[str] = field(default_factory=set)
    colors: set[tuple[str, str]] = field(default_factory=set)
    directions: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)

    def meets(self, selector: str) -> bool:
        """Whether an element may be there that a selector asks for."""
        wanted = CHOICE.sub("", selector)
        return (
            all(map(self._has, CLASS.findall(wanted)))
            and all(color in self.colors for color in COLOR.findall(wanted))
            and all(direction in self.directions for direction in DIR.findall(wanted))
        )

    def _has(self, name: str) -> bool:
        # A script may put a name together, as `md-tooltip--${side}`.
        parts = [end for end in range(1, len(name)) if name[end - 1] == "-"]
        return name in self.classes or any(name[:end] in self.classes for end in parts)


def trim(site: Path) -> None:
    """Trim the sheets of a built site, which every page waits for before it shows anything.

    Raises
    ------
    CourseError
        If there is not one sheet of each kind, or one has no rule too many: a release may name or
        write them otherwise.
    """
    folder = site / "assets"
    shown = _shown(site)
    styles = [*folder.glob("stylesheets/*.css"), *folder.glob(SHEETS[-1])]
    sheets = {file: file.read_text(encoding="utf-8") for file in sorted(styles)}
    light = dict(sheets)
    for pattern in SHEETS:
        files = list(folder.glob(pattern))
        for file in files:
            light[file] = rules(sheets[file], shown)
        if len(files) != 1 or light[files[0]] == sheets[files[0]]:
            raise CourseError(
                f"{len(files)} such style sheets, or no rule too many in it.",
                file=pattern,
                fix=f"See how its project writes it, and correct {Path(__file__).name}.",
            )
    read = shown.variables.union(*(USE.findall(sheet) for sheet in light.values()))
    for file, sheet in light.items():
        if sheet != sheets[file]:
            file.write_text(variables(sheet, read), encoding="utf-8")


def rules(sheet: str, shown: Shown) -> str:
    """A minified style sheet without the rules that no element of the site can meet."""
    return "".join(_rules(MAP.sub("", sheet), shown))


def variables(sheet: str, read: set[str]) -> str:
    """A style sheet without Material's variables that nothing reads."""
    return DECLARATION.sub(lambda each: each[0] if each[1] in read else "", sheet)


def _rules(sheet: str, shown: Shown) -> Iterator[str]:
    position = 0
    while (begin := sheet.find("{", position)) >= 0:
        # A statement without a block, such as @charset, goes with the rule that follows.
        said, statement, head = sheet[position:begin].rpartition(";")
        end = _end(sheet, begin)
        body = sheet[begin + 1 : end - 1]
        if head.startswith(NESTED):
            body = "".join(_rules(body, shown))
            kept = head if body else ""
        elif head.startswith("@"):
            kept = head
        else:
            kept = ",".join(filter(shown.meets, _split(head)))
        yield said + statement + (f"{kept}{{{body}}}" if kept else "")
        position = end
    yield sheet[position:]


def _end(sheet: str, begin: int) -> int:
    """Where a block ends that begins with the brace at a place."""
    depth = 0
    for token in TOKEN.finditer(sheet, begin):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if not depth:
            return token.end()
    return len(sheet)


def _split(selectors: str) -> list[str]:
    """The selectors of a rule, cut at the commas that stand in no bracket."""
    found, depth = [""], 0
    for sign in selectors:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


def _shown(site: Path) -> Shown:
    shown = Shown()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for classes in CLASSES.findall(text):
            shown.classes.update(classes.split())
        shown.colors.update(COLORS.findall(text))
        shown.directions.update(DIRECTION.findall(text[:20_000]))
    assets = site / "assets"
    scripts = [*assets.glob(f"javascripts/{SCRIPTS}"), *assets.glob("javascripts/[!bw]*/*.js")]
    for script in [*scripts, *assets.glob("javascripts/*.js")]:
        text = script.read_text(encoding="utf-8")
        shown.classes.update(WORD.findall(text))
        shown.variables.update(VARIABLE.findall(text))
    return shown
