"""Times what the pages of each folder compute, from nothing, in both languages.

    python tests/benchmarks/page_times.py [chapter labs …] [--each]

Every folder begins without results, and what its pages train runs beside them on all cores, as in
a build; imports count once. Writing the pages is not part of it. `--each` prints each page, whose
time includes only what no page before it has computed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from course.reading import pages
from course.session import LANGUAGES, Session
from site_project import ROOT


def cpu() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)


def compute(paths: list[str], each: bool) -> tuple[float, float]:
    """Run pages in both languages with nothing computed before; seconds on the clock and of CPU."""
    session = Session(ROOT / "docs", ROOT / "code")
    start, used = time.perf_counter(), cpu()
    try:
        for path in paths:
            begun = time.perf_counter()
            for lang in LANGUAGES:
                session.run(lang, path)
            if each:
                print(f"  {path:32}{time.perf_counter() - begun:8.1f} s", flush=True)
        elapsed = time.perf_counter() - start
    finally:
        session.close()  # only then is the workers' time known
    return elapsed, cpu() - used


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", help="of docs/en (default: each of them)")
    parser.add_argument("--each", action="store_true", help="print each page, too")
    options = parser.parse_args()
    groups: dict[str, list[str]] = {}
    for path in pages.paths(ROOT / "docs", LANGUAGES[0]):
        groups.setdefault(path.partition("/")[0] if "/" in path else ".", []).append(path)
    unknown = sorted(set(options.folders) - set(groups))
    if unknown:
        parser.error(f"there is no folder {unknown[0]!r}; there are {', '.join(groups)}.")
    for folder in options.folders or groups:
        elapsed, used = compute(groups[folder], options.each)
        said = f"{len(groups[folder])} pages, {len(LANGUAGES)} languages"
        print(f"{folder:12}{said:30}{elapsed:8.1f} s{used:8.1f} s of CPU", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
