"""Write the forward-pass lab's experiment: python -m minimodel.labs.forward."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from minimodel.labs.folders import experiment_parser, write_or_fail
from minimodel.labs.forward.constants import EXPERIMENT
from minimodel.labs.forward.folder import experiment_files
from minimodel.texts.command_line import preferred_language, quietly
from minimodel.texts.labels import label


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    return quietly(lambda: _main(arguments))


def _main(arguments: Sequence[str] | None) -> None:
    lang = preferred_language(arguments)
    parser = experiment_parser("minimodel.labs.forward", EXPERIMENT, lang)
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
