"""Write the forward-pass lab's experiment: python -m minimodel.labs.conjugation_completion."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from minimodel.command_line import preferred_language, quietly
from minimodel.figures.labels import label
from minimodel.labs.conjugation_completion.constants import EXPERIMENT
from minimodel.labs.conjugation_completion.experiment import experiment_files
from minimodel.labs.experiment_folder import experiment_parser, write_or_fail


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    return quietly(lambda: _main(arguments))


def _main(arguments: Sequence[str] | None) -> None:
    lang = preferred_language(arguments)
    parser = experiment_parser("minimodel.labs.conjugation_completion", EXPERIMENT, lang)
    parser.add_argument("--full", action="store_true", help=label("experiment.full", lang))
    options = parser.parse_args(arguments)
    write_or_fail(
        options.out,
        lambda: experiment_files(options.lang, options.full),
        options.force,
        options.lang,
    )


if __name__ == "__main__":
    sys.exit(main())
