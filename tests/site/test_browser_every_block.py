"""Every block of every page that a reader can run, run in a browser: it gives what the build gave.

Takes minutes, so only on demand: `pytest -n 0 -m every_block`.
"""

from __future__ import annotations

from pathlib import Path

import live_blocks
import pytest
from chromium import Watch
from playwright.sync_api import Browser

# Trainings that lose every common digit with what rounding differs in the last one.
CHAOTIC = {
    f"{root}chapter/04-remedies.html {name} (whole)"
    for root in ("", "es/")
    for name in ("caught", "clip-one")
}

pytestmark = [pytest.mark.browser, pytest.mark.every_block]


def test_every_block_gives_what_the_build_gave(browser: Browser, home: str, site: Path) -> None:
    faults: list[str] = []
    ran = 0
    for path, data in live_blocks.runnable(site):
        context = browser.new_context()
        watch = Watch(home)
        page = watch.over(context.new_page())
        page.goto(f"{home}{path}")
        for block in data["blocks"]:
            if not block["shown"] or block["verdict"] == "nothing":
                continue
            ran += 1
            place = f"{path} {block['id']} ({block['verdict']})"
            found = live_blocks.run(page, block["id"])
            built, own = found["built"], found["own"]
            if found["fault"]:
                faults.append(f"{place}: {found['fault']}")
            elif block["verdict"] == "whole":
                # NumPy in a browser notices no overflow and no singular matrix; the page says so.
                unnoticed = (block["warns"] or block["raises"]) and found["notes"]
                if unnoticed or place in CHAOTIC:
                    continue
                equal = len(built) == len(own) and all(map(live_blocks.same, built, own))
                if not equal:
                    faults.append(f"{place}: gave {own}, not {built}")
            elif not own and not found["notes"]:
                faults.append(f"{place}: gave nothing, and did not say why: {found['status']}")
        faults += [f"{path}: {fault}" for fault in watch.taken()]
        context.close()
    assert ran > 400, "half of them for each language"
    assert not faults, "\n".join(faults)
