"""`course pdf`: the finished site as one PDF a language."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from minimodel.texts.reasons import reason

from course.export import contents
from course.export.browser import printer
from course.export.pdf import make
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE


def run(options: argparse.Namespace) -> int:
    """Print every page and write the file; 1 if it can't be written."""
    said = partial(messages.text, lang=options.lang)
    output = options.output or Path(f"rnn-course.{options.lang}.pdf")
    course = contents.course(options.site, options.lang, SOURCE_LANGUAGE)
    place = iter(range(1, len(course.chapters) + 1))

    def tell(chapter: contents.Chapter) -> None:
        print(f"{next(place)}/{len(course.chapters)} {chapter.title}", file=sys.stderr)

    with printer() as page:
        made, count = make(course, page, said("pdf_contents"), options.lang, tell)
    partly = output.with_name(f"{output.name}.partial")
    try:
        partly.write_bytes(made)
        partly.replace(output)
    except OSError as error:
        partly.unlink(missing_ok=True)
        print(
            f"course: {said('unwritable', file=output, why=reason(error, options.lang))}",
            file=sys.stderr,
        )
        return 1
    print(said("pdf_written", file=output, count=count))
    return 0
