"""Write the vanishing-gradient lab's experiment: python -m minimodel.labs.vanishing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from minimodel.labs.folders import experiment_parser, write_or_fail
from minimodel.labs.vanishing.constants import EXPERIMENT, OPTIONS
from minimodel.labs.vanishing.folder import experiment_files
from minimodel.texts.command_line import preferred_language, quietly
from minimodel.texts.labels import label


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    return quietly(lambda: _main(arguments))


def _main(arguments: Sequence[str] | None) -> None:
    lang = preferred_language(arguments)
    parser = experiment_parser("minimodel.labs.vanishing", EXPERIMENT, lang)
    parser.add_argument(
        "--option",
        choices=OPTIONS,
        default="A",
        help=label("experiment.option", lang),
    )
    options = parser.parse_args(arguments)
    write_or_fail(
        options.out,
        lambda: experiment_files(options.lang, options.option),
        options.force,
        options.lang,
    )


if __name__ == "__main__":
    sys.exit(main())
