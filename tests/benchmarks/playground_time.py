"""Times the widgets that compute in the browser: a keystroke, a move of a slider.

    python tests/benchmarks/playground_time.py --site site --repeats 3

The site must have been built with `mkdocs build`. An input counts from its event until the page has
computed and written all that follows from it and laid it out; the aim is 16 ms, one frame of the
screen's 60 a second. The playground reads a text of 100 to 160 characters, the gate bench up to 200
steps.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from chromium import chromium
from playwright.sync_api import Browser
from static_server import served

KEYSTROKES = """() => {
  const field = document.getElementById("play-text"), times = []
  const text = "the man read a book the boy move a ball ".repeat(4)
  for (let length = 100; length <= 160; length++) {
    field.value = text.slice(0, length)
    field.setSelectionRange(length, length)
    const start = performance.now()
    field.dispatchEvent(new Event("input", {bubbles: true}))
    document.body.offsetHeight
    times.push(performance.now() - start)
  }
  return times
}"""
MOVES = """id => {
  const slider = document.getElementById(id), times = []
  const low = Number(slider.min), high = Number(slider.max)
  for (let i = 0; i <= 60; i++) {
    slider.value = low + ((high - low) * i) / 60
    const start = performance.now()
    slider.dispatchEvent(new Event("input", {bubbles: true}))
    document.body.offsetHeight
    times.push(performance.now() - start)
  }
  return times
}"""
LONG = "the+man+read+a+book+the+boy+move+a+ball+" * 4
ROWS = (
    ("playground: a keystroke", "inside/playground.html", KEYSTROKES, None),
    ("playground: a training step", f"inside/playground.html?text={LONG}", MOVES, "play-step"),
    ("gates: bias, at 200 steps", "inside/gates.html?length=200", MOVES, "play-bias"),
    ("gates: length", "inside/gates.html", MOVES, "play-length"),
    ("stepper: an operation", "inside/bptt.html", MOVES, "play-operation"),
)


def times(browser: Browser, address: str, script: str, slider: str | None) -> list[float]:
    """Milliseconds of each input of one visit."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    taken = page.evaluate(script, slider)
    page.close()
    return [float(each) for each in taken]


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=Path("site"), help="a built site")
    parser.add_argument("--repeats", type=int, default=3, help="visits of each (default: 3)")
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error("--repeats must be at least 1.")
    if not (options.site / "inside" / "playground.html").is_file():
        parser.error(f"--site {options.site} holds no built site; build it with mkdocs build.")
    with chromium() as browser, served(options.site, compress=True) as home:
        print(f"{'ms':32}{'median':>8}{'95 of 100':>11}{'slowest':>9}")
        for name, path, script, slider in ROWS:
            taken = [
                each
                for _ in range(options.repeats)
                for each in times(browser, home + path, script, slider)
            ]
            late = statistics.quantiles(taken, n=20)[-1]
            print(f"{name:32}{statistics.median(taken):8.1f}{late:11.1f}{max(taken):9.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
