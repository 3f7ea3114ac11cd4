"""Times what an author sees after `mkdocs serve` begins with nothing computed: page by page, when.

    python tests/benchmarks/cold_serve_time.py [--repeats 3] [PAGE ...]

It serves copies of the real pages and code, and opens the pages at once, as so many tabs. For each
are printed the seconds, from the start of the command, to the first answer of any kind, to the
page with its prose, and to the page with all its results.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from mkdocs_project import MkDocsProject, copy_real_pages, real_options
from serving import copied_code, serving
from site_project import ROOT

PAGES = ("index.html", "labs/02-forward.html", "es/quiz/14.html")
MOMENTS = ("any answer", "its prose", "all results")
LONGEST = 900.0


def reached(found: str) -> int:
    """How many of `MOMENTS` have come, by what the server answers."""
    if not found:
        return 0
    if "<main data-course-stand-in" in found:
        return 1
    return 2 if "data-course-wait=" in found else 3


def cold(pages: list[str]) -> dict[str, list[float]]:
    """Seconds to each of `MOMENTS`, by page, of one cold start."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "project"
        code = copied_code(folder)
        copy_real_pages(folder)
        options = real_options()
        project = MkDocsProject(
            folder, code=code, notebooks=options["notebooks"], experiments=options["experiments"]
        )
        taken: dict[str, list[float]] = {page: [] for page in pages}
        start = time.monotonic()
        with serving(project, PYTHONPATH=str(code)) as server:
            while any(len(moments) < len(MOMENTS) for moments in taken.values()):
                if time.monotonic() - start > LONGEST:
                    sys.exit(f"after {LONGEST:.0f} s some page still lacks results")
                for page, moments in taken.items():
                    if len(moments) < len(MOMENTS):
                        come = reached(server.fetch(page))
                        moments += [time.monotonic() - start] * (come - len(moments))
                time.sleep(0.1)
    return taken


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", default=[*PAGES])
    parser.add_argument("--repeats", type=int, default=1, help="cold starts (default: 1)")
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error("--repeats must be at least 1.")
    for page in options.pages:
        source = page.removeprefix("es/").removesuffix(".html")
        if not page.endswith(".html") or not (ROOT / "docs" / "en" / f"{source}.md").is_file():
            parser.error(f"{page} is no page of the site; one is {PAGES[1]}.")
    starts = [cold(options.pages) for _ in range(options.repeats)]
    print(f"{'after a cold start':28}" + "".join(f"{moment:>14}" for moment in MOMENTS))
    for page in options.pages:
        medians = [
            statistics.median(moment) for moment in zip(*(s[page] for s in starts), strict=True)
        ]
        print(f"{page:28}" + "".join(f"{seconds:12.1f} s" for seconds in medians))
    return 0


if __name__ == "__main__":
    sys.exit(main())
