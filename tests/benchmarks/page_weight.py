"""Weighs each page: what a browser with an empty cache transfers for it, gzipped.

    python tests/benchmarks/page_weight.py [--site site]

Fonts are counted apart. A notebook is weighed without what the site's other pages load too.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from chromium import chromium
from mkdocs_project import mkdocs
from playwright.sync_api import Browser
from site_project import ROOT
from static_server import Sent, served

KINDS = ("HTML", "CSS", "JS", "search", "other", "fonts")
QUIET_MILLISECONDS = 1500  # a page that asks for nothing for so long has all it wants
BY_SUFFIX = {".html": "HTML", ".css": "CSS", ".js": "JS", ".woff2": "fonts"}


def weigh(browser: Browser, address: str, sent: Sent) -> dict[str, int]:
    """Bytes sent for a page, by file; workers' files, which a page's own log lacks, too."""
    sent.clear()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    # Fonts further down are fetched when they are needed.
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    seen = -1
    while len(sent) > seen:
        seen = len(sent)
        page.wait_for_timeout(QUIET_MILLISECONDS)
    context.close()
    return dict(sent)


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, help="a built site (default: build one)")
    options = parser.parse_args()
    if options.site and not (options.site / "index.html").is_file():
        parser.error(f"--site {options.site} holds no built site; build it with mkdocs build.")
    with tempfile.TemporaryDirectory() as scratch:
        site = options.site or Path(scratch) / "site"
        if not options.site:
            run = mkdocs(["build", "--strict", "--site-dir", str(site)], ROOT, seconds=1800)
            if run.returncode:
                raise subprocess.CalledProcessError(run.returncode, "mkdocs", run.stdout)
        paths = sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html"))
        sent: Sent = []
        with chromium() as browser, served(site, compress=True, sent=sent) as home:
            weights = {path: weigh(browser, home + path, sent) for path in paths}
    common = set.union(*(set(w) for path, w in weights.items() if "notebooks/" not in path))
    print(f"{'KB, gzipped':40}" + "".join(f"{k:>8}" for k in [*KINDS[:-1], "sum", "fonts", "own"]))
    for path, weight in weights.items():
        sums = dict.fromkeys(KINDS, 0)
        for address, size in weight.items():
            kind = BY_SUFFIX.get(Path(address).suffix, "other")
            sums["search" if "search" in Path(address).name else kind] += size
        total = sum(sums[kind] for kind in KINDS[:-1])
        own = sum(v for k, v in weight.items() if k not in common or k == path)
        shown = [*(sums[kind] for kind in KINDS[:-1]), total, sums["fonts"], own]
        print(f"{path:40}" + "".join(f"{size / 1024:8.1f}" for size in shown))
    print('"own": the page itself and what no page but notebooks loads.')
    return 0


if __name__ == "__main__":
    sys.exit(main())
