"""The widgets that compute in the reader's browser, in a reader's hands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from chromium import Watch
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, Page, expect
from site_project import ROOT

pytestmark = pytest.mark.browser


def of_short_runs(text: str) -> str:
    """The real page, about networks that were trained for a moment; what it says of them goes."""
    measured = r"^## (What to look at|Qué mirar).*?(?=^## (The other|La otra))"
    text = re.sub(measured, "", text, flags=re.M | re.S)
    text = text.replace("default_run()", "default_run(steps=400)")
    text = text.replace("train_rnn()", "train_rnn(epochs=8)")
    text = re.sub(r"^(assert|computations:) .*\n", "", text, flags=re.M)
    return re.sub(r"\]\((\.\./)?[\w/-]+\.md(?:#[\w-]+)?\)", "](../index.md)", text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of these pages, built."""
    project = MkDocsProject(tmp_path_factory.mktemp("playground"))
    for path in ("inside/playground", "inside/gates", "inside/bptt"):
        english, spanish = (
            of_short_runs((ROOT / "docs" / lang / f"{path}.md").read_text(encoding="utf-8"))
            for lang in ("en", "es")
        )
        project.page(english, path, es=spanish)
    project.page("# Home\n\nThe pages of a test.\n", "index")
    return project.published()


def opened(browser: Browser, address: str, width: int = 1280, **options: Any) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(address)
    return page


# The playground -----------------------------------------------------------------------------------


def readout(page: Page) -> str:
    return page.locator(".play-readout").inner_text()


def test_typing_is_read_as_far_as_the_cursor_and_said(browser: Browser, address: str) -> None:
    watch = Watch(address)
    page = opened(browser, f"{address}index.html")
    watch.over(page)
    page.goto(f"{address}inside/playground.html")
    field = page.get_by_label("Text that it reads")
    assert field.input_value() == " the woman read the "
    field.fill("")
    assert "before anything was read" in readout(page)
    field.press_sequentially("the boX")
    assert "after “the boX”" in readout(page) and "of 6;" in readout(page)  # X isn't read
    assert page.locator(".play-note").inner_text().endswith("so not read: X")
    field.press("Backspace")
    before = page.locator(".play-strokes").inner_html()
    field.press("ArrowLeft")
    assert page.locator(".play-strip .play-ahead").all_inner_texts() == ["o"]
    assert page.locator(".play-strokes").inner_html() != before
    page.get_by_role("button", name="One on").press("Enter")
    assert page.locator(".play-strokes").inner_html() == before
    status = page.locator(".play [role=status].inside-said")
    page.wait_for_function(
        "document.querySelector('.play [role=status].inside-said').textContent !== ''"
    )
    assert status.inner_text() == readout(page)
    page.get_by_role("button", name=re.compile("^Write .*%$")).first.click()
    assert len(field.input_value()) == 7
    assert not watch.taken()
    page.context.close()


def test_a_younger_network_reads_the_same_and_the_address_holds_it(
    browser: Browser, address: str
) -> None:
    page = opened(browser, f"{address}inside/playground.html?text=the%20king&temperature=0.5")
    old = readout(page)
    assert old.startswith("Step 400, after “the king”, at temperature 0.5")
    page.get_by_label("Training step").focus()
    page.keyboard.press("Home")
    page.wait_for_function(
        "document.querySelector('.play-readout').textContent.includes('Step 1,')"
    )
    assert page.get_by_label("Training step").get_attribute("aria-valuetext") == "step 1"
    young = readout(page)
    page.get_by_role("button", name="One back").click()
    page.wait_for_url("**text=the+king&temperature=0.5&step=1&read=7")
    page.locator("a.course-language").click()
    page.wait_for_url("**/es/inside/playground.html?**")
    assert readout(page).startswith("Paso 1, tras «the kin», con temperatura 0,5")
    assert young != old
    page.context.close()


def test_it_writes_on_and_stops(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}inside/playground.html?text=a&temperature=0.3")
    page.get_by_role("button", name="Write on", exact=True).click()
    page.wait_for_function("document.getElementById('play-text').value.length > 4")
    page.get_by_role("button", name="Stop").click()
    wrote = page.get_by_label("Text that it reads").input_value()
    page.wait_for_timeout(400)
    assert page.get_by_label("Text that it reads").input_value() == wrote
    page.context.close()
    page = opened(browser, f"{address}inside/playground.html?text=a", reduced_motion="reduce")
    page.get_by_role("button", name="Write on", exact=True).click()  # at once, and no longer
    assert len(page.get_by_label("Text that it reads").input_value()) == 31
    page.context.close()


def test_the_verb_network_reads_words(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}inside/playground.html")
    page.get_by_label("Network", exact=True).select_option("verbs")
    page.wait_for_function(
        "document.querySelector('.play-readout').textContent.startsWith('Trained')"
    )
    assert page.get_by_label("Training step").is_disabled()
    field = page.get_by_label("Text that it reads")
    field.fill("I work , zebra ")
    assert page.locator(".play-note").inner_text().endswith("not read: zebra")
    assert "of 3;" in readout(page)
    field.fill("")
    assert "after the sign <bos>" in readout(page)
    page.context.close()


@pytest.mark.parametrize("path", ["", "es/"])
def test_it_fits_a_phone_in_dark_mode(browser: Browser, address: str, path: str) -> None:
    long = "the+queen+watch+the+lion+" * 8
    page = opened(
        browser, f"{address}{path}inside/playground.html?text={long}", 390, color_scheme="dark",
        has_touch=True,
    )  # fmt: skip
    expect(page.locator(".play-strip span")).to_have_count(160)  # and a word says that it is full
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator(".play-note").inner_text()
    page.locator(".play-strip span").nth(4).tap()
    page.wait_for_function("document.querySelectorAll('.play-ahead').length === 155")
    page.context.close()


def test_without_a_script_a_reading_stands_there(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}inside/playground.html", java_script_enabled=False)
    assert page.locator("#fig-play svg.course-svg").is_visible()
    assert page.locator(".play").count() == 0
    page.context.close()


# The gate bench -----------------------------------------------------------------------------------


def test_the_bench_follows_its_sliders_and_the_address(browser: Browser, address: str) -> None:
    watch = Watch(address)
    page = opened(browser, f"{address}index.html")
    watch.over(page)
    page.goto(f"{address}inside/gates.html")
    assert "vanilla RNN loses 11.5 (theory: loses 11.3), the GRU loses 0.9" in readout(page)
    curve = page.locator("#fig-bench .inside-stage path").last
    before = curve.get_attribute("d")
    page.get_by_label("Gate bias", exact=True).focus()
    page.keyboard.press("End")
    assert page.get_by_label("Gate bias", exact=True).get_attribute("aria-valuetext") == "6.0"
    assert page.locator("#fig-bench .inside-stage path").last.get_attribute("d") != before
    page.get_by_label("Length T").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Bias for this length").click()
    assert readout(page).startswith(
        "b = \N{MINUS SIGN}3.9, so z = 0.020 at rest; σ = 0.10; 49 steps."
    )
    page.wait_for_url("**gates.html?bias=-3.87&sigma=0.10&length=49")
    page.wait_for_function(
        "document.querySelector('.play [role=status].inside-said').textContent !== ''"
    )
    page.locator("a.course-language").click()
    page.wait_for_url("**/es/inside/gates.html?**")
    assert "49 pasos" in readout(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert not watch.taken()
    page.context.close()


# The BPTT stepper ---------------------------------------------------------------------------------


def test_the_stepper_goes_by_keyboard_and_takes_other_weights(
    browser: Browser, address: str
) -> None:
    watch = Watch(address)
    page = opened(browser, f"{address}index.html")
    watch.over(page)
    page.goto(f"{address}inside/bptt.html")
    assert readout(page).startswith("Nothing is computed yet.")
    table = page.locator(".stepper-table")
    assert "1.119" not in table.inner_text()
    page.get_by_label("Operation", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".stepper-formula").inner_text().replace("\n", "") == "a1 = w · h0 + u · x1"
    assert (
        page.locator(".stepper-numbers").inner_text() == "= 0.900 · 0.000 + 1.000 · 1.000 = 1.000"
    )
    heard = page.get_by_label("Operation", exact=True).get_attribute("aria-valuetext")
    assert heard and heard.startswith("Forward, 1 of 24. a 1 = w · h 0 + u · x 1 = 1.000. The old")
    page.get_by_role("button", name="To the end").click()
    assert "Turning u a little both ways gives 0.746." in readout(page)
    page.get_by_label("w", exact=True).fill("4")
    assert "gives 0.001." in readout(page)
    page.get_by_label("w", exact=True).fill("40")
    assert page.locator(".play-note").inner_text().startswith("w is not a number from")
    assert "gives 0.001." in readout(page)
    page.wait_for_url("**bptt.html?operation=24&w=4")
    page.locator("a.course-language").click()
    page.wait_for_url("**/es/inside/bptt.html?**")
    assert "da 0,001" in readout(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert not watch.taken()
    page.context.close()
    page = opened(browser, f"{address}inside/bptt.html", java_script_enabled=False)
    assert "1.120" in page.locator(".stepper-table").inner_text()
    page.context.close()
