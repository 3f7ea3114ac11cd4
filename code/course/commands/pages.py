"""The `course` commands that work on pages; each returns its exit status."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat

from course.reading import pages
from course.running.parts import Part
from course.session import Session
from course.texts import messages
from course.writing import notebooks


def run(session: Session, options: argparse.Namespace) -> int:
    """Run a page's snippets and print what they give."""
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


def notebook(session: Session, options: argparse.Namespace) -> int:
    """Write a page's notebook edition, over nothing unless that is asked for."""
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


def list_pages(session: Session, options: argparse.Namespace) -> int:
    """List the pages with their titles."""
    for path in pages.paths(session.docs, options.lang):
        print(f"{path:24} {session.page(options.lang, path).title}")
    return 0


def check(session: Session, options: argparse.Namespace) -> int:
    """Run and compare all pages."""
    session.prepare()
    print(messages.text("pages_fine", options.lang))
    return 0


def approve(session: Session, options: argparse.Namespace) -> int:
    """Accept what a page's approved blocks print now."""
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
