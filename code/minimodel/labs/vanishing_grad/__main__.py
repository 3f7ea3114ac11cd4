"""Write the vanishing-gradient lab's experiment: python -m minimodel.labs.vanishing_grad."""

from __future__ import annotations

from collections.abc import Sequence

from minimodel.labs.experiment_folder import experiment_parser, write_or_fail
from minimodel.labs.vanishing_grad.constants import EXPERIMENT, OPTIONS
from minimodel.labs.vanishing_grad.experiment import experiment_files


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = experiment_parser("minimodel.labs.vanishing_grad", __doc__, EXPERIMENT)
    parser.add_argument(
        "--option",
        choices=OPTIONS,
        default="A",
        help="sequence to measure on: A, 'I work , you work , …' (default), or B, random tokens",
    )
    options = parser.parse_args(arguments)
    write_or_fail(
        options.out,
        lambda: experiment_files(options.lang, options.option),
        options.force,
        options.lang,
    )


if __name__ == "__main__":
    main()
