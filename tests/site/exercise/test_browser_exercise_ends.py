"""An exercise on its page where something is wrong: with its code, its files, or the browser."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from exercise_panel import (
    FORBIDDEN,
    FULL,
    OPEN,
    ROOT,
    checked,
    files_of,
    pressed,
    shown,
    status,
    to_tab,
    write,
)
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "es")

# What is said, in each language.
SAID = {
    "check": ("Check", "Comprobar"),
    "torch": ("imports torch", "importa torch; solo se permiten NumPy"),
    "python": ("is not valid Python", "no es Python válido"),
    "memory": ("needs more memory", "necesita más memoria"),
    "output": ("prints more than 1 MB", "imprime más de 1 MB"),
    "running": ("Running your code …", "Ejecutando tu código …"),
    "overdue": ("after 60 s", "tras 60 s"),
    "stop": ("Stop", "Parar"),
    "stopped": ("Stopped, without a result.", "Parado, sin resultado."),
    "replace": ("Replace them", "Sustituirlos"),
    "missing": ("train_step.py is not in the folder", "train_step.py no está en la carpeta"),
    "elsewhere": ("You changed a file in another window", "Cambiaste un archivo en otra ventana"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_code_that_goes_wrong_is_told_in_the_pages_language_and_the_page_goes_on(
    opened: Page, tmp_path: Path, lang: str
) -> None:
    said = {name: each[LANGUAGES.index(lang)] for name, each in SAID.items()}
    opened.clock.install()
    files_of(opened, lang=lang)
    head = "import numpy as np\n\n\ndef train_step(tokens, w_emb, w_h, w_out, h0, lr):\n    "
    for code, told in {
        "import torch": said["torch"],
        "def train_step(:": said["python"],
        head + "return np.zeros(10**9)": said["memory"],
        head + "while True:\n        print('x' * 1000)": said["output"],
    }.items():
        write(opened, code)
        assert checked(opened, said["check"])[0] == "✗"
        assert told in opened.locator(".check-result").inner_text()
    write(opened, head + "while True:\n        pass")
    check = opened.get_by_role("button", name=said["check"])
    line = opened.locator(".check-panel .live-status")
    check.click()
    expect(line).to_have_text(said["running"])
    while check.get_attribute("aria-disabled"):  # time runs as soon as Python has begun
        opened.clock.fast_forward(61_000)
        opened.wait_for_timeout(100)
    assert said["overdue"] in opened.locator(".check-result").inner_text()
    check.click()
    expect(line).to_have_text(said["running"])
    opened.get_by_role("button", name=said["stop"]).click()
    expect(line).to_contain_text(said["stopped"])
    with zipfile.ZipFile(tmp_path / "lacks.zip", "w") as archive:
        archive.writestr("x/test_train_step.py", "")
    opened.locator("input[type=file]").set_input_files(tmp_path / "lacks.zip")
    opened.get_by_role("button", name=said["replace"]).click()
    assert checked(opened, said["check"]) == ["✗"]
    assert said["missing"] in opened.locator(".check-result").inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_windows_lose_nothing_of_each_other(context: BrowserContext, lang: str) -> None:
    one, other = (files_of(context.new_page(), lang=lang) for _ in range(2))
    # At the same time, in different files: both stand in both.
    write(one, "first = 1")
    to_tab(other, "test_train_step.py").fill("second = 2")
    expect(to_tab(one, "test_train_step.py")).to_contain_text("second = 2")
    expect(to_tab(other, "train_step.py")).to_contain_text("first = 1")
    # In the same file: the later one stands in both, and Undo brings back the earlier.
    to_tab(one, "train_step.py").fill("mine = 3")
    expect(shown(other)).to_contain_text("mine = 3")
    assert status(other).startswith(SAID["elsewhere"][LANGUAGES.index(lang)])
    shown(other).press("Control+z")
    expect(shown(other)).to_contain_text("first = 1")
    expect(shown(one)).to_contain_text("first = 1")
    # What was typed a moment before a window is closed is kept.
    shown(one).fill("last = 4")
    one.close(run_before_unload=True)
    expect(shown(other)).to_contain_text("last = 4")


LACKS = {
    "kept": (
        "This browser keeps nothing of this page. Download your files before you leave.",
        "Este navegador no guarda nada de esta página. Descarga tus archivos antes de irte.",
    ),
    "room": ("your last changes are not kept", "tus últimos cambios no se guardan"),
    "check": ("Check", "Comprobar"),
    "line": (
        "A part of this page could not be loaded. Are you offline? Try again.",
        "No se pudo cargar una parte de esta página. ¿Estás sin conexión? Inténtalo de nuevo.",
    ),
    "python": (
        "This browser cannot run Python: it lacks WebAssembly or workers. "
        "Use a terminal: course start train-step.",
        "Este navegador no puede ejecutar Python: le faltan WebAssembly o los workers. "
        "Usa una terminal: course start train-step.",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_browser_that_keeps_nothing_or_cannot_run_python_says_so(
    context: BrowserContext, lang: str
) -> None:
    at = LANGUAGES.index(lang)
    page = context.new_page()
    page.add_init_script(FORBIDDEN)
    files_of(page, lang=lang)
    warning = page.locator(".live-warning")
    expect(warning).to_have_text(LACKS["kept"][at])
    write(page, "typed = 1")
    assert shown(page).inner_text() == "typed = 1"

    page = context.new_page()
    page.add_init_script(FULL)
    files_of(page, lang=lang)
    page.evaluate("globalThis.full = true")
    write(page, "typed = 2")
    expect(page.locator(".live-warning")).to_contain_text(LACKS["room"][at])
    page.evaluate("globalThis.full = false")
    to_tab(page, "test_train_step.py").fill("typed = 3")
    expect(page.locator(".live-warning")).to_be_hidden()
    page.close(run_before_unload=True)
    page = files_of(context.new_page(), lang=lang)
    expect(shown(page)).to_have_text("typed = 2")
    expect(to_tab(page, "test_train_step.py")).to_have_text("typed = 3")

    # Python does not come, as on a train; it is asked for once more at the next click.
    page.route("**/*.wasm", lambda route: route.abort())
    pressed(page, LACKS["check"][at])
    assert status(page) == LACKS["line"][at]
    page.unroute("**/*.wasm")
    to_tab(page, "train_step.py").fill("")
    assert "✗" in checked(page, LACKS["check"][at])

    page = context.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(f"{ROOT[lang]}exercises/train-step.html")
    page.get_by_role("button", name=OPEN[lang]).click()
    expect(page.locator(".check-panel .live-status")).to_have_text(LACKS["python"][at])
