"""Measures what a page costs a processor while it opens: blocking, longest task, styles, layout.

    python tests/benchmarks/opening_time.py --site site [--against OTHER] [code/train.html …]

What the processor spent on each task is counted, not what passed on the clock, so that a busy
machine hardly matters; four times that stands for a phone, as in Lighthouse. Two sites take turns;
medians are printed. Blocking is what every task takes beyond 50 ms once something
is seen.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from chromium import chromium
from playwright.sync_api import Browser
from static_server import served

PAGES = ("index.html", "labs/02-forward.html", "code/train.html", "inside/training.html")
SLOWER = 4
LONG = 50.0  # milliseconds
QUIET = 3000  # milliseconds after loading, in which scripts finish
TASKS = ("RunTask", "ThreadControllerImpl::RunTask")
KINDS = {"styles": "UpdateLayoutTree", "layout": "Layout", "scripts": "EvaluateScript"}


def traced(browser: Browser, address: str) -> list[dict[str, Any]]:
    """What Chromium notes of its work while it opens a page on a phone's screen."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    session = context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    ended: list[object] = []
    session.on("Tracing.dataCollected", lambda some: events.extend(some["value"]))
    session.on("Tracing.tracingComplete", lambda end: ended.append(end))
    session.send("Tracing.start", {"categories": "devtools.timeline,toplevel,blink.user_timing"})
    page.goto(address, timeout=120_000)
    page.wait_for_timeout(QUIET)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    context.close()
    return events


def outermost(events: list[dict[str, Any]]) -> Iterator[float]:
    """Milliseconds of each task that is no part of another."""
    end = 0
    for event in sorted(events, key=lambda event: (event["ts"], -event["dur"])):
        if event["ts"] >= end:
            end = event["ts"] + event["dur"]
            yield SLOWER * event["tdur"] / 1000


def measure(browser: Browser, address: str) -> dict[str, float]:
    """What opening a page costs, in milliseconds of a slower processor."""
    events = traced(browser, address)
    (start, *_) = [event for event in events if event["name"] == "firstContentfulPaint"]
    began = min(event["ts"] for event in events
                if event["name"] == "navigationStart" and event["pid"] == start["pid"])  # fmt: skip
    main = [
        event
        for event in events
        if (event["pid"], event["tid"]) == (start["pid"], start["tid"])
        and event.get("ph") == "X"
        and "tdur" in event
        and event["ts"] >= began
    ]
    work = [event for event in main if event["name"] in TASKS]
    tasks = list(outermost(work))
    seen = outermost([event for event in work if event["ts"] + event["dur"] > start["ts"]])
    kinds = {
        kind: sum(outermost([event for event in main if event["name"] == name]))
        for kind, name in KINDS.items()
    }
    return {
        "blocking": sum(max(0.0, task - LONG) for task in seen),
        "longest task": max(tasks),
        **kinds,
    }


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--against", type=Path, help="another one, to take turns with")
    parser.add_argument("--repeats", type=int, default=3, help="looks at each page (default: 3)")
    parser.add_argument("pages", nargs="*", help=f"default: {' '.join(PAGES)}")
    options = parser.parse_args()
    sites = [site for site in (options.site, options.against) if site]
    paths = options.pages or PAGES
    for file in (site / path for site in sites for path in paths):
        if not file.is_file():
            parser.error(f"there is no page {file}; build the site with mkdocs build.")
    first = True
    with ExitStack() as opened:
        browser = opened.enter_context(chromium())
        homes = [opened.enter_context(served(site, compress=True)) for site in sites]
        for path in paths:
            looks: list[list[dict[str, float]]] = [[] for _ in sites]
            for _ in range(options.repeats):
                for found, home in zip(looks, homes, strict=True):
                    found.append(measure(browser, home + path))
            for site, found in zip(sites, looks, strict=True):
                if first:
                    print(f"{'ms, CPU × 4':42}" + "".join(f"{kind:>14}" for kind in found[0]))
                first = False
                medians = (statistics.median(look[kind] for look in found) for kind in found[0])
                print(f"{f'{site}: {path}':42}" + "".join(f"{value:14.0f}" for value in medians))
    return 0


if __name__ == "__main__":
    sys.exit(main())
