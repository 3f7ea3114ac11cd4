"""The `course` command: run pages, write their notebooks, check them; start and check labs."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from pathlib import Path

import nbformat

from course import messages, notebooks, pages
from course.errors import CourseError, CourseErrors
from course.parts import LANGUAGES, Part
from course.session import Session
from course.student import commands as student
from course.walks import report as walk_report

PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status: 0, 1 for a fault in a page, 2 for misuse."""
    options = _parser(_language(arguments)).parse_args(arguments)
    session = Session(PROJECT / "docs", PROJECT / "code")
    try:
        return int(options.action(session, options))
    except CourseError as error:
        print(f"course: {error}", file=sys.stderr)
    except CourseErrors as errors:
        for fault in errors.errors:
            print(f"course: {fault}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    finally:
        session.close()
    return 1


def _run(session: Session, options: argparse.Namespace) -> int:
    page = _page(session, options)
    if options.figures:
        options.figures.mkdir(parents=True, exist_ok=True)

    def show(part: Part) -> None:
        output = part.output
        assert output is not None, "only executed parts are shown"
        print(f"── {part.block.id} ──")
        for text in (output.stdout, output.notice, output.value):
            if text:
                print(text.rstrip("\n"))
        if output.figure and options.figures:
            target = options.figures / f"{part.block.id}.svg"
            target.write_text(_standalone(output.figure), encoding="utf-8")
            print(messages.text("figure_saved", options.lang, file=target))
        elif output.figure:
            alt = part.options["alt"]
            print(messages.text("figure_unsaved", options.lang, alt=alt))
        print()

    session.run(options.lang, page, watch=show)
    return 0


def _notebook(session: Session, options: argparse.Namespace) -> int:
    page = _page(session, options)
    target: Path = options.output or Path(f"{page.rpartition('/')[2]}.ipynb")
    if target.exists() and not options.force:
        print(f"course: {messages.text('exists', options.lang, file=target)}", file=sys.stderr)
        return 2
    made = notebooks.build(session.run(options.lang, page), notebooks.page_link(page))
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.write_text(nbformat.writes(made) + "\n", encoding="utf-8")
        partial.replace(target)
    except OSError as error:
        said = messages.text("unwritable", options.lang, file=target, why=error.strerror)
        print(f"course: {said}", file=sys.stderr)
        return 2
    print(messages.text("written", options.lang, file=target))
    return 0


def _pages(session: Session, options: argparse.Namespace) -> int:
    for path in pages.paths(session.docs, options.lang):
        print(f"{path:24} {session.page(options.lang, path).title}")
    return 0


def _check(session: Session, options: argparse.Namespace) -> int:
    session.prepare()
    print(messages.text("pages_fine", options.lang))
    return 0


def _approve(session: Session, options: argparse.Namespace) -> int:
    changes = session.approve(_page(session, options))
    print("\n".join(changes) or messages.text("nothing_changed", options.lang))
    return 0


def _page(session: Session, options: argparse.Namespace) -> str:
    """The page asked for, if there is one; otherwise ends the command with what there is."""
    path = str(options.page).removesuffix(".md")
    known = pages.paths(session.docs, options.lang)
    if path not in known:
        said = messages.text("no_page", options.lang, page=path, known=", ".join(known))
        print(f"course: {said}", file=sys.stderr)
        raise SystemExit(2)
    return path


def _standalone(figure: str) -> str:
    """A page's figure as a file of its own, which needs what the page's HTML implies."""
    if "xmlns=" in figure:
        return figure
    return figure.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _language(arguments: list[str] | None) -> str:
    """The language asked for with --lang, else the locale's, else English."""
    asked = argparse.ArgumentParser(add_help=False)
    asked.add_argument("--lang")
    lang = asked.parse_known_args(arguments)[0].lang
    if lang in LANGUAGES:
        return str(lang)
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "es" if name.lower().startswith(("es", "spanish")) else "en"


def _parser(lang: str) -> argparse.ArgumentParser:
    def said(key: str) -> str:
        return messages.text(key, lang)

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=lang, help=said("help_lang"))
    parser = argparse.ArgumentParser(
        prog="course", description=said("help_course"), parents=[common]
    )
    actions = parser.add_subparsers(required=True, metavar="COMMAND")

    run = actions.add_parser("run", help=said("help_run"), parents=[common])
    run.add_argument("page", metavar="PAGE", help=said("help_page"))
    run.add_argument("--figures", type=Path, metavar="DIR", help=said("help_figures"))
    run.set_defaults(action=_run)

    notebook = actions.add_parser("notebook", help=said("help_notebook"), parents=[common])
    notebook.add_argument("page", metavar="PAGE", help=said("help_page"))
    notebook.add_argument("--output", type=Path, metavar="FILE", help=said("help_output"))
    notebook.add_argument("--force", action="store_true", help=said("help_force"))
    notebook.set_defaults(action=_notebook)

    listing = actions.add_parser("pages", help=said("help_pages"), parents=[common])
    listing.set_defaults(action=_pages)

    check = actions.add_parser("check-pages", help=said("help_check"), parents=[common])
    check.set_defaults(action=_check)

    approve = actions.add_parser("approve", help=said("help_approve"), parents=[common])
    approve.add_argument("page", metavar="PAGE", help=said("help_page"))
    approve.set_defaults(action=_approve)

    walk_report.add(actions, lang)
    student.add(actions, common, lang)
    return parser


if __name__ == "__main__":
    sys.exit(main())
