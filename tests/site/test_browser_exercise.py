"""An exercise done on its page, in a browser: from starter to last mark, and what goes wrong."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import page_checks
import pytest
from axe import violations
from chromium import Watch
from course.student import samples
from course.student.catalogue import ASSIGNMENTS
from course.student.start import starter_files
from exercise_panel import (
    FORBIDDEN,
    FULL,
    OPEN,
    ROOT,
    checked,
    files_of,
    marks,
    pressed,
    shown,
    status,
    to_tab,
    write,
)
from minimodel.exercises import train_step as reference
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, BrowserContext, Page, expect
from static_server import Sent, served

pytestmark = pytest.mark.browser

OFFERED = [each.name for each in ASSIGNMENTS.values() if each.on_page]
MISTAKES = 6  # of each, at most, whose verdicts are compared
NAMES = ("train-step", "lab-02")  # the panels of the small site


@pytest.fixture(scope="module")
def sent() -> Sent:
    """What was sent, and how many bytes."""
    return []


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, sent: Sent) -> Iterator[str]:
    """A site of an exercise and a lab, below a path."""
    project = MkDocsProject(tmp_path_factory.mktemp("exercise"), notebooks=[])
    for name in NAMES:
        place = f'<div data-exercise="{name}"></div>'
        project.page(
            f"# Exercise\n\nDo it.\n\n## Check {{ #check }}\n\n{place}\n", f"exercises/{name}"
        )
    project.page("# Home\n\nThe page of a test.\n", "index")
    run = project.build()
    assert run.returncode == 0, run.stdout
    with served(project.site, "/courses/rnn/", sent=sent) as home:
        yield home


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A fresh profile on a phone."""
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(120_000)
    expect.set_options(timeout=120_000)
    yield context
    expect.set_options(timeout=5_000)
    context.close()


@pytest.fixture
def opened(context: BrowserContext, address: str) -> Iterator[Page]:
    """A window whose faults are the test's."""
    watch = Watch(address)
    yield watch.over(context.new_page())
    assert not watch.taken()


def test_an_exercise_is_done_on_its_page_from_the_starter_to_the_last_mark(
    opened: Page, sent: Sent, tmp_path: Path
) -> None:
    sent.clear()
    opened.goto("exercises/train-step.html", wait_until="networkidle")
    names = [name for name, _ in sent]
    assert not [n for n in names if "pyodide" in n or "codemirror" in n or "assets/check/" in n]
    assert [n for n in names if "/check/" in n] == ["assets/javascripts/check/check.js"]
    opened.get_by_role("button", name="Open the files").press("Enter")
    tabs = opened.get_by_role("tab")
    expect(tabs).to_have_text(["test_train_step.py", "train_step.py"])
    opened.get_by_role("tab", name="train_step.py", exact=True).press("ArrowLeft")
    expect(tabs.first).to_be_focused()
    tabs.first.press("End")
    starter = {name: code.decode() for name, code in starter_files("train-step", "en").items()}
    assert checked(opened) == marks(starter)
    right = Path(reference.__file__).read_text(encoding="utf-8")
    wrong = right.replace("w_out @ dlogits[t] + dh_next", "w_out @ dlogits[t]")
    write(opened, wrong)
    assert checked(opened) == marks({"train_step.py": wrong})
    said = " ".join(opened.locator(".check-result").inner_text().split())
    for item in samples.checked("train-step", {"train_step.py": wrong}, "en"):
        assert " ".join(item.found.split()) in said, "the first wrong intermediate is named"
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(opened) == []
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not opened.evaluate(wide)
    write(opened, right)
    expect(opened.locator(".check-result .live-stale")).to_be_visible()
    assert checked(opened) == ["✓"] * len(marks({"train_step.py": right}))
    assert status(opened) == "14 of 14: done."
    with opened.expect_download() as download:
        opened.get_by_role("button", name="Download").press("Enter")
    download.value.save_as(tmp_path / "mine.zip")
    zipfile.ZipFile(tmp_path / "mine.zip").extractall(tmp_path)
    folder = tmp_path / ASSIGNMENTS["train-step"].folder
    assert (folder / "train_step.py").read_text(encoding="utf-8") == right
    opened.reload()
    opened.get_by_role("button", name="Open the files").press("Enter")
    expect(opened.locator(".check-panel .live-status")).to_contain_text("earlier visit")
    again = opened.locator("[role=tabpanel]:visible").inner_text()
    assert right.splitlines()[0] in again and "TODO" not in again
    opened.get_by_role("button", name="Start again").press("Enter")
    expect(opened.get_by_role("button", name="Keep them")).to_be_focused()
    opened.get_by_role("button", name="Replace them").press("Enter")
    expect(opened.locator("[role=tabpanel]:visible")).to_contain_text("TODO")
    opened.locator("input[type=file]").set_input_files(tmp_path / "mine.zip")
    opened.get_by_role("button", name="Replace them").press("Enter")
    expect(opened.locator("[role=tabpanel]:visible")).not_to_contain_text("TODO")


def test_code_that_goes_wrong_is_told_in_the_pages_language_and_the_page_goes_on(
    opened: Page, tmp_path: Path
) -> None:
    opened.clock.install()
    opened.goto("es/exercises/train-step.html")
    opened.get_by_role("button", name="Abrir los archivos").click()
    head = "import numpy as np\n\n\ndef train_step(tokens, w_emb, w_h, w_out, h0, lr):\n    "
    for code, told in {
        "import torch": "importa torch; solo se permiten NumPy",
        "def train_step(:": "no es Python válido",
        head + "return np.zeros(10**9)": "necesita más memoria",
        head + "while True:\n        print('x' * 1000)": "imprime más de 1 MB",
    }.items():
        write(opened, code)
        assert checked(opened, "Comprobar")[0] == "✗"
        assert told in opened.locator(".check-result").inner_text()
    write(opened, head + "while True:\n        pass")
    check = opened.get_by_role("button", name="Comprobar")
    said = opened.locator(".check-panel .live-status")
    check.click()
    expect(said).to_have_text("Ejecutando tu código …")
    while check.get_attribute("aria-disabled"):  # time runs as soon as Python has begun
        opened.clock.fast_forward(61_000)
        opened.wait_for_timeout(100)
    assert "tras 60 s" in opened.locator(".check-result").inner_text()
    check.click()
    expect(said).to_have_text("Ejecutando tu código …")
    opened.get_by_role("button", name="Parar").click()
    expect(said).to_contain_text("Parado, sin resultado.")
    with zipfile.ZipFile(tmp_path / "lacks.zip", "w") as archive:
        archive.writestr("x/test_train_step.py", "")
    opened.locator("input[type=file]").set_input_files(tmp_path / "lacks.zip")
    opened.get_by_role("button", name="Sustituirlos").click()
    assert checked(opened, "Comprobar") == ["✗"]
    assert "train_step.py no está en la carpeta" in opened.locator(".check-result").inner_text()


def test_a_program_leaves_what_it_prints_and_writes_and_overwrites_nothing_that_was_typed(
    opened: Page,
) -> None:
    opened.clock.install()
    files_of(opened, "lab-02")
    expect(opened.get_by_role("button", name="Run gru_forward.py")).to_be_hidden()
    program = """import matplotlib.pyplot as plt
from pathlib import Path

plt.rcParams["font.size"] = 8
if __name__ == "__main__":
    print("h_8 =", sum(range(5)))
    Path("numbers.json").write_text("[10]")
    Path("README.md").write_text("by the program")
    Path("rnn_forward.py").unlink()
    Path("gru_forward.py").write_text("lost")
    figure, axes = plt.subplots()
"""
    mine = opened.get_by_role("tab").all_inner_texts()
    to_tab(opened, "walkthrough.py").fill(program)
    pressed(opened, "Run walkthrough.py")
    assert status(opened) == (
        "walkthrough.py:11 draws with matplotlib, which Python in a browser does not have. "
        "New among your files: README.md, numbers.json, walkthrough.txt."
    )
    assert opened.locator(".check-output samp").inner_text() == "h_8 = 10"
    assert opened.get_by_role("tab").all_inner_texts() == [*mine, "numbers.json", "walkthrough.txt"]
    assert to_tab(opened, "walkthrough.txt").inner_text().strip() == "h_8 = 10"
    expect(to_tab(opened, "rnn_forward.py")).to_contain_text("class VanillaRNN")
    assert "lost" not in to_tab(opened, "gru_forward.py").inner_text()
    to_tab(opened, "README.md").press("Control+z")
    expect(shown(opened)).to_contain_text("TODO")
    # One that never ends, while its reader goes on writing.
    endless = 'if __name__ == "__main__":\n    while True:\n        pass\n'
    to_tab(opened, "walkthrough.py").fill(endless)
    opened.get_by_role("button", name="Run walkthrough.py").click()
    expect(opened.locator(".check-panel .live-status")).to_have_text("Running your code …")
    to_tab(opened, "README.md").fill("typed meanwhile")
    opened.clock.fast_forward(181_000)
    expect(opened.locator(".check-panel .live-status")).to_have_text(
        "walkthrough.py was stopped after 180 s: an endless loop?"
    )
    assert shown(opened).inner_text() == "typed meanwhile"


def test_two_windows_lose_nothing_of_each_other(context: BrowserContext) -> None:
    one, other = (files_of(context.new_page()) for _ in range(2))
    # At the same time, in different files: both stand in both.
    write(one, "first = 1")
    to_tab(other, "test_train_step.py").fill("second = 2")
    expect(to_tab(one, "test_train_step.py")).to_contain_text("second = 2")
    expect(to_tab(other, "train_step.py")).to_contain_text("first = 1")
    # In the same file: the later one stands in both, and Undo brings back the earlier.
    to_tab(one, "train_step.py").fill("mine = 3")
    expect(shown(other)).to_contain_text("mine = 3")
    assert status(other).startswith("You changed a file in another window; this one shows it now.")
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


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_browser_that_keeps_nothing_or_cannot_run_python_says_so(
    context: BrowserContext, lang: str
) -> None:
    at = ("en", "es").index(lang)
    page = context.new_page()
    page.add_init_script(FORBIDDEN)
    files_of(page, lang=lang)
    warning = page.locator(".check-warning")
    expect(warning).to_have_text(LACKS["kept"][at])
    write(page, "typed = 1")
    assert shown(page).inner_text() == "typed = 1"

    page = context.new_page()
    page.add_init_script(FULL)
    files_of(page, lang=lang)
    page.evaluate("globalThis.full = true")
    write(page, "typed = 2")
    expect(page.locator(".check-warning")).to_contain_text(LACKS["room"][at])
    page.evaluate("globalThis.full = false")
    to_tab(page, "test_train_step.py").fill("typed = 3")
    expect(page.locator(".check-warning")).to_be_hidden()
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


@pytest.mark.every_block
@pytest.mark.parametrize("name", OFFERED)
def test_verdicts_are_those_of_a_terminal_case_by_case(
    opened: Page, address: str, name: str
) -> None:
    opened.goto("exercises/train-step.html")
    pages = {each.name: each.on_page for each in ASSIGNMENTS.values() if each.on_page}
    folders = lines = 0
    for label, files in page_checks.cases(name, MISTAKES):
        judged = page_checks.judged(opened, address, name, files)
        terminal = [asdict(item) for item in samples.checked(name, files, "en")]
        left = {item["title"] for item in judged["items"] if item["passed"] is None}
        open_there = {item["title"] for item in terminal if item["passed"] is None}
        mine, theirs = (
            [
                (item["title"], item["passed"], item["pitfall"])
                for item in each
                if item["title"] not in left
            ]
            for each in (judged["items"], terminal)
        )
        shown = json.dumps(judged["items"], ensure_ascii=False)
        assert mine == theirs, (name, label, shown)
        assert mine, (name, label, shown)
        assert len(left - open_there) <= len(pages[name].terminal), (name, label, shown)
        folders += 1
        lines += len(mine)
    print(f"{name}: {folders} folders, {lines} lines of their checklists judged alike")
