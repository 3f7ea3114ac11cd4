"""Write the corpus as a text file, one sentence a line: python -m minimodel.corpus --out FILE."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.running.files import write_atomically
from minimodel.texts.command_line import ArgumentParser, fail, preferred_language, quietly
from minimodel.texts.labels import label
from minimodel.texts.languages import LANGUAGES
from minimodel.texts.reasons import reason


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    return quietly(lambda: _main(arguments))


def _main(arguments: Sequence[str] | None) -> None:
    lang = preferred_language(arguments)
    parser = ArgumentParser(
        prog="python -m minimodel.corpus", description=label("command.corpus", lang), lang=lang
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=label("command.corpus_out", lang)
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=lang, help=label("command.lang", lang))
    parser.add_argument("--force", action="store_true", help=label("command.corpus_force", lang))
    options = parser.parse_args(arguments)

    lines = corpus_lines()
    content = "".join(f"{line}\n" for line in lines).encode()
    path: Path = options.out
    try:
        if path.exists() and not options.force and path.read_bytes() != content:
            fail(label("command.corpus_differs", lang, path=path))
        write_atomically(path, content)
    except OSError as error:
        fail(label("command.unwritable", lang, name="--out", path=path, why=reason(error, lang)))
    print(label("command.corpus_written", lang, path=path, count=len(lines)))


if __name__ == "__main__":
    sys.exit(main())
