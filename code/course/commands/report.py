"""`course report`: a student's numbers and figures in one report, with places for his words."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path

from minimodel.texts.reasons import reason

from course.running.supervision import stop_on_term
from course.student import processes
from course.student.many import jobs, judged
from course.student.report import ExistsError, collect, free, write
from course.student.texts import text


def run(options: argparse.Namespace) -> int:
    """Collect, check and write; 1 if something is missing, 2 if nothing was written."""
    lang = options.lang
    root = options.source or Path()
    folder = options.folder or Path(text("report.folder", lang))
    found = collect(root, lang)
    if found.empty:
        return _misuse("report.nothing", lang, folder=root)
    try:
        free(folder, found, lang)
        stop_on_term()
        processes.clear_left()
        todo = jobs([root], [], every=False)
        with contextlib.closing(judged(todo, lang, min(os.cpu_count() or 1, len(todo)))) as stream:
            verdicts = [*stream]
        path = write(folder, found, [each for each in verdicts if each.assignment], lang)
    except ExistsError as error:
        return _misuse("report.exists", lang, path=error.path)
    except OSError as error:
        return _misuse("command.unwritable", lang, folder=folder, why=reason(error, lang))
    print(text("report.written", lang, path=path))
    for line in found.lacks:
        print(line)
    return 1 if found.lacks else 0


def _misuse(key: str, lang: str, **values: object) -> int:
    print(f"course: {text(key, lang, **values)}", file=sys.stderr)
    return 2
