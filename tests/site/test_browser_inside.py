"""The page "Inside training" in a browser: one slider for all figures, with and without scripts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from chromium import Watch, await_late
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, Page
from site_project import ROOT

pytestmark = pytest.mark.browser

STEPS, RECORDS = 400, 6
FIGURES = (
    *("loss", "eigenvalues", "gradients", "jacobian", "trajectory", "landscape", "states"),
    *("weights", "boundary", "words"),
)
# What a figure shows: its drawing, and the pixels of its heatmaps.
SHOWN = """name => {
  const figure = document.getElementById(`fig-${name}`)
  const pixels = [...figure.querySelectorAll(".inside-stage > canvas")].map(c => c.toDataURL())
  return figure.querySelector(".inside-live").innerHTML + pixels.join()
}"""


def short_run(text: str) -> str:
    """The real page, about a run of a few steps; what it says of the whole run is not checked."""
    text = text.replace("inside_run()", f"inside_run(steps={STEPS}, records={RECORDS})")
    text = re.sub(r"^assert .*\n", "", text, flags=re.M)
    text = re.sub(r"^computations:.*\n", "", text, flags=re.M)
    return re.sub(r"\]\((?:\.\./)?[\w/-]+\.md(?:[#?][^)]*)?\)", "](training.md)", text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of this page, built."""
    project = MkDocsProject(tmp_path_factory.mktemp("inside"))
    english, spanish = (
        short_run((ROOT / "docs" / lang / "inside" / "training.md").read_text(encoding="utf-8"))
        for lang in ("en", "es")
    )
    project.page(english, "inside/training", es=spanish)
    project.page("# Home\n\nThe pages of a test.\n", "index")
    return project.published()


def opened(browser: Browser, address: str, width: int = 1280, **options: object) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
        **options,  # type: ignore[arg-type]
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(address)
    if "inside/training" in address and options.get("java_script_enabled", True):
        drawn(page)
    return page


def drawn(page: Page) -> None:
    """Wait for the last figure: they come after the page has been painted."""
    page.wait_for_selector("#fig-states .inside-stage > canvas", state="attached")


def go_to(page: Page, record: int) -> None:
    """Move the slider, and wait until the figures have followed."""
    page.evaluate(
        """record => {
          const slider = document.getElementById("inside-step")
          slider.value = record
          slider.dispatchEvent(new Event("input", {bubbles: true}))
          return new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))
        }""",
        record,
    )


def said(page: Page) -> str:
    return page.locator("#inside-step").get_attribute("aria-valuetext") or ""


def test_the_slider_moves_every_figure(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    watch = Watch(address)
    watch.over(page)
    page.goto(f"{address}inside/training.html")
    drawn(page)
    last = {name: page.evaluate(SHOWN, name) for name in FIGURES}
    wrote = page.locator(".inside-sample").inner_text()
    go_to(page, 0)
    for name in FIGURES:
        assert page.evaluate(SHOWN, name) != last[name], name
        assert "Step 1" in page.locator(f"#fig-{name} .inside-readout").inner_text()
    assert page.locator(".inside-sample").inner_text() != wrote
    go_to(page, RECORDS - 1)
    for name in FIGURES:
        assert page.evaluate(SHOWN, name) == last[name], name
    assert not watch.taken()
    page.context.close()


def test_what_comes_late_is_all_there_once_its_list_is_gone(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}es/inside/training.html")
    await_late(page)
    assert page.evaluate("document.querySelectorAll('script[src*=\"/inside/\"]').length") == 9
    assert page.evaluate("Boolean(window.inside?.run)")  # what the last of them sets
    page.close()


def test_the_keyboard_moves_and_plays_and_a_screen_reader_hears_it(
    browser: Browser, address: str
) -> None:
    page = opened(browser, f"{address}inside/training.html")
    slider = page.locator("#inside-step")
    assert slider.get_attribute("aria-label") == "Training step"
    assert re.fullmatch(r"step 400 of 400, training loss [\d.]+ nats per character", said(page))
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('.inside-now').textContent.includes('step 1')")
    assert said(page).startswith("step 1 of 400")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("!document.querySelector('.inside-now').textContent.includes('step 1l')")
    assert not said(page).startswith("step 1 of 400")
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    assert page.get_by_role("button", name="Pause").is_visible()
    page.wait_for_function("document.getElementById('inside-step').value === '5'")
    assert page.get_by_role("button", name="Play").is_visible()
    assert page.get_by_role("status").last.inner_text().startswith("step 400 of 400")
    page.keyboard.press("End")
    assert said(page).startswith("step 400 of 400")
    page.context.close()


def test_nothing_plays_by_itself(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}inside/training.html")
    page.wait_for_timeout(400)
    assert said(page).startswith("step 400 of 400")
    page.context.close()


def test_each_figure_says_in_words_what_it_shows(browser: Browser, address: str) -> None:
    said_in = {}
    for path in ("", "es/"):
        page = opened(browser, f"{address}{path}inside/training.html")
        labels = "figures => figures.map(e => e.getAttribute('aria-label'))"
        said_in[path] = page.locator("figure .inside-live[role=img]").evaluate_all(labels)
        page.context.close()
    assert len(said_in[""]) == len(said_in["es/"]) == len(FIGURES)
    assert all(len(text) > 80 for texts in said_in.values() for text in texts)
    assert not set(said_in[""]) & set(said_in["es/"])


def test_the_inspector_follows_its_own_sliders(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}inside/training.html")
    readout = page.locator("#fig-jacobian .inside-readout")
    assert ", k = 16: norm" in readout.inner_text()
    page.locator("#inside-from").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert ", k = 11: norm" in readout.inner_text()
    assert page.locator("#inside-from").get_attribute("aria-valuetext") == "5, after “␣”"
    assert page.locator(".inside-strip .inside-in").count() == 11
    page.locator("#inside-to").focus()
    page.keyboard.press("Home")  # before the start, which gives way
    assert ", k = 1: norm" in readout.inner_text()
    go_to(page, 0)
    # Orthogonal, and tanh takes little yet.
    assert re.match(r"Step 1, k = 1: norm 1\.0,", readout.inner_text())
    page.context.close()


def test_the_other_language_opens_at_the_same_step_and_place(
    browser: Browser, address: str
) -> None:
    page = opened(browser, f"{address}inside/training.html")
    go_to(page, 3)
    step = page.locator(".inside-now strong").inner_text().removeprefix("step ")
    page.wait_for_url(f"**step={step}*")
    for _ in range(2):  # what comes near is laid out only then, and may move it
        page.evaluate(
            """async () => {
              document.getElementById("fig-weights").scrollIntoView()
              await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))
            }"""
        )
    top = page.evaluate("document.getElementById('fig-weights').getBoundingClientRect().top")
    page.locator("a.course-language").click()
    page.wait_for_url("**/es/inside/training.html**")
    drawn(page)
    assert page.locator(".inside-now strong").inner_text() == f"paso {step}"
    assert page.url.endswith(f"?step={step}#fig-weights")
    there = page.evaluate("document.getElementById('fig-weights').getBoundingClientRect().top")
    assert abs(there - top) < 150
    page.context.close()


@pytest.mark.parametrize(("path", "phone"), [("", False), ("es/", True)])
def test_a_chosen_character_is_marked_in_each_figure_and_cells_say_their_numbers(
    browser: Browser, address: str, path: str, phone: bool
) -> None:
    page = opened(browser, f"{address}{path}inside/training.html", 390 if phone else 1280)
    said = {
        name: page.locator(f"#fig-{name} .inside-cell")
        for name in ("trajectory", "landscape", "states", "weights")
    }
    marks = page.locator("#fig-trajectory .inside-ring, .inside-column").locator("visible=true")
    assert marks.count() == 0
    assert page.locator("#fig-trajectory .inside-start").text_content()
    tall = page.evaluate("document.documentElement.scrollHeight")
    # By keyboard through the sentence: a ring in the path, a column in each of three heatmaps.
    scrubber = page.locator("#inside-character")
    assert scrubber.bounding_box()["height"] >= 24  # type: ignore[index]
    scrubber.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert marks.count() == 4
    letters = (
        ("«t»", "la red espera «h»", "unidad 1") if phone else ("“t”", "expects “h”", "unit 1 ")
    )
    for name, letter in zip(said, letters, strict=False):
        assert " 2" in said[name].inner_text(), name
        assert letter in said[name].inner_text(), name
    assert (scrubber.get_attribute("aria-valuetext") or "") == said["trajectory"].inner_text()
    # By arrow keys in a heatmap, which takes the others along; its number is of the step shown.
    cell = page.locator("#fig-states .inside-over").first
    cell.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    states = said["states"].inner_text()
    assert re.search(r"\b3\b.*[“«]h[”»].* 3 .*\d[.,]\d", states), states
    assert cell.get_attribute("aria-valuetext") == states
    assert " 3" in said["trajectory"].inner_text()
    go_to(page, 0)
    assert re.search(r"\b0[.,]\d\.$", said["states"].inner_text())
    # By pointer: the cell of the weights under it, as the page's data has it.
    over = page.locator("#fig-weights .inside-over").nth(1)
    box = over.bounding_box()
    assert box
    over.click(position={"x": box["width"] * 10.5 / 64, "y": box["height"] * 20.5 / 64})
    weight = page.evaluate("inside.run.rough(inside.run.W_hh.row(0)[20 * 64 + 10], 1)")
    text = said["weights"].inner_text()
    assert re.search(rf"W\s*hh: .* 11 .* 21, .* {re.escape(weight)}\.", text), text
    # A tap on the path takes the nearest letter; Escape takes all marks away.
    page.locator("#fig-trajectory .inside-over").click(position={"x": 5, "y": 5})
    assert marks.count() == 4
    scrubber.focus()
    page.keyboard.press("Escape")
    assert marks.count() == 0
    # What is said below takes the room that was kept for it.
    go_to(page, RECORDS - 1)
    assert abs(page.evaluate("document.documentElement.scrollHeight") - tall) < 4
    page.context.close()


def test_dark_mode_recolors_drawings_and_heatmaps(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}inside/training.html", color_scheme="light")
    look = """() => {
      const canvas = document.querySelector("#fig-states .inside-stage > canvas")
      const curve = document.querySelector("#fig-loss .inside-stage path")
      return [canvas.toDataURL(), getComputedStyle(curve).stroke]
    }"""
    light = page.evaluate(look)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    page.wait_for_function(f"light => ({look})().every((part, i) => part !== light[i])", arg=light)
    page.context.close()


def test_without_a_script_the_last_record_stands_there(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}inside/training.html", java_script_enabled=False)
    for name in FIGURES:
        assert page.locator(f"#fig-{name} svg.course-svg").is_visible(), name
        assert page.locator(f"#fig-{name} svg.course-svg").get_attribute("aria-label")
    assert page.locator(".inside-bar").count() == 0
    assert page.locator(".inside-sample").is_visible()
    page.context.close()


@pytest.mark.parametrize("path", ["", "es/"])
def test_it_fits_a_phone(browser: Browser, address: str, path: str) -> None:
    page = opened(browser, f"{address}{path}inside/training.html", 390)
    for record in (0, RECORDS - 1):
        go_to(page, record)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    wide = page.evaluate(
        """[...document.querySelectorAll(".inside-stage, .inside-bar, .inside-controls")]
          .filter(e => e.getBoundingClientRect().right > 390).length"""
    )
    assert wide == 0
    bar = page.locator(".inside-bar")
    page.evaluate("document.getElementById('fig-words').scrollIntoView()")
    assert bar.bounding_box()["y"] < 80  # type: ignore[index]
    page.context.close()


def test_it_works_from_disk(browser: Browser, site: Path) -> None:
    watch = Watch(f"{site.as_uri()}/")
    page = opened(browser, f"{site.as_uri()}/index.html")
    watch.over(page)
    page.goto(f"{site.as_uri()}/inside/training.html")
    drawn(page)
    go_to(page, 0)
    assert said(page).startswith("step 1 of 400")
    page.wait_for_timeout(350)  # by then it has tried to write the step into the address
    assert not watch.taken()
    page.context.close()


def test_only_this_page_loads_its_scripts(site: Path) -> None:
    assert "assets/javascripts/inside" not in (site / "index.html").read_text(encoding="utf-8")
    text = (site / "es" / "inside" / "training.html").read_text(encoding="utf-8")
    assert text.count("assets/javascripts/inside/") == 9
    scripts = b"".join(p.read_bytes() for p in (site / "assets/javascripts/inside").glob("*.js"))
    assert len(gzip.compress(scripts)) < 20_000
