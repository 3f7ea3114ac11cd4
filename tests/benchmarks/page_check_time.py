"""How long a right answer's check takes on its page, in a browser, against a terminal.

    python tests/benchmarks/page_check_time.py --site site

Needs a built site and a Chromium. The answers are those of the tests.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))

import page_checks  # noqa: E402
from chromium import chromium  # noqa: E402
from course.student import samples  # noqa: E402
from course.student.catalogue import ASSIGNMENTS  # noqa: E402
from static_server import served  # noqa: E402


def main() -> None:
    """Measure and print."""
    known = [each.name for each in ASSIGNMENTS.values() if each.on_page]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, required=True, help="the folder of a built site")
    parser.add_argument("names", nargs="*", default=known, help="assignments (default: all)")
    options = parser.parse_args()
    with served(options.site) as home, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{home}404.html")
        page_checks.judged(page, home, "lab-00", page_checks.right("lab-00"))  # loads Python
        for name in options.names:
            files = page_checks.right(name)
            begun = time.perf_counter()
            samples.checked(name, files, "en")
            here = time.perf_counter() - begun
            found = page_checks.judged(page, home, name, files)
            there = found["seconds"]
            times = there / here
            print(f"{name}: {there:.1f} s in the browser, {here:.1f} s here: {times:.1f} times")
            for item in found["items"]:
                for line in item["lines"] if ASSIGNMENTS[name].on_page.trains else ():  # type: ignore[union-attr]
                    if " s" in line[-3:]:
                        print(f"    {item['title']}: {line}")


if __name__ == "__main__":
    main()
