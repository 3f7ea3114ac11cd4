"""Blocks that a reader runs and edits, in a browser: what they load, give, keep and survive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import live_blocks
import live_native
import pytest
from axe import violations
from chromium import Watch
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from site_project import block
from static_server import Sent, served

pytestmark = pytest.mark.browser

PATHS = {"en": "labs/live.html", "es": "es/labs/live.html"}
DRAWN = """from matplotlib.figure import Figure

level = 2 * total
figure = Figure()
figure.subplots().plot([0, level])
figure"""
PAGE = "# Live\n\nBlocks to run.\n\n" + "\n".join(
    (
        block("import numpy as np\n\nnumbers = np.array([1.0, 2.0, 4.0])", identifier="start"),
        block("total = float(numbers.sum())\nprint(total)", identifier="total"),
        block("unseen = 3", 'source="hidden"', "unseen"),
        block('print(f"{total / 3:.4f}")', identifier="mean"),
        block(DRAWN, 'alt="A line that rises."', "drawn"),
        block("[][0]", 'raises="IndexError"', "raised"),
        block("print(6 * 7)", 'timeout="2" source="folded"', "limited"),
        block("from minimodel.drawing import style\n\nstyle", 'source="folded"', "style"),
        block(
            "from minimodel.ngrams.comparison import score\n\nfound = score(n=1, k=1.0)\n"
            'print(f"{found.held_out:.6f}")',
            identifier="scored",
        ),
        block(
            "from course.student import checklist\n\n"
            'mine = "def clip(g):\\n    return g\\n"\nprint(checklist.done([]), len(mine))',
            identifier="checked",
        ),
    )
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one page."""
    project = MkDocsProject(tmp_path_factory.mktemp("live"), notebooks=[])
    project.page(PAGE, "labs/live")
    project.page("# Home\n\nThe page of a test.\n", "index")
    run = project.build()
    assert run.returncode == 0, run.stdout
    return project.site


@pytest.fixture(scope="module")
def sent() -> Sent:
    """What was sent, and how many bytes."""
    return []


@pytest.fixture(scope="module")
def address(site: Path, sent: Sent) -> Iterator[str]:
    """Where it is served: below a path, which is harder than at a root."""
    with served(site, "/courses/rnn/", sent=sent) as home:
        yield home


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Python takes seconds to start, and more on a busy machine."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A fresh profile on a phone."""
    fresh = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    fresh.set_default_timeout(60_000)
    yield fresh
    fresh.close()


@pytest.fixture
def opened(context: BrowserContext, address: str) -> Iterator[Page]:
    """A window whose faults are the test's."""
    watch = Watch(address)
    page = watch.over(context.new_page())
    yield page
    assert not watch.taken()


def click(page: Page, name: str, act: str) -> None:
    page.locator(f'.live[data-live="{name}"] [data-act="{act}"]').click()


def own(page: Page, name: str) -> str:
    return page.locator(f"#live-{name}").inner_text()


def write(page: Page, name: str, code: str) -> None:
    """Put code into the editor of a block."""
    if not page.locator(f'.live[data-live="{name}"] [data-act="edit"]').is_hidden():
        click(page, name, "edit")
    editor = page.get_by_role("textbox", name=f" {name}")
    editor.fill(code)


def status(page: Page, name: str) -> str:
    return page.locator(f'.live[data-live="{name}"] .live-status').inner_text()


def change(page: Page, name: str, **values: object) -> None:
    """Let the page find other data of a block, such as the `seconds` that it may take."""

    def answer(route: Route) -> None:
        response = route.fetch()
        data = response.json()
        (found,) = (one for one in data["blocks"] if one["id"] == name)
        assert values.keys() <= found.keys()
        found |= values
        route.fulfill(response=response, json=data)

    page.route("**/*.live.json", answer)


def tab_to(page: Page, name: str, act: str) -> None:
    """Press Tab until a button of a block has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        where = "e => [e.dataset.act, e.closest('.live')?.dataset.live]"
        if page.evaluate(f"({where})(document.activeElement)") == [act, name]:
            return
    raise AssertionError(f"Tab does not come to {act} of {name}")


def test_nothing_of_python_is_loaded_before_the_click_and_its_result_is_the_builds(
    opened: Page, sent: Sent
) -> None:
    sent.clear()
    opened.goto(PATHS["en"], wait_until="networkidle")
    early = [name for name, _ in sent if "/live/" in name or "vendor/pyodide" in name]
    assert early == ["assets/javascripts/live/live.js"]
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
    page.locator('.live[data-live="mean"] [data-act="run"]').click()
    expect(page.locator("#live-mean samp")).to_have_text("2.3333")

    write(page, "mean", "while True:\n    pass")
    page.locator('.live[data-live="mean"] [data-act="run"]').click()
    click(page, "total", "run")
    assert ("Another block is running", "Otro bloque")[at] in status(page, "total")
    click(page, "mean", "stop")
    expect(page.locator('.live[data-live="mean"] .live-status')).to_contain_text(
        ("Stopped", "Parado")[at]
    )
    expect(page.locator(".cm-content").first).to_contain_text("while True")
    write(page, "total", "1 / 0")
    found = live_blocks.run(page, "mean")
    assert ("A block above failed", "Falló un bloque")[at] in found["status"]
    assert "ZeroDivisionError" in own(page, "total")


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
    assert live_blocks.within(["1.5 a", "2.0"], ["a 1.5\n1.50 a", "b\n2.0000001"])
    assert not live_blocks.within(["2.0", "1.5 a"], ["1.5 a\n2.0"]), "in order"
    assert not live_blocks.within(["1.5 a"], ["1.8 a"])


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
    said = page.locator('.live[data-live="mean"] .live-status')
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


def test_a_browser_that_keeps_nothing_or_lost_its_connection_says_so(
    context: BrowserContext,
) -> None:
    page = context.new_page()
    page.add_init_script(
        """const set = Storage.prototype.setItem
        Storage.prototype.setItem = function (key, value) {
          if (key.startsWith("course:")) throw new Error("refused")
          set.call(this, key, value)
        }"""
    )
    page.goto(PATHS["en"])
    write(page, "mean", "print(1)")
    assert "keeps nothing" in status(page, "mean")
    page.route("**/pyodide.asm.wasm", lambda route: route.abort())
    found = live_blocks.run(page, "mean")
    assert "did not start or broke off" in found["status"]
    expect(page.locator(".cm-content").first).to_have_text("print(1)")
    page.unroute("**/pyodide.asm.wasm")
    assert live_blocks.run(page, "mean")["own"] == ["1"]
    # The code of the pages' own scripts that does not come is asked for again.
    other = context.new_page()
    other.route("**/*.live.json", lambda route: route.abort())
    other.goto(PATHS["es"])
    click(other, "mean", "edit")
    said = other.locator('.live[data-live="mean"] .live-status')
    expect(said).to_contain_text("No se pudo cargar")
    other.unroute("**/*.live.json")
    click(other, "mean", "edit")
    expect(other.locator(".cm-content")).to_be_focused()


def test_two_windows_take_nothing_from_each_other(context: BrowserContext) -> None:
    one, two = context.new_page(), context.new_page()
    for page in (one, two):
        page.goto(PATHS["en"])
    write(one, "total", "total = 1.0")
    write(two, "total", "total = 2.0")
    write(two, "mean", "print(total)")
    expect(one.locator('.live[data-live="total"] .live-status')).to_contain_text("another window")
    expect(one.locator(".cm-content").first).to_have_text("total = 1.0")
    one.reload()
    expect(one.locator(".cm-content")).to_have_text(["total = 2.0", "print(total)"])


def test_a_browser_without_webassembly_and_a_page_from_disk_say_so(
    context: BrowserContext, site: Path
) -> None:
    page = context.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(PATHS["es"])
    click(page, "mean", "run")
    said = page.locator('.live[data-live="mean"] .live-status')
    expect(said).to_contain_text("no tiene WebAssembly")
    disk = context.new_page()
    disk.goto((site / PATHS["en"]).as_uri())
    click(disk, "mean", "run")
    assert "Serve the folder" in status(disk, "mean")


def test_without_scripts_a_page_reads_as_ever(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PATHS["en"])
    assert page.locator(".live").count() == 8
    assert page.locator(".live:visible, .live-without:visible").count() == 0
    assert page.locator("#out-mean").is_visible()
    context.close()
