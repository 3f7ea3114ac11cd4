"""Holds Lighthouse to pages of a built site, as on a middling phone: score, blocking, first look.

    python tests/benchmarks/lighthouse.py --site site [--repeats 3]

Needs Node: Lighthouse is fetched by npx, pinned, and used for nothing else. The pages take turns;
medians are printed. Access is measured by axe-core, in the tests and in accessibility.py.
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
AUDITS = {
    "blocking, ms": "total-blocking-time",
    "LCP, ms": "largest-contentful-paint",
    "shift": "cumulative-layout-shift",
}


def look(address: str, folder: Path) -> dict[str, float]:
    """What Lighthouse finds of one page."""
    report = folder / "report.json"
    subprocess.run(
        [
            *("npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"),
            f"--output-path={report}",
            "--only-categories=performance",
            f"--chrome-flags={FLAGS} --user-data-dir={folder / 'profile'}",
        ],
        check=True,
        env={**os.environ, "CHROME_PATH": find()},
        stdout=subprocess.DEVNULL,
    )
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    values = {name: found["audits"][audit]["numericValue"] for name, audit in AUDITS.items()}
    tasks = found["audits"]["long-tasks"]["details"]["items"]
    longest = max((task["duration"] for task in tasks), default=0.0)
    score = found["categories"]["performance"]["score"]
    return {"score": score, **values, "longest task, ms": longest}


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--repeats", type=int, default=3, help="looks at each page (default: 3)")
    options = parser.parse_args()
    if not (options.site / "index.html").is_file():
        parser.error(f"--site {options.site} holds no built site; build it with mkdocs build.")
    if shutil.which("npx") is None:
        parser.error("npx, which comes with Node, is not installed; Lighthouse needs it.")
    paths = [root + page for page in PAGES for root in ("", "es/")]
    found: dict[str, list[dict[str, float]]] = {path: [] for path in paths}
    with served(options.site, compress=True) as home:
        for _ in range(options.repeats):
            for path in paths:
                with tempfile.TemporaryDirectory() as folder:
                    found[path].append(look(home + path, Path(folder)))
    print(f"{'page':28}{'score':>7}" + "".join(f"{name:>18}" for name in [*AUDITS, "longest, ms"]))
    for path, looks in found.items():
        median = {key: statistics.median(each[key] for each in looks) for key in looks[0]}
        print(f"{path:28}" + "".join(
            f"{value:>{7 if key == 'score' else 18}.{0 if 'ms' in key else 2}f}"
            for key, value in median.items()
        ))  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
