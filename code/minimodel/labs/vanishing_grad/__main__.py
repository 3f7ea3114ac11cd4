"""Write the vanishing-gradient lab's experiment: python -m minimodel.labs.vanishing_grad."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from minimodel.command_line import preferred_language, quietly
from minimodel.figures.labels import label
from minimodel.labs.experiment_folder import experiment_parser, write_or_fail
from minimodel.labs.vanishing_grad.constants import EXPERIMENT, OPTIONS
from minimodel.labs.vanishing_grad.experiment import experiment_files


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    return quietly(lambda: _main(arguments))


def _main(arguments: Sequence[str] | None) -> None:
    lang = preferred_language(arguments)
    parser = experiment_parser("minimodel.labs.vanishing_grad", EXPERIMENT, lang)
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
