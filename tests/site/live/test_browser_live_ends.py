"""How a run ends in a browser, and what each of its blocks then says."""

from __future__ import annotations

import live_blocks
import pytest
from axe import violations
from live_page import PATHS, change, click, line, own, stale, status, write
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


BAD = {
    "n = (1": ("Line 1: SyntaxError: '(' was never closed", "Línea 1: SyntaxError"),
    "n = 1\n1 / 0": ("Line 2: ZeroDivisionError: division by zero", "Línea 2: ZeroDivisionError"),
    "import torch": ("There is no torch in the browser", "En el navegador no hay torch"),
    "import numpy as np\nnp.zeros(2**30)": ("not enough memory", "no tiene memoria suficiente"),
    "for _ in range(1000):\n    print('x' * 100_000)": (
        "more than 20 million",
        "más de 20 millones",
    ),
    "def f(): return f()\nf()": ("RecursionError", "RecursionError"),
}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_bad_code_gives_one_line_and_the_page_goes_on(opened: Page, lang: str) -> None:
    page = opened
    change(page, "limited", seconds=2)
    page.goto(PATHS[lang])
    at = ("en", "es").index(lang)
    for code, said in BAD.items():
        write(page, "limited", code)
        found = live_blocks.run(page, "limited")
        assert said[at] in found["fault"], (code, found)
        assert "Traceback" not in own(page, "limited")
        assert page.locator("#live-limited .live-error").count() == 1
    expect(page.locator(".live-fault")).to_have_count(1)
    assert not violations(page)
    page.emulate_media(color_scheme="dark")
    assert not violations(page)
    page.emulate_media(color_scheme="light")

    limit = ("after 2 s, the limit of a block", "a los 2 s, el límite de un bloque")[at]
    write(page, "limited", "print('begun', flush=True)\nwhile True:\n    print('on')")
    found = live_blocks.run(page, "limited")
    assert limit in found["status"] or (
        "20 million" in found["fault"] or "20 millones" in found["fault"]
    )
    write(page, "limited", "while True:\n    pass")
    found = live_blocks.run(page, "limited")
    assert limit in found["status"]
    click(page, "mean", "run")
    expect(page.locator("#live-mean samp")).to_have_text("2.3333")

    write(page, "mean", "while True:\n    pass")
    click(page, "mean", "run")
    click(page, "total", "run")
    assert ("Another block is running", "Otro bloque")[at] in status(page, "total")
    click(page, "mean", "stop")
    expect(line(page, "mean")).to_contain_text(("Stopped", "Parado")[at])
    expect(page.locator(".cm-content").first).to_contain_text("while True")
    write(page, "total", "1 / 0")
    found = live_blocks.run(page, "mean")
    assert ("A block above failed", "Falló un bloque")[at] in found["status"]
    assert "ZeroDivisionError" in own(page, "total")


DELETING = {
    "import shutil\nshutil.rmtree('/course')": "Line 2: PermissionError",
    "open('/course/minimodel/ngrams/comparison.py', 'w').write('')": "Line 1: PermissionError",
    "open('mine.txt', 'w').close()\nimport os\nos.remove('mine.txt')\nopen('mine.txt')": (
        "Line 4: FileNotFoundError"
    ),
}


def test_a_file_that_is_deleted_is_the_readers_own_and_the_courses_stay(opened: Page) -> None:
    page = opened
    page.goto(PATHS["en"])
    for code, said in DELETING.items():
        write(page, "mean", code)
        assert said in live_blocks.run(page, "mean")["fault"], code
    write(page, "scored", "from minimodel.ngrams.comparison import score\nprint('score' in dir())")
    write(page, "mean", "print('usable')")
    assert live_blocks.run(page, "scored")["own"] == ["True"]


OVER = {
    "en": ("A block above was stopped at its limit", "Stopped after 2 s", "Still running; Stop"),
    "es": ("Un bloque de más arriba llegó a su límite", "Parado a los 2 s", "Sigue ejecutándose"),
}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_block_whose_time_is_over_says_so_and_the_one_clicked_leads_to_it(
    opened: Page, lang: str
) -> None:
    page, (late, limit, _) = opened, OVER[lang]
    change(page, "total", seconds=2)
    page.goto(PATHS[lang])
    write(page, "total", "print('begun')\nwhile True:\n    pass")
    found = live_blocks.run(page, "mean")
    assert found["status"].startswith(late)
    assert limit not in found["status"]
    assert limit in status(page, "total")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator('.live[data-live="mean"] .live-status a').click()
    bar = page.locator("#run-total")
    expect(bar).to_be_in_viewport()
    assert bar.get_attribute("data-live") == "total"
    assert not violations(page)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_hidden_block_whose_time_is_over_is_spoken_of_where_the_click_was(
    opened: Page, lang: str
) -> None:
    late, limit, _ = OVER[lang]
    change(opened, "unseen", seconds=2, code="while True:\n    pass")
    opened.goto(PATHS[lang])
    found = live_blocks.run(opened, "mean")
    assert found["status"].startswith(late)
    assert limit in found["status"]
    assert opened.locator('.live[data-live="mean"] .live-status a').count() == 0


@pytest.mark.parametrize("lang", ["en", "es"])
def test_one_click_that_updates_several_says_which_of_them_further_down_ended_it(
    opened: Page, lang: str
) -> None:
    page = opened
    change(page, "drawn", seconds=2)
    page.goto(PATHS[lang])
    write(page, "total", "total = 1.0")
    write(page, "drawn", "while total:\n    pass")
    live_blocks.run(page, "total")
    page.locator(".live-stale:visible").first.get_by_role("button").click()
    said = line(page, "mean")
    below = {"en": "It ended at a block further down.", "es": "Se paró en un bloque de más abajo."}
    expect(said).to_contain_text(below[lang])
    expect(said.get_by_role("link")).to_have_attribute("href", "#run-drawn")
    assert OVER[lang][1] in status(page, "drawn")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_run_that_takes_long_counts_its_seconds_and_stop_ends_it(opened: Page, lang: str) -> None:
    page = opened
    page.goto(PATHS[lang])
    write(page, "mean", "while True:\n    pass")
    click(page, "mean", "run")
    bar = page.locator('.live[data-live="mean"]')
    expect(bar.locator(".live-clock")).to_have_text("6 s")
    expect(bar.locator(".live-status")).to_contain_text(OVER[lang][2])
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    assert not violations(page)
    click(page, "mean", "stop")
    expect(bar.locator(".live-status")).to_contain_text({"en": "Stopped.", "es": "Parado."}[lang])
    expect(bar.locator(".live-clock")).to_be_empty()


# What ends a run at a block, and what the page says there and where the click was below it.
ENDLESS = "while True:\n    pass"
ENDS = {
    "exception": ("n = 1\n1 / 0", "Line 2: ZeroDivisionError", "Línea 2: ZeroDivisionError"),
    "output": (
        "for _ in range(1000):\n    print('x' * 100_000)",
        "more than 20 million",
        "más de 20 millones",
    ),
    "memory": ("bytes(8 * 2**30)", "not enough memory", "no tiene memoria suficiente"),
    "time": (ENDLESS, "Stopped after 2 s", "Parado a los 2 s"),
    "stopped": (ENDLESS, "Stopped. The next run starts anew.", "Parado. La próxima"),
    "lost": ("import os\nos._exit(1)", "your code is kept", "tu código se conserva"),
}
ABOVE = {
    "failed": ("A block above failed, so", "Falló un bloque de más arriba, por eso"),
    "time": ("A block above was stopped at its limit", "Un bloque de más arriba llegó a su límite"),
    "stopped": ("A block above was stopped, so", "Se paró un bloque de más arriba, por eso"),
    "lost": ("Python broke off in a block above", "Python se interrumpió en un bloque"),
}
SAID = {
    "ran": ("Ran.", "Ejecutado."),
    "missed": ("The run ended before this block.", "La ejecución terminó antes de este bloque."),
    "unended": ("its run did not come to its end", "su ejecución no llegó al final"),
    "unrun": ("Changed, and not run yet.", "Cambiado y aún sin ejecutar."),
    "stale": ("code above was changed", "cambió código de más arriba"),
    "taken": ("not that of the code as it stands now", "no es el del código tal como está ahora"),
}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", ENDS)
def test_however_a_run_ends_each_block_says_what_became_of_it(
    opened: Page, kind: str, lang: str
) -> None:
    page, at = opened, ("en", "es").index(lang)
    code, *said = ENDS[kind]
    failed = kind in ("exception", "output", "memory")
    if kind == "time":
        change(page, "total", seconds=2)
    page.goto(PATHS[lang])
    write(page, "total", code)
    write(page, "mean", "print(total)")
    if kind == "stopped":
        live_blocks.run(page, "start")  # else the click could come before the loop
        click(page, "raised", "run")
        page.wait_for_timeout(2_000)
        click(page, "raised", "stop")
        expect(line(page, "total")).to_contain_text(said[at])
    else:
        live_blocks.run(page, "raised")
    assert status(page, "start").startswith(SAID["ran"][at].rstrip("."))
    if failed:
        assert said[at] in own(page, "total")
        assert (status(page, "total"), stale(page, "total")) == ("", "")
    else:
        assert said[at] in status(page, "total")
        assert SAID["unended"][at] in stale(page, "total")
        assert page.locator("#live-total").is_hidden(), "it printed nothing"
    for name in ("mean", "drawn"):
        assert status(page, name) == SAID["missed"][at]
        assert SAID["stale"][at] in stale(page, name)
    assert status(page, "raised").startswith(ABOVE["failed" if failed else kind][at])
    assert line(page, "raised").get_by_role("link").get_attribute("href") == "#run-total"
    assert (status(page, "limited"), stale(page, "limited")) == ("", ""), "no part of the run"
    spoken = page.locator('.live-status[role="status"]:not([aria-live="off"])', has_text=".")
    # To one who listens it is said only where the click was; the other click was before.
    expect(spoken).to_have_count(2 if kind == "stopped" else 1)
    assert page.locator(".cm-content").first.inner_text().startswith(code.splitlines()[0])
    assert not violations(page)

    write(page, "total", "total = 7.0")  # mended, the page goes on as if nothing had been
    assert live_blocks.run(page, "mean")["own"] == ["7.0"]
    assert (status(page, "total"), stale(page, "total")) == (SAID["ran"][at], "")
    assert stale(page, "mean") == ""
    assert status(page, "raised") == "", "what kept it from running is mended"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_a_block_says_holds_for_the_code_that_it_was_said_of(opened: Page, lang: str) -> None:
    page, at = opened, ("en", "es").index(lang)
    page.goto(PATHS[lang])
    write(page, "total", "total = 1.0\nprint(total)")
    click(page, "mean", "run")  # before the page has looked at what was typed
    expect(page.locator("#live-mean samp")).to_have_text("0.3333")
    assert own(page, "total").startswith("1.0")
    assert stale(page, "total") == ""
    # The reader takes back the result, not the code.
    page.locator("#live-total").get_by_role("button").click()
    assert SAID["taken"][at] in stale(page, "total")
    # Another edit below: what it changes is its own, though code above is the reader's, too.
    write(page, "mean", "print(total + 1)")
    expect(page.locator('.live[data-live="mean"] + .live-stale')).to_have_text(SAID["unrun"][at])
    expect(line(page, "mean")).to_be_empty()
    # A reset above is a change of code above.
    live_blocks.run(page, "mean")
    click(page, "total", "reset")
    assert SAID["stale"][at] in stale(page, "mean")
    page.locator('.live[data-live="mean"] + .live-stale').get_by_role("button").click()
    expect(page.locator("#live-mean samp")).to_have_text("8.0")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_hidden_block_that_fails_is_quoted_where_the_click_was(opened: Page, lang: str) -> None:
    change(opened, "unseen", code="1 / 0")
    opened.goto(PATHS[lang])
    found = live_blocks.run(opened, "mean")
    assert found["status"].startswith(ABOVE["failed"][lang == "es"])
    assert found["status"].endswith("ZeroDivisionError: division by zero")
    assert line(opened, "mean").get_by_role("link").count() == 0


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_click_that_came_to_nothing_is_forgotten_when_the_run_is_over(
    opened: Page, lang: str
) -> None:
    page, at = opened, ("en", "es").index(lang)
    page.goto(PATHS[lang])
    live_blocks.run(page, "limited")
    before = status(page, "limited")
    write(page, "mean", ENDLESS)
    click(page, "mean", "run")
    page.locator(".cm-content").press("Control+Enter")  # once more: no other block runs
    click(page, "limited", "run")
    assert ("Another block is running", "Otro bloque")[at] in status(page, "limited")
    assert ("Another block is running", "Otro bloque")[at] not in status(page, "mean")
    click(page, "mean", "stop")
    expect(line(page, "limited")).to_have_text(before)


def test_a_worker_that_ended_without_a_word_is_given_up(opened: Page) -> None:
    page = opened
    page.goto(PATHS["es"])
    write(page, "mean", "import js\njs.close()\nprint('last')")
    assert live_blocks.run(page, "mean")["own"] == ["last"]
    write(page, "mean", "print('on')")
    assert "tu código se conserva" in live_blocks.run(page, "mean")["status"]
    assert live_blocks.run(page, "mean")["own"] == ["on"]
