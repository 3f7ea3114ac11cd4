"""`course start`: the starter files of a lab or an exercise."""

from __future__ import annotations

import argparse

from minimodel.texts.reasons import reason

from course.commands.asked import misuse
from course.student.catalogue import ASSIGNMENTS, Assignment
from course.student.seeds import LARGEST
from course.student.start import NotAFolderError, start
from course.student.texts import text
from course.texts.languages import SOURCE_LANGUAGE


def run(options: argparse.Namespace) -> int:
    """Write the files that are missing; never replaces one."""
    assignment = ASSIGNMENTS[options.name]
    folder = options.folder or assignment.folder
    if options.seed is not None and not assignment.seeded:
        seeded = ", ".join(each.name for each in ASSIGNMENTS.values() if each.seeded)
        return misuse("no_seed", options.lang, name=assignment.name, names=seeded)
    if options.seed is not None and not 0 <= options.seed <= LARGEST:
        return misuse("bad_seed", options.lang, largest=LARGEST, seed=options.seed)
    try:
        started = start(assignment.name, folder, options.lang, options.seed)
    except NotAFolderError as error:
        return misuse("not_a_folder", options.lang, folder=error.path)
    except OSError as error:
        return misuse("unwritable", options.lang, folder=folder, why=reason(error, options.lang))
    print(text("command.in_folder", options.lang, folder=folder))
    for key, names in (("written", started.written), ("left", started.left)):
        label = text(f"command.{key}", options.lang)
        for name in names:
            print(f"  {label:<12}{name}")
    if not started.written:
        print(text("command.nothing_missing", options.lang))
    print(text("command.next", options.lang, command=_check_command(assignment, options)))
    return 0


def _check_command(assignment: Assignment, options: argparse.Namespace) -> str:
    command = f"course check {assignment.name}"
    if options.folder:
        command += f" --in {options.folder}"
    return command if options.lang == SOURCE_LANGUAGE else f"{command} --lang {options.lang}"
