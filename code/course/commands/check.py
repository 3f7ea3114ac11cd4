"""`course check`: what is right and wrong in a student's folder."""

from __future__ import annotations

import argparse
import os
import sys

from minimodel.texts.languages import SOURCE_LANGUAGE

from course.commands.asked import misuse
from course.student import progress
from course.student.catalogue import ASSIGNMENTS
from course.student.checklist import done, render
from course.student.texts import text


def run(options: argparse.Namespace) -> int:
    """Check a folder and print the checklist."""
    assignment = ASSIGNMENTS[options.name]
    folder = options.folder or assignment.folder
    if folder.exists() and not folder.is_dir():
        return misuse("not_a_folder", options.lang, folder=folder)
    if not folder.is_dir():
        command = f"course start {assignment.name}"
        if options.folder:
            command += f" --into {folder}"
        if options.lang != SOURCE_LANGUAGE:
            command += f" --lang {options.lang}"
        return misuse("no_folder", options.lang, folder=folder, command=command)
    with progress.shown(options.lang):
        items = assignment.checks.check(folder, options.lang)
    heading = text(f"{assignment.table}.heading", options.lang, folder=folder)
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(render(heading, items, options.lang, color))
    return 0 if done(items) else 1
