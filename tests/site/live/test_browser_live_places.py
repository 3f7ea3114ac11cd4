"""Blocks to run in browsers that lack something: room, a connection, WebAssembly, scripts."""

from __future__ import annotations

from pathlib import Path

import live_blocks
import pytest
from live_page import PATHS, click, line, status, write
from playwright.sync_api import Browser, BrowserContext, expect

pytestmark = pytest.mark.browser


# Storage that a browser refuses as a whole, or that has no room left.
FORBIDDEN = """Object.defineProperty(globalThis, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError") },
})"""
FULL = """const set = Storage.prototype.setItem
Storage.prototype.setItem = function (key, value) {
    if (key.startsWith("course:")) throw new DOMException("full", "QuotaExceededError")
    set.call(this, key, value)
}"""


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_a_browser_that_keeps_nothing_says_so_and_the_code_stays(
    context: BrowserContext, script: str, lang: str
) -> None:
    page = context.new_page()
    page.add_init_script(script)
    page.goto(PATHS[lang])
    write(page, "mean", "print(1)")
    said = {"en": "This browser keeps nothing of this page", "es": "Este navegador no guarda nada"}
    warning = page.locator(".live-warning")
    expect(warning).to_contain_text(said[lang])
    assert live_blocks.run(page, "mean")["own"] == ["1"]
    expect(page.locator(".cm-content")).to_have_text("print(1)")
    expect(warning).to_be_visible()  # whatever was said of the run meanwhile
    assert said[lang] not in status(page, "mean") != ""
    click(page, "total", "edit")
    expect(warning.nth(1)).to_contain_text(said[lang])


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_a_browser_that_keeps_nothing_shows_the_systems_colors_and_the_chosen_ones(
    browser: Browser, address: str, script: str, scheme: str
) -> None:
    page = browser.new_page(base_url=address, color_scheme=scheme)  # type: ignore[arg-type]
    page.add_init_script(script)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(error.message))
    page.goto(PATHS["en"])
    colors = {"dark": "slate", "light": "default"}
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", colors.pop(scheme))
    (other,) = colors.values()
    while body.get_attribute("data-md-color-scheme") != other:
        page.locator("form[data-md-component=palette] label").filter(visible=True).click()
    assert not failed
    page.close()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_does_not_come_is_asked_for_again_at_the_next_click(
    context: BrowserContext, lang: str
) -> None:
    page = context.new_page()
    page.goto(PATHS[lang])
    write(page, "mean", "print(1)")
    page.route("**/pyodide.asm.wasm", lambda route: route.abort())
    lost = {"en": "did not start or broke off", "es": "no arrancó o se interrumpió"}
    assert lost[lang] in live_blocks.run(page, "mean")["status"]
    expect(page.locator(".cm-content").first).to_have_text("print(1)")
    page.unroute("**/pyodide.asm.wasm")
    assert live_blocks.run(page, "mean")["own"] == ["1"]
    # The same with the code of the pages' own scripts.
    other = context.new_page()
    other.route("**/*.live.json", lambda route: route.abort())
    other.goto(PATHS[lang])
    click(other, "total", "edit")
    said = {"en": "could not be loaded", "es": "No se pudo cargar"}
    expect(line(other, "total")).to_contain_text(said[lang])
    other.unroute("**/*.live.json")
    click(other, "total", "edit")
    expect(other.get_by_role("textbox", name=" total")).to_be_focused()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_two_windows_take_nothing_from_each_other(context: BrowserContext, lang: str) -> None:
    one, two = context.new_page(), context.new_page()
    for page in (one, two):
        page.goto(PATHS[lang])
    write(one, "total", "total = 1.0")
    write(two, "total", "total = 2.0")
    write(two, "mean", "print(total)")
    said = {"en": "another window", "es": "otra ventana"}
    expect(line(one, "total")).to_contain_text(said[lang])
    expect(one.locator(".cm-content").first).to_have_text("total = 1.0")
    one.reload()
    expect(one.locator(".cm-content")).to_have_text(["total = 2.0", "print(total)"])


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_browser_without_webassembly_and_a_page_from_disk_say_so(
    context: BrowserContext, site: Path, lang: str
) -> None:
    page = context.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(PATHS[lang])
    write(page, "mean", "print(1)")
    click(page, "mean", "run")
    said = {"en": "it has no WebAssembly", "es": "no tiene WebAssembly"}
    expect(line(page, "mean")).to_contain_text(said[lang])
    expect(page.locator(".cm-content")).to_have_text("print(1)")
    disk = context.new_page()
    disk.goto((site / PATHS[lang]).as_uri())
    click(disk, "mean", "run")
    assert {"en": "Serve the folder", "es": "Sirve la carpeta"}[lang] in status(disk, "mean")


def test_without_scripts_a_page_reads_as_ever(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PATHS["en"])
    assert page.locator(".live").count() == 8
    assert page.locator(".live:visible, .live-without:visible").count() == 0
    assert page.locator("#out-mean").is_visible()
    context.close()
