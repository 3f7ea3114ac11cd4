"""Hold axe-core to every page of a built site: in light and dark, on a desktop and a phone.

    .venv/bin/python tests/benchmarks/accessibility.py site

Prints each rule that a page breaks and exits with status 1 if there is any; the tests look at a
page of each kind.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from axe import violations
from chromium import chromium
from crawl import DESKTOP, PHONE
from static_server import served


def main(site: Path) -> int:
    """Look at every page; returns the exit status."""
    paths = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    faults = 0
    with chromium() as browser, served(site) as home:
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            context.set_default_timeout(120_000)
            page = context.new_page()
            for path in paths:
                page.goto(home + path)
                for width, height in (DESKTOP, PHONE):
                    page.set_viewport_size({"width": width, "height": height})
                    for fault in violations(page):
                        faults += 1
                        print(f"{path}, {scheme}, {width} px: {fault}", flush=True)
            context.close()
    print(f"{faults} faults in {len(paths)} pages")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
