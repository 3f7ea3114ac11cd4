"""What running a block on a page costs: bytes and seconds, and NumPy there against NumPy here.

    python tests/benchmarks/live_time.py --site site

Needs a built site and a Chromium; on localhost, so without the time that a network takes.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))

import live_blocks  # noqa: E402
from chromium import chromium  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402
from static_server import Sent, served  # noqa: E402

PATH, FIRST, LATER = "labs/02-forward.html", "example", ("check-rnn", "walkthrough", "gates")
# Each times one call and prints milliseconds: a recurrence at batch 1 and at batch 64, and the
# products of larger matrices.
TIMED = """import time
import numpy as np

rng = np.random.default_rng(0)

def recurrence(batch, hidden, steps):
    W, x = rng.normal(size=(hidden, hidden)) / hidden, rng.normal(size=(steps, batch, hidden))
    h = np.zeros((batch, hidden))
    for t in range(steps):
        h = np.tanh(x[t] + h @ W)
    return h

def products(size, times):
    A = rng.normal(size=(size, size)) / size
    for _ in range(times):
        A = A @ A
    return A

for call in (
    lambda: recurrence(1, 32, 2000),
    lambda: recurrence(64, 64, 500),
    lambda: products(200, 30),
):
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        call()
        took.append(time.perf_counter() - begun)
    print(f"{1000 * min(took):.1f}")
"""
SITE: list[Path] = []
NAMES = ("a recurrence, batch 1", "a recurrence, batch 64", "products of 200 × 200")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, required=True, help="the folder of a built site")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    SITE.append(options.site)
    sent: Sent = []
    with served(options.site, compress=True, sent=sent) as home, chromium() as browser:
        visits = [visit(browser, home, sent) for _ in range(options.repeats)]
        before, at_click, bytes_editor = visits[0][1:4]
        first = statistics.median(one[0] for one in visits)
        later = statistics.median(seconds for one in visits for seconds in one[4])
        print(f"Python before the click: {before} bytes")
        print(
            f"at the first click: {at_click / 1e6:.1f} MB gzipped; first result after {first:.1f} s"
        )
        print(f"later results after {later:.2f} s, their own time included")
        print(f"the editor, at the first click on Edit: {bytes_editor / 1e3:.0f} KB")
        there = [float(line) for line in in_browser(browser, home).split()]
    here = [float(line) for line in natively().split()]
    for name, one, other in zip(NAMES, there, here, strict=True):
        print(f"{name}: {one:.1f} ms in the browser, {other:.1f} ms here: {one / other:.1f} times")


def visit(browser: Browser, home: str, sent: Sent) -> tuple[float, int, int, int, list[float]]:
    """Open the page afresh; how long the first result took, what was sent when, later results."""
    context = browser.new_context()
    page = context.new_page()
    sent.clear()
    page.goto(f"{home}{PATH}", wait_until="networkidle")
    before = sum(size for name, size in sent if "pyodide" in name or name.endswith(".zip"))
    sent.clear()
    first = timed(page, FIRST)
    at_click = sum(size for _, size in sent)
    wasm = next(name for name, _ in sent if name.endswith(".wasm"))
    data = (SITE[0] / wasm).read_bytes()
    at_click -= len(data) - len(gzip.compress(data, 6))  # as a host that compresses it sends it
    sent.clear()
    later = [timed(page, name) for name in LATER]
    page.locator(f'.live[data-live="{FIRST}"] [data-act="edit"]').click()
    page.locator(".cm-content").wait_for()
    editor = sum(size for _, size in sent)
    context.close()
    return first, before, at_click, editor, later


def timed(page: Page, name: str) -> float:
    """Run a block; how long until its result stands on the page."""
    begun = time.perf_counter()
    live_blocks.run(page, name)
    return time.perf_counter() - begun


def in_browser(browser: Browser, home: str) -> str:
    """What the timed code prints when a reader runs it on the page."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{home}{PATH}")
    page.locator(f'.live[data-live="{FIRST}"] [data-act="edit"]').click()
    page.locator(".cm-content").fill(TIMED)
    found = live_blocks.run(page, FIRST)
    context.close()
    assert not found["fault"], found["fault"]
    return str(found["own"][0])


def natively() -> str:
    """What it prints here."""
    return subprocess.run(
        [sys.executable, "-c", TIMED], check=True, capture_output=True, text=True
    ).stdout


if __name__ == "__main__":
    main()
