"""`course run`: a page's snippets in a terminal."""

from __future__ import annotations

import argparse

from course.commands.asked import page_asked_for
from course.running.parts import Part
from course.session import Session
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE


def run(session: Session, options: argparse.Namespace) -> int:
    """Run a page's snippets and print what they give."""
    page = page_asked_for(session, options)
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
            # A folder may take both languages' figures, whose words are to be compared.
            name = (
                part.block.id
                if options.lang == SOURCE_LANGUAGE
                else f"{part.block.id}.{options.lang}"
            )
            target = options.figures / f"{name}.svg"
            target.write_text(_standalone(output.figure), encoding="utf-8")
            print(messages.text("figure_saved", options.lang, file=target))
        elif output.figure:
            alt = part.options["alt"]
            print(messages.text("figure_unsaved", options.lang, alt=alt))
        print()

    session.run(options.lang, page, watch=show)
    return 0


def _standalone(figure: str) -> str:
    """A page's figure as a file of its own, which needs what the page's HTML implies."""
    if "xmlns=" in figure:
        return figure
    return figure.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
