"""Every block of every page that a reader can run, run in a browser: it gives what the build gave.

Of a block that leaves something out there, all that it gives is held against the same blocks run
here without what a browser lacks, and what it prints against the build's.

Takes minutes, so only in `.ci/run` and on demand: `pytest -n 0 -m every_block`; one page with
`-k "02-recurrence"`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import live_blocks
import live_native
import pytest
from chromium import Watch
from course.reading import pages
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from playwright.sync_api import Browser
from site_project import ROOT

# Trainings that lose every common digit with what rounding differs in the last one.
CHAOTIC = {
    f"{root}chapter/04-remedies.html {name} (whole)"
    for root in ("", "es/")
    for name in ("caught", "clip-one")
}
PAGES = [
    f"{'' if lang == SOURCE_LANGUAGE else f'{lang}/'}{path}"
    for lang in LANGUAGES
    for path in pages.paths(ROOT / "docs", lang)
]

pytestmark = [pytest.mark.browser, pytest.mark.every_block]


def runs(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a page that have a button."""
    return [one for one in data["blocks"] if one["shown"] and one["verdict"] != "nothing"]


def wrong(block: dict[str, Any], found: dict[str, Any], native: dict[str, Any]) -> str:
    """What is wrong with what a block gave in a browser, `native` being what it gives here."""
    built, own = found["built"], found["own"]
    if found["fault"]:
        return str(found["fault"])
    # NumPy in a browser notices no overflow and no singular matrix; the page says so.
    if (block["warns"] or block["raises"]) and found["notes"]:
        return ""
    if block["verdict"] == "whole":
        equal = len(built) == len(own) and all(map(live_blocks.same, built, own))
        return "" if equal else f"gave {own}, not {built}"
    if not own and not found["notes"]:
        return f"gave nothing, and did not say why: {found['status']}"
    here = live_native.shown(native)
    if len(here) != len(own) or not all(
        live_blocks.same_in_short(one, other)
        if other in found["computed"]
        else live_blocks.same(one, other)
        for one, other in zip(here, own, strict=True)
    ):
        return f"gave {own}, not {here} as here without what a browser lacks"
    if not live_blocks.within([text for text in own if text not in found["computed"]], built):
        return f"gave {own}, which the build's does not hold: {built}"
    return ""


@pytest.mark.parametrize("path", PAGES)
def test_every_block_gives_what_the_build_gave(
    browser: Browser, home: str, site: Path, path: str
) -> None:
    file = site / f"{path}.live.json"
    if not file.is_file():
        pytest.skip("a browser can run nothing of it")
    data = json.loads(file.read_text(encoding="utf-8"))
    native = live_native.results(site, data)
    context = browser.new_context()
    watch = Watch(home)
    page = watch.over(context.new_page())
    page.goto(f"{home}{path}.html")
    faults: list[str] = []
    for block in runs(data):
        place = f"{path}.html {block['id']} ({block['verdict']})"
        fault = wrong(block, live_blocks.run(page, block["id"]), native[block["id"]])
        if fault and place not in CHAOTIC:
            faults.append(f"{place}: {fault}")
    faults += [f"{path}: {fault}" for fault in watch.taken()]
    context.close()
    assert not faults, "\n".join(faults)


def test_as_many_blocks_run_in_each_language(site: Path) -> None:
    counts = dict.fromkeys(LANGUAGES, 0)
    for _, data in live_blocks.runnable(site):
        counts[data["lang"]] += len(runs(data))
    assert min(counts.values()) == max(counts.values()) > 200, counts
