"""Write the corpus as a text file, one sentence a line: python -m minimodel.corpus --out FILE."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from minimodel.command_line import ArgumentParser, fail
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.files import write_atomically


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = ArgumentParser(prog="python -m minimodel.corpus", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write")
    parser.add_argument("--force", action="store_true", help="replace a file that differs")
    options = parser.parse_args(arguments)

    lines = corpus_lines()
    content = "".join(f"{line}\n" for line in lines).encode()
    path: Path = options.out
    try:
        if path.exists() and not options.force and path.read_bytes() != content:
            fail(f"--out: {path} exists and differs from the corpus; --force replaces it")
        write_atomically(path, content)
    except OSError as error:
        fail(f"--out: {path} cannot be written: {error.strerror}")
    print(f"{path}: {len(lines)} lines")


if __name__ == "__main__":
    main()
