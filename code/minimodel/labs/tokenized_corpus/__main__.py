"""Check your own tokenizer: python -m minimodel.labs.tokenized_corpus FILE."""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from pathlib import Path

from minimodel.command_line import ArgumentParser, fail
from minimodel.figures.labels import LANGUAGES
from minimodel.labs.tokenized_corpus.check import DifferenceError, check, described


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; it leaves with exit status 1 at the first difference."""
    parser = ArgumentParser(prog="python -m minimodel.labs.tokenized_corpus", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="your Python file")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the report")
    options = parser.parse_args(arguments)

    path: Path = options.file
    if not path.is_file():
        fail(f"FILE: {path} is not a file; name the Python file with your functions")
    try:
        functions = runpy.run_path(str(path))
    except SyntaxError as error:
        fail(f"FILE: {path}:{error.lineno} is not Python: {error.msg}")
    except Exception as error:  # whatever the student's file raises
        fail(f"FILE: {path} cannot be run: {described(error)}")
    try:
        for passed in check(functions, options.lang):
            print(f"✓ {passed}")
    except DifferenceError as difference:
        print(f"✗ {difference}")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
