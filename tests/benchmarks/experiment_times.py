"""Times the trainings of the page "Experiments to try", one beside the other.

    python tests/benchmarks/experiment_times.py --rounds 5

The rows take turns, each on one core with one BLAS thread; the median of the rounds stands in the
table. With --keep it is also what the page shows from now on: code/char_rnn/experiments/times.toml.
"""

from __future__ import annotations

import argparse
import statistics
import sys

from char_rnn.experiments.times import Times, source_digest, write_times
from char_rnn.experiments.variations import (
    DEFAULT,
    EXPERIMENTS,
    SEED,
    STEPS,
    command_of,
    timed_training,
)


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="turns of each (default: 5)")
    parser.add_argument(
        "--steps", type=int, default=STEPS, help=f"of the default (default: {STEPS})"
    )
    parser.add_argument("--keep", action="store_true", help="let the page show these times")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1.")
    if options.steps < 10:
        parser.error("--steps must be at least 10.")
    source = source_digest()
    taken: dict[str, list[float]] = {name: [] for name in EXPERIMENTS}
    for turn in range(options.rounds):
        for name, seconds in taken.items():
            seconds.append(timed_training(name, options.steps, SEED)[1])
            print(f"{turn + 1}/{options.rounds} {name}: {seconds[-1]:.2f} s", flush=True)
    median = {name: statistics.median(seconds) for name, seconds in taken.items()}
    print(f"\n{'':28}{'seconds':>9}{'/ default':>11}")
    for name, seconds in median.items():
        ratio = seconds / median[DEFAULT]
        print(f"{command_of(name) or DEFAULT:28}{seconds:9.2f}{ratio:11.2f}")
    if options.keep:
        write_times(Times(median, options.rounds, options.steps, source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
