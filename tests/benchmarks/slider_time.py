"""Times the page "Inside training" in a browser: its first figure, and each move of its slider.

    python tests/benchmarks/slider_time.py --site site --repeats 5

The site must have been built with `mkdocs build`. A page counts from the request on; a move from
the slider's event to the second frame after it, hence at least one frame of the screen's 60 a
second. The aims are a first figure within 1,000 ms and 30 frames a second, 33 ms a move.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from chromium import await_late, chromium
from playwright.sync_api import Browser
from static_server import served

MOVES = """async () => {
  const slider = document.getElementById("inside-step"), times = []
  for (let i = 0; i <= Number(slider.max); i++) {
    slider.value = i
    const start = performance.now()
    slider.dispatchEvent(new Event("input", {bubbles: true}))
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    times.push((performance.now() - start) / 2)
  }
  return times
}"""


def visit(browser: Browser, address: str) -> tuple[float, list[float]]:
    """Milliseconds to the first paint with a figure in it, and of each move."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    await_late(page)
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    moves = page.evaluate(MOVES)
    page.close()
    return float(first), [float(move) for move in moves]


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=Path("site"), help="a built site")
    parser.add_argument("--repeats", type=int, default=5, help="visits of each (default: 5)")
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error("--repeats must be at least 1.")
    if not (options.site / "inside" / "training.html").is_file():
        parser.error(f"--site {options.site} holds no built site; build it with mkdocs build.")
    with chromium() as browser, served(options.site, compress=True) as home:
        print(f"{'ms':28}{'first paint':>12}{'a move, median':>16}{'slowest':>9}")
        for path in ("inside/training.html", "es/inside/training.html"):
            visits = [visit(browser, home + path) for _ in range(options.repeats)]
            moves = [move for _, taken in visits for move in taken]
            first = statistics.median(first for first, _ in visits)
            print(f"{path:28}{first:12.0f}{statistics.median(moves):16.1f}{max(moves):9.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
