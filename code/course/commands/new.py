"""`course new`: a lab, a page or a language begun, and the list of what is left."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from minimodel.texts.reasons import reason

from course.reading.translations import FOLDER
from course.skeletons.names import Refused
from course.skeletons.new_lab import new_lab
from course.skeletons.new_language import new_language
from course.skeletons.new_page import new_page
from course.skeletons.texts import text
from course.texts.errors import CourseError, CourseErrors

KINDS = {"lab": new_lab, "page": new_page, "language": new_language}


def run(project: Path, options: argparse.Namespace) -> int:
    """Write what can be written; returns the exit status: 2 where nothing was."""
    lang = options.lang
    try:
        made = KINDS[options.kind](project, options.name, lang)
        made.changes.write()
    except Refused as refused:
        return _refuse(text(refused.key, lang, **refused.values))
    except (CourseError, CourseErrors) as error:
        return _refuse(str(error))
    except OSError as error:
        file = Path(error.filename or project)
        where = file.relative_to(project) if file.is_relative_to(project) else file
        return _refuse(text("unwritable", lang, file=where, why=reason(error, lang)))
    new = [path for path in made.changes.paths if path not in made.changes.edited]
    for key, paths in (("written", new), ("changed", made.changes.edited)):
        if paths:
            print(text(key, lang))
            print(*(f"  {path}" for path in paths if f"/{FOLDER}/" not in path), sep="\n")
    print(text("left", lang))
    width = max(len(place) for place, _ in made.left)
    for place, task in made.left:
        print(f"  {place:<{width}}  {task}")
    return 0


def _refuse(said: str) -> int:
    print(f"course: {said}", file=sys.stderr)
    return 2
