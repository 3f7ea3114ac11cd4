"""Blocks that a reader runs and edits, in a browser: what they load and give."""

from __future__ import annotations

from pathlib import Path

import live_blocks
import live_native
import pytest
from axe import violations
from live_page import PATHS, tab_to, write
from playwright.sync_api import BrowserContext, Page, expect
from static_server import Sent

pytestmark = pytest.mark.browser


def test_nothing_of_python_is_loaded_before_the_click_and_its_result_is_the_builds(
    opened: Page, sent: Sent
) -> None:
    sent.clear()
    opened.goto(PATHS["en"], wait_until="networkidle")
    assert not [name for name, _ in sent if "/live/" in name or "vendor/pyodide" in name]
    assert not [name for name, _ in sent if name.endswith((".live.json", "codemirror.js"))]
    found = live_blocks.run(opened, "mean")
    assert found["own"] == found["built"] == ["2.3333\n"] or found["own"] == ["2.3333"]
    loaded = sum(size for name, size in sent if "vendor/pyodide" in name)
    assert 15_000_000 < loaded < 16_500_000
    assert not [name for name, _ in sent if name.endswith("codemirror.js")]
    assert opened.locator("#live-total").is_hidden(), "only the block that was clicked shows"
    sent.clear()
    found = live_blocks.run(opened, "raised")
    assert found["own"] == ["IndexError: list index out of range"]
    assert sent == [], "Python is loaded once"
    found = live_blocks.run(opened, "drawn")
    assert found["own"] == ["level = 14.0"]
    assert "no matplotlib" in found["notes"][0]
    assert opened.locator("#fig-drawn svg").is_visible(), "the build's figure stays"
    assert opened.locator('.live[data-live="style"]').count() == 0
    without = "It draws with matplotlib, a library that your browser does not load. The page’s own"
    assert without in opened.locator(".live-without").inner_text()


LEFT_OUT = {
    "en": ("Your run left out a part", "the course’s checker", "result below is complete"),
    "es": ("Tu ejecución omitió una parte", "el comprobador del curso", "abajo, está completo"),
}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_run_that_leaves_something_out_says_why_and_the_pages_result_stays(
    opened: Page, lang: str
) -> None:
    opened.goto(PATHS[lang])
    found = live_blocks.run(opened, "checked")
    assert found["own"] == ["mine =\n    def clip(g):\n        return g"]
    (note,) = found["notes"]
    assert all(said in note for said in LEFT_OUT[lang]), note
    assert opened.locator("#out-checked samp").is_visible()
    opened.locator("#live-checked").get_by_role("button").click()
    assert opened.locator("#live-checked").is_hidden()


def test_what_was_computed_long_is_fetched_when_a_block_asks_and_else_computed(
    opened: Page, context: BrowserContext, sent: Sent
) -> None:
    sent.clear()
    opened.goto(PATHS["es"])
    live_blocks.run(opened, "mean")
    assert not [name for name, _ in sent if "/results/" in name]
    found = live_blocks.run(opened, "scored")
    assert found["own"] == found["built"] or found["own"][0] == found["built"][0].strip()
    assert "se hizo al compilar" in found["notes"][0]
    files = [(name, size) for name, size in sent if "/results/" in name]
    assert len(files) == 1
    assert files[0][1] < 20_000
    write(opened, "scored", "from minimodel.ngrams.comparison import score\nscore(n=1, k=0.5)")
    found = live_blocks.run(opened, "scored")
    assert "held_out" in found["own"][0]
    assert "se hizo aquí" in found["notes"][0]
    page = context.new_page()
    page.goto(PATHS["en"])
    page.route("**/results/*.bin", lambda route: route.abort())
    assert "could not be loaded" in live_blocks.run(page, "scored")["fault"]
    page.unroute("**/results/*.bin")
    assert live_blocks.run(page, "scored")["own"] == found["own"], "the edit was kept"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_keyboard_alone_edits_runs_updates_what_depends_and_takes_back(
    opened: Page, lang: str
) -> None:
    page = opened
    page.goto(PATHS[lang])
    tab_to(page, "total", "edit")
    page.keyboard.press("Enter")
    editor = page.locator(".cm-content")
    expect(editor).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.type("numbers = np.ones(5)\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#live-total samp")).to_have_text("5.0")
    stale = page.locator(".live-stale:visible")
    expect(stale).to_have_count(2)  # the mean, and the figure's numbers; no block above
    assert not violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.act") == "run"
    stale.first.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live-mean samp")).to_have_text("1.6667")
    expect(page.locator("#live-drawn samp")).to_have_text("level = 10.0")
    expect(stale).to_have_count(0)
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text("np.ones(5)")
    expect(stale).to_have_count(3)  # the edited block itself says that it has not run
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide, "the page is wider than a phone"
    tab_to(page, "total", "reset")
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).not_to_contain_text("np.ones(5)")
    expect(stale).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('course:live'))") == []
    expect(page.locator("#out-total samp")).to_be_visible()


def test_what_leaves_something_out_is_held_against_a_run_here_without_it(
    opened: Page, site: Path
) -> None:
    (data,) = (data for path, data in live_blocks.runnable(site) if path == PATHS["es"])
    native = live_native.results(site, data)
    opened.goto(PATHS["es"])
    for name in ("drawn", "checked", "scored", "raised"):
        found = live_blocks.run(opened, name)
        here = live_native.shown(native[name])
        assert len(found["own"]) == len(here) > 0
        assert all(map(live_blocks.same, found["own"], here)), (name, found, here)
        assert found["computed"] == (found["own"] if name in ("drawn", "checked") else [])
    assert native["drawn"]["lacking"] == ["matplotlib"]
    assert native["checked"]["lacking"] == ["course.student"]
    assert live_blocks.same("array([1, 2], dtype=int64)", "array([1, 2])")
    assert live_blocks.same("array([ 0.5 , -1.25])", "array([0.5000001, -1.25])")
    cut = "n = 3\na = array([ 1.0000001 ,\n       -2.5 , 7.1 …\nb = [1, 2]"
    assert live_blocks.same_in_short(
        cut, cut.replace("1.0000001 ", "1.").replace("7.1 ", "7.123 8 ")
    )
    assert not live_blocks.same_in_short(cut, cut.replace("-2.5", "-2.7"))
    assert not live_blocks.same_in_short(cut, cut.replace("[1, 2]", "[1, 3]"))
    assert not live_blocks.same_in_short(cut, cut.removesuffix("\nb = [1, 2]"))
    single = "n = 3\nlogits = array([-2.9807299e-02, 4.9566679e+00, 2.5e+00,\n…"
    rounded = single.replace("807299e", "806402e")  # what cancels loses digits, of all the largest
    assert live_blocks.same_in_short(single, rounded)
    assert not live_blocks.same_in_short(single, single.replace("4.9566679", "4.9567679"))
    assert not live_blocks.same(single.rstrip("…"), rounded.rstrip("…")), "what is printed is held"
    word = f"judged = '{'ab' * 150} …"
    assert live_blocks.same_in_short(word, word)
    assert live_blocks.within(["1.5 a", "2.0"], ["a 1.5\n1.50 a", "b\n2.0000001"])
    assert not live_blocks.within(["2.0", "1.5 a"], ["1.5 a\n2.0"]), "in order"
    assert not live_blocks.within(["1.5 a"], ["1.8 a"])


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_a_training_prints_is_shown_as_a_terminal_would_and_to_its_last_line(
    opened: Page, lang: str
) -> None:
    page = opened
    page.goto(PATHS[lang])
    written = "for n in range(3):\n    print(f'\\rstep {n}: {2 - n}.50', end='')\nprint()\n"
    write(page, "limited", written + "print('abcdef\\rXY\\x1b[2K \\x1b[1mZ\\x1b[0m')")
    assert live_blocks.run(page, "limited")["own"] == ["step 2: 0.50\nXY Zef"]
    write(page, "limited", "for n in range(9000):\n    print('step', n)\nprint('loss', 'x' * 200)")
    found = live_blocks.run(page, "limited")
    assert found["own"][0].startswith("step 0\nstep 1\n")
    assert found["own"][1].splitlines()[-2:] == ["step 8999", "loss " + "x" * 200]
    said = {"en": "and the last lines", "es": "y las últimas líneas"}
    assert said[lang] in found["notes"][0]
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
