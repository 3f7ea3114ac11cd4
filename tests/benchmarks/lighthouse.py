"""Holds Lighthouse to pages of a built site, as on a middling phone: score, blocking, first look.

    python tests/benchmarks/lighthouse.py --site site [--repeats 3] [--factor 1.25]

Needs Node: Lighthouse is fetched by npx, pinned, and used for nothing else. The pages take turns;
medians are printed, then every item of access and of good practice that a page does not pass.
accessibility.py looks at all pages and in all states.

Lighthouse multiplies the processor's time by four to come to a middling phone, which holds for a
fast desktop only. So this machine is looked at first, by Lighthouse's own index of a processor,
and the factor is the one that its calculator gives for it (docs/throttling.md of Lighthouse).
`--factor` sets another: four on a fast desktop is as much as 1.25 where a loop of Python takes
three times as long.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

import numpy as np
from course.export.find_chromium import find
from static_server import served

LIGHTHOUSE = "lighthouse@13.5.0"
PAGES = (
    "index.html",
    "labs/02-forward.html",
    "code/train.html",
    "inside/training.html",
    "chapter/03-bptt.html",
)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
CATEGORIES = ("performance", "accessibility", "best-practices")
AUDITS = {
    "blocking, ms": "total-blocking-time",
    "LCP, ms": "largest-contentful-paint",
    "shift": "cumulative-layout-shift",
}

# Index of a processor, and what its time is multiplied by to come to a middling phone; between
# them a straight line: github.com/patrickhulce/lighthouse-cpu-throttling-calculator.
INDICES = (150.0, 800.0, 1300.0, 1300.0 + 100 * 233)
FACTORS = (1.0, 2.0, 3.0, 3.0 + 100)


def report(address: str, *options: str) -> dict[str, Any]:
    """What Lighthouse reports of one page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        subprocess.run(
            [
                *("npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", *options),
                f"--output-path={path}",
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags={FLAGS} --user-data-dir={folder}/profile",
            ],
            check=True,
            env={**os.environ, "CHROME_PATH": find()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # remarks on Material's own source maps
        )
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def factor(address: str) -> float:
    """What this machine's time is to be multiplied by, and says so.

    The best of three looks: whatever else the machine does only makes it slower.
    """
    index = max(report(address)["environment"]["benchmarkIndex"] for _ in range(3))
    if index < INDICES[0]:
        sys.exit(f"this machine is slower than a middling phone: index {index:.0f}")
    found = float(np.interp(index, INDICES, FACTORS))
    print(f"index of this processor {index:.0f}: its time is multiplied by {found:.2f}")
    return found


def look(address: str, factor: float) -> tuple[dict[str, float], set[str]]:
    """What Lighthouse measures of one page, and what does not pass there."""
    found = report(address, f"--throttling.cpuSlowdownMultiplier={factor:.3f}")
    values = {name: found["audits"][audit]["numericValue"] for name, audit in AUDITS.items()}
    tasks = found["audits"]["long-tasks"]["details"]["items"]
    longest = max((task["duration"] for task in tasks), default=0.0)
    fonts = sum(
        request["transferSize"]
        for request in found["audits"]["network-requests"]["details"]["items"]
        if request["resourceType"] == "Font"
    )
    score = found["categories"]["performance"]["score"]
    measured = {"score": score, **values, "longest task, ms": longest, "fonts, KB": fonts / 1000}
    faults = {
        f"{audit['title']} ({audit['id']})"
        for category in CATEGORIES[1:]
        for reference in found["categories"][category]["auditRefs"]
        if reference["weight"]
        and (audit := found["audits"][reference["id"]])["score"] not in (None, 1)
    }
    return measured, faults


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--repeats", type=int, default=3, help="looks at each page (default: 3)")
    parser.add_argument("--factor", type=float, help="what this machine's time is multiplied by")
    options = parser.parse_args()
    if options.factor is not None and not options.factor >= 1:
        parser.error(
            f"--factor {options.factor}: at least 1, a phone is no faster than this machine."
        )
    if not (options.site / "index.html").is_file():
        parser.error(f"--site {options.site} holds no built site; build it with mkdocs build.")
    if shutil.which("npx") is None:
        parser.error("npx, which comes with Node, is not installed; Lighthouse needs it.")
    paths = [root + page for page in PAGES for root in ("", "es/")]
    found: dict[str, list[dict[str, float]]] = {path: [] for path in paths}
    faults: dict[str, set[str]] = {path: set() for path in paths}
    with served(options.site, compress=True) as home:
        slower = options.factor or factor(home)
        for _ in range(options.repeats):
            for path in paths:
                measured, failed = look(home + path, slower)
                found[path].append(measured)
                faults[path] |= failed
    names = list(found[paths[0]][0])
    print(f"{'page':28}" + "".join(f"{name:>18}" for name in names))
    for path, looks in found.items():
        medians = [statistics.median(each[name] for each in looks) for name in names]
        digits = [0 if "," in name else 2 for name in names]
        shown = zip(medians, digits, strict=True)
        print(f"{path:28}" + "".join(f"{value:>18.{places}f}" for value, places in shown))
    for path in paths:
        for fault in sorted(faults[path]):
            print(f"{path}: {fault}")
    return 1 if any(faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
