"""Write the forward-pass lab's experiment: python -m minimodel.labs.conjugation_completion."""

from __future__ import annotations

from collections.abc import Sequence

from minimodel.labs.conjugation_completion.constants import EXPERIMENT
from minimodel.labs.conjugation_completion.experiment import experiment_files
from minimodel.labs.experiment_folder import experiment_parser, write_or_fail


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = experiment_parser("minimodel.labs.conjugation_completion", __doc__, EXPERIMENT)
    parser.add_argument("--full", action="store_true", help="print every entry of every state")
    options = parser.parse_args(arguments)
    write_or_fail(
        options.out,
        lambda: experiment_files(options.lang, options.full),
        options.force,
        options.lang,
    )


if __name__ == "__main__":
    main()
