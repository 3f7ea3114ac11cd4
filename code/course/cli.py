"""The `course` command: run pages, write their notebooks, check them; start and check labs.

Only the parser is here: what a command needs is imported when that command runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from minimodel.texts.command_line import ArgumentParser, preferred_language, quietly
from minimodel.texts.labels import label
from minimodel.texts.reasons import reason

from course.skeletons.texts import text as of_skeletons
from course.student.catalogue import ASSIGNMENTS
from course.student.texts import text
from course.texts import messages
from course.texts.errors import CourseError, CourseErrors
from course.texts.languages import LANGUAGES

PROJECT = Path(__file__).resolve().parents[2]
Action = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status: 0, 1 for a fault in a page, 2 for misuse."""
    return quietly(lambda: _main(arguments), "course")


def _main(arguments: Sequence[str] | None) -> int:
    try:
        options = _parser(preferred_language(arguments)).parse_args(arguments)
        return int(options.action(options))
    except CourseError as error:
        print(f"course: {error}", file=sys.stderr)
    except OSError as error:
        if not error.filename:  # no file that somebody named, such as the output
            raise
        lang = preferred_language(arguments)
        said = label("command.refused", lang, path=error.filename, why=reason(error, lang))
        print(f"course: {said}", file=sys.stderr)
        return 2
    except CourseErrors as errors:
        for fault in errors.errors:
            print(f"course: {fault}", file=sys.stderr)
    return 1


def _on_students_folder(verb: str) -> Action:
    """Return an action that runs a verb's module, imported by then."""
    return lambda options: int(import_module(f"course.commands.{verb}").run(options))


def _on_project(verb: str) -> Action:
    """Return an action that runs a verb's module on the project's folder."""
    return lambda options: int(import_module(f"course.commands.{verb}").run(PROJECT, options))


def _on_pages(verb: str) -> Action:
    """Return an action that runs a verb's module with a session of the site's pages."""

    def action(options: argparse.Namespace) -> int:
        from course.session import Session

        session = Session(PROJECT / "docs", PROJECT / "code")
        try:
            return int(import_module(f"course.commands.{verb}").run(session, options))
        finally:
            session.close()

    return action


def _parser(lang: str) -> argparse.ArgumentParser:
    def said(key: str) -> str:
        return messages.text(key, lang)

    make: Any = partial(ArgumentParser, lang=lang, speaker="course")
    common = make(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=lang, help=said("help_lang"))
    parser = make(prog="course", description=said("help_course"), parents=[common])
    actions = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=make)

    run = actions.add_parser("run", help=said("help_run"), parents=[common])
    run.add_argument("page", metavar="PAGE", help=said("help_page"))
    run.add_argument("--figures", type=Path, metavar="DIR", help=said("help_figures"))
    run.set_defaults(action=_on_pages("run"))

    notebook = actions.add_parser("notebook", help=said("help_notebook"), parents=[common])
    notebook.add_argument("page", metavar="PAGE", help=said("help_page"))
    notebook.add_argument("--output", type=Path, metavar="FILE", help=said("help_output"))
    notebook.add_argument("--force", action="store_true", help=said("help_force"))
    notebook.set_defaults(action=_on_pages("notebook"))

    listing = actions.add_parser("pages", help=said("help_pages"), parents=[common])
    listing.set_defaults(action=_on_pages("pages"))

    check = actions.add_parser("check-pages", help=said("help_check"), parents=[common])
    check.add_argument("--run", action="store_true", help=said("help_check_run"))
    check.set_defaults(action=_on_pages("check_pages"))

    for verb, kept in (("pdf", "pdf"), ("site-zip", "zip")):
        made = actions.add_parser(verb, help=said(f"help_{kept}"), parents=[common])
        made.add_argument(
            "--site", type=Path, default=Path("site"), metavar="DIR", help=said("help_site")
        )
        made.add_argument("--output", type=Path, metavar="FILE", help=said(f"help_{kept}_output"))
        made.set_defaults(action=_on_students_folder(verb.replace("-", "_")))

    approve = actions.add_parser("approve", help=said("help_approve"), parents=[common])
    approve.add_argument("page", metavar="PAGE", help=said("help_page"))
    approve.set_defaults(action=_on_pages("approve"))

    translated = actions.add_parser(
        "translations", help=said("help_translations"), parents=[common]
    )
    translated.add_argument("pages", nargs="*", metavar="PAGE", help=said("help_translated_pages"))
    translated.add_argument("--stamp", action="store_true", help=said("help_stamp"))
    translated.set_defaults(action=_on_pages("translations"))

    new = actions.add_parser("new", help=of_skeletons("help_new", lang), parents=[common])
    kinds = new.add_subparsers(required=True, dest="kind", metavar="KIND", parser_class=make)
    for kind, name in (("lab", "NAME"), ("page", "PATH"), ("language", "CODE")):
        said_of = of_skeletons(f"help_{kind}", lang)
        begun = kinds.add_parser(kind, help=said_of, description=said_of, parents=[common])
        begun.add_argument("name", metavar=name, help=of_skeletons(f"help_{name.lower()}", lang))
        begun.set_defaults(action=_on_project("new"))

    release = actions.add_parser("release", help=said("help_release"), parents=[common])
    release.add_argument("version", metavar="VERSION", help=said("help_version"))
    release.set_defaults(action=_on_pages("release"))

    walk = actions.add_parser("walk", help=said("help_walk"))
    walk.add_argument("pages", nargs="*", metavar="PAGE", help=said("help_walk_pages"))
    walk.add_argument("--lang", dest="only", choices=LANGUAGES, help=said("help_walk_lang"))
    walk.add_argument("--skeleton", nargs="+", metavar=("FILE", "NAME"), help=said("help_skeleton"))
    walk.set_defaults(action=_on_pages("walk"))

    def of_students(verb: str, option: str, key: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser
        made = actions.add_parser(verb, help=text(f"command.{verb}", lang), parents=[common])
        where = text(f"command.{key}", lang)
        made.add_argument(option, dest="folder", type=Path, metavar="DIR", help=where)
        made.set_defaults(action=_on_students_folder(verb))
        return made

    names = ", ".join(ASSIGNMENTS)
    start = of_students("start", "--into", "into")
    start.add_argument("name", metavar="NAME", choices=ASSIGNMENTS, help=names)
    start.add_argument("--seed", type=int, metavar="N", help=text("command.seed", lang))

    judge = of_students("check", "--in", "in")
    what = text("command.what", lang, names=names)
    judge.add_argument("what", nargs="*", metavar="NAME|DIR", help=what)
    judge.add_argument("--all", action="store_true", help=text("command.every", lang))
    judge.add_argument("--csv", action="store_true", help=text("command.csv", lang))
    judge.add_argument("--json", action="store_true", help=text("command.json", lang))
    at_once = os.cpu_count() or 1
    judge.add_argument(
        "--jobs", type=int, default=at_once, metavar="N", help=text("command.jobs", lang)
    )

    report = actions.add_parser("report", help=text("report.help", lang), parents=[common])
    for option, name, key in (("--in", "source", "in"), ("--into", "folder", "into")):
        where = text(f"report.{key}", lang)
        report.add_argument(option, dest=name, type=Path, metavar="DIR", help=where)
    report.set_defaults(action=_on_students_folder("report"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
