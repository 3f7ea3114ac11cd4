"""The subcommands `course start` and `course check`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from course.student.catalogue import ASSIGNMENTS, Assignment
from course.student.checklist import done, render
from course.student.start import NotAFolderError, start
from course.student.texts import text


def add(actions: Any, common: argparse.ArgumentParser, lang: str) -> None:
    """Add both subcommands to the parser of the `course` command.

    Parameters
    ----------
    actions
        What ``add_subparsers`` returned.
    common
        The parser of the options that every subcommand has.
    lang
        Language of the help.
    """
    starting = actions.add_parser("start", help=text("command.start", lang), parents=[common])
    starting.set_defaults(action=_start)
    checking = actions.add_parser("check", help=text("command.check", lang), parents=[common])
    checking.set_defaults(action=_check)
    for parser, option, help_text in (
        (starting, "--into", "command.into"),
        (checking, "--in", "command.in"),
    ):
        parser.add_argument(
            "name", metavar="NAME", choices=ASSIGNMENTS, help=", ".join(ASSIGNMENTS)
        )
        parser.add_argument(
            option, dest="folder", type=Path, metavar="DIR", help=text(help_text, lang)
        )


def _start(options: argparse.Namespace) -> int:
    assignment = ASSIGNMENTS[options.name]
    folder = options.folder or assignment.folder
    try:
        started = start(assignment.name, folder, options.lang)
    except NotAFolderError as error:
        return _misuse("not_a_folder", options.lang, folder=error.path)
    except OSError as error:
        return _misuse("unwritable", options.lang, folder=folder, why=error.strerror)
    print(text("command.in_folder", options.lang, folder=folder))
    for key, names in (("written", started.written), ("left", started.left)):
        label = text(f"command.{key}", options.lang)
        for name in names:
            print(f"  {label:<12}{name}")
    if not started.written:
        print(text("command.nothing_missing", options.lang))
    print(text("command.next", options.lang, command=_check_command(assignment, options)))
    return 0


def _check(options: argparse.Namespace) -> int:
    assignment = ASSIGNMENTS[options.name]
    folder = options.folder or assignment.folder
    if folder.exists() and not folder.is_dir():
        return _misuse("not_a_folder", options.lang, folder=folder)
    if not folder.is_dir():
        command = f"course start {assignment.name}"
        if options.folder:
            command += f" --into {folder}"
        return _misuse("no_folder", options.lang, folder=folder, command=command)
    items = assignment.checks.check(folder, options.lang)
    heading = text(f"{assignment.table}.heading", options.lang, folder=folder)
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(render(heading, items, options.lang, color))
    return 0 if done(items) else 1


def _check_command(assignment: Assignment, options: argparse.Namespace) -> str:
    command = f"course check {assignment.name}"
    return f"{command} --in {options.folder}" if options.folder else command


def _misuse(key: str, lang: str, **values: object) -> int:
    print(f"course: {text(f'command.{key}', lang, **values)}", file=sys.stderr)
    return 2
