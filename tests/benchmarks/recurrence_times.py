"""Times a recurrence and attention on sequences of many lengths, for "The recurrence today".

    OPENBLAS_NUM_THREADS=1 python tests/benchmarks/recurrence_times.py --rounds 15

All ways take turns in one process; the fastest of the rounds stands in the table. With --keep it is
also what the page shows from now on: code/minimodel/tasks/recurrence_times.toml.
"""

from __future__ import annotations

import argparse
import sys

from minimodel.tasks.recurrence_times import LENGTHS, WIDTHS, measure, write_times


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="turns of each (default: 15)")
    parser.add_argument("--keep", action="store_true", help="let the page show these times")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1.")
    times = measure(options.rounds)
    print(f"{'milliseconds':14}" + "".join(f"{length:9}" for length in LENGTHS))
    for way, seconds in times.seconds.items():
        print(f"{way:14}" + "".join(f"{1000 * value:9.3f}" for value in seconds))
    ratios = ", ".join(f"{ratio:.2f}" for ratio in times.loop_over_scan)
    print(f"the loop's time over the scan's, at {WIDTHS} units: {ratios}")
    if options.keep:
        write_times(times)
    return 0


if __name__ == "__main__":
    sys.exit(main())
