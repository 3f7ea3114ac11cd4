"""An author's browser at `mkdocs serve`: results that come later, faults over the last pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from chromium import Watch
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, expect
from serving import Server, copied_code, serving
from site_project import block

PROBE = """from pathlib import Path
import time
from minimodel.running.long_computations import long_computation

@long_computation("a probe")
def probe(folder: str) -> int:
    while not Path(folder, "go").exists():
        time.sleep(0.05)
    return 41
"""
SOON = 60_000  # milliseconds, on a busy machine


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> MkDocsProject:
    folder = tmp_path_factory.mktemp("served") / "project"
    project = MkDocsProject(folder, code=copied_code(folder), notebooks=[])
    (project.code / "minimodel" / "probe.py").write_text(PROBE, encoding="utf-8")
    train = f"from minimodel.probe import probe\nanswer = probe(folder={str(folder)!r})\nanswer"
    far = "\n".join(f"Line {number}.\n" for number in range(80))
    project.page("# Home\n\n[Waiting](waiting.md) and [broken](broken.md).\n", "index")
    project.page(
        f"# Waiting\n\n{block(train)}\nIt is `{{python}} answer`.\n\n"
        f"{block('print(1 + 1)', identifier='two')}\n{far}\n## Far {{ #far }}\n\n{far}",
        "waiting",
    )
    project.page("# Broken\n\n" + block("1 / 0"), "broken")
    return project


@pytest.fixture(scope="module")
def server(project: MkDocsProject) -> Iterator[Server]:
    """A server of a cold start: nothing is computed, and one page is broken."""
    with serving(project, PYTHONPATH=str(project.code)) as running:
        running.wait_for(">2</samp>", "waiting.html", 120)
        yield running


def test_pages_come_before_results_and_results_by_themselves(
    browser: Browser, server: Server, project: MkDocsProject
) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.set_default_timeout(SOON)
    watch = Watch(f"http://{server.address}/")
    watch.over(page)
    page.goto(f"http://{server.address}/es/waiting.html")
    pending = page.locator(".course-pending")
    expect(pending).to_contain_text("todavía se está calculando", timeout=SOON)
    expect(pending).to_contain_text(re.compile(r"0 de 1 listos, \d+ s"), timeout=SOON)
    expect(page.locator(".course-pending-value")).to_contain_text("…")
    expect(page.locator("#out-two")).to_contain_text("2")
    page.locator("#far").evaluate("element => element.scrollIntoView()")
    before = page.locator("#far").bounding_box()
    (project.folder / "go").touch()
    expect(page.locator("#out-one")).to_contain_text("41", timeout=SOON)
    expect(page.locator(".course-pending, .course-pending-value")).to_have_count(0)
    page.wait_for_timeout(300)
    after = page.locator("#far").bounding_box()
    assert before and after
    assert abs(before["y"] - after["y"]) < 30
    assert watch.taken() == []
    page.close()


def test_a_fault_stands_over_the_pages_until_it_is_mended(
    browser: Browser, server: Server, project: MkDocsProject
) -> None:
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 390, "height": 800})
    page.set_default_timeout(SOON)
    page.goto(f"http://{server.address}/es/broken.html")
    panel = page.get_by_role("dialog", name=re.compile("fallo"))
    for said in ("docs/es/broken.md", "Línea", "Causa", "ZeroDivisionError", "Remedio", "Corrige"):
        expect(panel).to_contain_text(said)
    # The others are there; the panel can be put aside with a key, and taken back with another.
    page.goto(f"http://{server.address}/index.html")
    panel = page.get_by_role("dialog", name=re.compile("fault"))
    expect(panel).to_be_visible()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    opener = page.get_by_role("button", name=re.compile("Show"))
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    file = project.docs / "en" / "broken.md"
    good = file.read_text(encoding="utf-8").replace("1 / 0", "print('fine now')")
    file.write_text(good, encoding="utf-8")
    expect(panel).to_have_count(0, timeout=SOON)
    server.wait_for("fine now", "es/broken.html")
    # Broken again, it stays as it last was, and no request is held.
    file.write_text(good.replace("print('fine now')", "print(missing)"), encoding="utf-8")
    expect(panel).to_contain_text("NameError", timeout=SOON)
    assert "fine now" in server.fetch("broken.html")
    file.write_text(good, encoding="utf-8")
    expect(panel).to_have_count(0, timeout=SOON)
    page.close()


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        ("\nnav: [\n", "expected the node content"),
        ("\nplugins: 3\n", "Config value &#x27;plugins&#x27;"),
    ],
)
def test_a_fault_of_the_configuration_is_shown_too(
    server: Server, project: MkDocsProject, addition: str, said: str
) -> None:
    file = project.folder / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + addition, encoding="utf-8")
    try:
        server.wait_for(said, "index.html")
        assert "Home" in server.fetch("index.html")
    finally:
        file.write_text(text, encoding="utf-8")
    server.wait_until_gone(said, "index.html")


def test_code_of_the_site_itself_that_was_edited_is_named_until_the_server_is_started_again(
    server: Server, project: MkDocsProject
) -> None:
    """Else an author looks for a fault in what is right already."""
    file = project.code / "course" / "student" / "catalogue.py"
    text = file.read_text(encoding="utf-8")
    said = "this file has changed since mkdocs serve was started"
    file.write_text(text.replace('"lab-00"', '"lab-77"'), encoding="utf-8")
    try:
        server.wait_for(said, "index.html")
        assert "code/course/student/catalogue.py" in server.fetch("index.html")
        assert "después de iniciar mkdocs serve" in server.fetch("es/index.html")
    finally:
        file.write_text(text, encoding="utf-8")
    server.wait_until_gone(said, "index.html")
