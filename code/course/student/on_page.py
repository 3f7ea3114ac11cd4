"""An exercise on its page: the panel that the page gets, and the files that a browser gets."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from pathlib import Path
from typing import Final

from minimodel.texts import languages
from minimodel.texts.languages import LANGUAGES

from course.live import archive
from course.reading.pages import Page
from course.student.catalogue import ASSIGNMENTS
from course.student.start import starter_files
from course.student.texts import catalogue
from course.texts.errors import CourseError, CourseErrors

FOLDER: Final = "assets/check"
PLACE: Final = re.compile(r'<div data-exercise="([^"]*)">\s*</div>')
PANEL: Final = 'class="check-panel'
PYTHONS: Final = ("terminal", "too_much")  # what Python says, not the script
PARTS: Final = (
    *("course/__init__.py", "course/arithmetic.py", "course/texts", "course/student"),
    "minimodel",
)
SUFFIXES: Final = (".py", ".toml", ".json")


def panels(content: str, lang: str, root: str, file: str) -> str:
    """Put the panel in place of each ``<div data-exercise="NAME"></div>`` of a page.

    Parameters
    ----------
    content
        The page's HTML.
    lang
        Its language.
    root
        From the page to the root of the site: ``../``.
    file
        The page's source, for a message.

    Raises
    ------
    CourseError
        If there is no such exercise, or it is done in a terminal only.
    """

    def panel(found: re.Match[str]) -> str:
        name = found[1]
        if fault := _fault(name, file):
            raise fault
        return _panel(name, lang, root)

    return PLACE.sub(panel, content)


def hold(page: Page) -> None:
    """See that each exercise that a page has a panel for is done on a page.

    Raises
    ------
    CourseErrors
        With the line of each that is not.
    """
    faults = [
        fault
        for number, line in enumerate(page.lines)
        if number not in page.fenced_lines
        for found in PLACE.finditer(line)
        if (fault := _fault(found[1], page.file, number + page.offset + 1))
    ]
    if faults:
        raise CourseErrors(faults)


def _fault(name: str, file: str, line: int | None = None) -> CourseError | None:
    if name in ASSIGNMENTS and ASSIGNMENTS[name].on_page is not None:
        return None
    known = ", ".join(each.name for each in ASSIGNMENTS.values() if each.on_page)
    return CourseError(
        f"data-exercise: {name!r} is not done on a page. Those that are: {known}.",
        file=file,
        line=line,
        fix="Give it on_page=OnPage() in code/course/student/catalogue.py.",
    )


def _panel(name: str, lang: str, root: str) -> str:
    said = {
        key: languages.said(each, lang)
        for key, each in catalogue("page").items()
        if key not in PYTHONS
    }
    data = html.escape(json.dumps(said, ensure_ascii=False))
    heading = html.escape(said["heading"])
    on_page = ASSIGNMENTS[name].on_page
    intro = f"{said['intro']} {said['trains']}" if on_page and on_page.trains else said["intro"]
    return (
        f'<section class="check-panel live-result" data-search-exclude data-exercise="{name}"'
        f' data-lang="{lang}" data-root="{root}" data-texts="{data}"'
        f' aria-labelledby="on-page-{name}" hidden>'
        f'<p class="check-title" id="on-page-{name}">{heading}</p>'
        f"<p>{html.escape(intro)}</p>"
        f'<p><button type="button" class="live-button" data-act="open">'
        f"{html.escape(said['open'])}</button></p>"
        '<p class="live-status" role="status"></p></section>'
    )


def publish(site: Path) -> None:
    """Write the starter files of each exercise that is done on a page, and the checker's code."""
    packed = _archive()
    name = f"check-{hashlib.sha256(packed).hexdigest()[:16]}.zip"
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("check-*.zip"):
        old.unlink()
    (folder / name).write_bytes(packed)
    for assignment in ASSIGNMENTS.values():
        if assignment.on_page is None:
            continue
        for lang in LANGUAGES:
            data = {
                "archive": name,
                "folder": assignment.folder.as_posix(),
                "printed": dict(assignment.on_page.printed),
                "files": {
                    file: content.decode("utf-8")
                    for file, content in starter_files(assignment.name, lang).items()
                },
            }
            content = json.dumps(data, ensure_ascii=False)
            (folder / f"{assignment.name}.{lang}.json").write_text(content, encoding="utf-8")


def _archive() -> bytes:
    """The checker and the teaching code that it compares with."""
    code = Path(__file__).parents[2]
    files = {
        path
        for part in PARTS
        for path in ((code / part).rglob("*") if (code / part).is_dir() else [code / part])
        if path.suffix in SUFFIXES and "starters" not in path.parts
    }
    out = io.BytesIO()
    archive.write(out, ((p.relative_to(code).as_posix(), p.read_bytes()) for p in sorted(files)))
    return out.getvalue()
