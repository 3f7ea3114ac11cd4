"""Write the forward-pass lab's experiment: python -m minimodel.labs.conjugation_completion."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from minimodel.command_line import ArgumentParser, fail
from minimodel.figures.labels import LANGUAGES, label
from minimodel.labs.conjugation_completion.constants import EXPERIMENT
from minimodel.labs.conjugation_completion.experiment import (
    WouldOverwriteError,
    experiment_files,
    write_experiment,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = ArgumentParser(
        prog="python -m minimodel.labs.conjugation_completion", description=__doc__
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("experiments") / EXPERIMENT,
        metavar="FOLDER",
        help="folder to write (default: %(default)s)",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the texts")
    parser.add_argument("--full", action="store_true", help="print every entry of every state")
    parser.add_argument("--force", action="store_true", help="replace files that differ")
    options = parser.parse_args(arguments)

    folder: Path = options.out
    if folder.exists() and not folder.is_dir():
        fail(f"--out: {folder} is a file; name a folder")
    try:
        files = experiment_files(options.lang, options.full)
        write_experiment(folder, files, options.force)
    except (WouldOverwriteError, ValueError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"--out: {folder} cannot be written: {error.strerror}")
    print(label("experiment.written", options.lang, folder=folder, count=len(files)))


if __name__ == "__main__":
    main()
