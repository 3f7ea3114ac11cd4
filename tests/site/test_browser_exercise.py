"""An exercise done on its page, in a browser: from starter to last mark, and what goes wrong."""

from __future__ import annotations

import json
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import violations
from chromium import Watch
from course.student import samples
from course.student.catalogue import ASSIGNMENTS
from course.student.on_page import panels
from course.student.start import starter_files
from course.texts.errors import CourseError
from minimodel.exercises import train_step as reference
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, Page, expect
from static_server import Sent, served

pytestmark = pytest.mark.browser

OFFERED = [each.name for each in ASSIGNMENTS.values() if each.on_page]
ANSWERS = Path(__file__).parents[1] / "course" / "student" / "answers"
RIGHT = {  # the file to hand in, one right answer, and what makes it wrong
    "train-step": ("train_step.py", "train_step.py"),
    "rnn-class": ("rnn_class.py", "rnn_class.py"),
    "lab-00": ("my_corpus.py", "my_corpus.py"),
    "lab-01": ("my_ngrams.py", "my_ngrams.py"),
    "adding": ("adding.py", "adding_by_hand.py"),
    "names": ("name_classifier.py", "names_by_hand.py"),
    "dates": ("dates.py", "dates_dict.py"),
}
JUDGE = """async ([root, cases]) => {
  const { Checker } = await import(`${root}assets/javascripts/check/checker.js`)
  const judged = []
  const encoder = new TextEncoder()
  const { archive } = await (await fetch(`${root}assets/check/${cases[0][0]}.en.json`)).json()
  const checker = new Checker(`${root}assets/check/${archive}`, "", "en")
  for (const [name, files] of cases) {
    checker.name = name
    const bytes = Object.entries(files).map(([file, said]) => [file, encoder.encode(said)])
    judged.push(await checker.check(new Map(bytes), () => {}))
  }
  checker.drop()
  return judged
}"""


@pytest.fixture(scope="module")
def sent() -> Sent:
    """What was sent, and how many bytes."""
    return []


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, sent: Sent) -> Iterator[str]:
    """A site of one exercise, below a path."""
    project = MkDocsProject(tmp_path_factory.mktemp("exercise"), notebooks=[])
    project.page(
        '# Exercise\n\nDo it.\n\n## Check { #check }\n\n<div data-exercise="train-step"></div>\n',
        "exercises/train-step",
    )
    project.page("# Home\n\nThe page of a test.\n", "index")
    run = project.build()
    assert run.returncode == 0, run.stdout
    with served(project.site, "/courses/rnn/", sent=sent) as home:
        yield home


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """A window on a phone, whose faults are the test's."""
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(120_000)
    expect.set_options(timeout=120_000)
    watch = Watch(address)
    yield watch.over(context.new_page())
    expect.set_options(timeout=5_000)
    context.close()
    assert not watch.taken()


def write(page: Page, code: str) -> None:
    page.get_by_role("textbox", name="train_step.py", exact=False).first.fill(code)


def status(page: Page) -> str:
    return page.locator(".check-panel .live-status").inner_text()


def checked(page: Page, button: str = "Check") -> list[str]:
    """Check with the keyboard, and return the marks."""
    check = page.get_by_role("button", name=button, exact=True)
    check.press("Enter")
    expect(check).to_have_attribute("aria-disabled", "true")
    expect(check).not_to_have_attribute("aria-disabled", "true")
    return page.locator(".check-mark").all_inner_texts()


def marks(files: dict[str, str], lang: str = "en") -> list[str]:
    """The marks of a terminal."""
    signs = {True: "✓", False: "✗", None: "·"}
    return [signs[item.passed] for item in samples.checked("train-step", files, lang)]


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
    opened.goto("es/exercises/train-step.html")
    opened.get_by_role("button", name="Abrir los archivos").click()
    head = "import numpy as np\n\n\ndef train_step(tokens, w_emb, w_h, w_out, h0, lr):\n    "
    for code, said in {
        "import torch": "importa torch; solo se permiten NumPy",
        "def train_step(:": "no es Python válido",
        head + "return np.zeros(10**9)": "necesita más memoria",
    }.items():
        write(opened, code)
        assert checked(opened, "Comprobar")[0] == "✗"
        assert said in opened.locator(".check-result").inner_text()
    write(opened, head + "while True:\n        pass")
    opened.get_by_role("button", name="Comprobar").click()
    expect(opened.locator(".check-panel .live-status")).to_have_text("Ejecutando tu código …")
    opened.get_by_role("button", name="Parar").click()
    expect(opened.locator(".check-panel .live-status")).to_contain_text("Parado.")
    with zipfile.ZipFile(tmp_path / "lacks.zip", "w") as archive:
        archive.writestr("x/test_train_step.py", "")
    opened.locator("input[type=file]").set_input_files(tmp_path / "lacks.zip")
    opened.get_by_role("button", name="Sustituirlos").click()
    assert checked(opened, "Comprobar") == ["✗"]
    assert "train_step.py no está en la carpeta" in opened.locator(".check-result").inner_text()


def test_a_page_that_names_no_such_exercise_fails() -> None:
    with pytest.raises(CourseError, match="'lstm' is not done on a page"):
        panels('<div data-exercise="lstm"></div>', "en", "../", "exercises/lstm.md")


@pytest.mark.every_block
def test_verdicts_are_those_of_a_terminal_case_by_case(opened: Page, address: str) -> None:
    opened.goto("exercises/train-step.html")
    cases: list[tuple[str, dict[str, str]]] = []
    for name in OFFERED:
        file, answer = RIGHT[name]
        right = (ANSWERS / answer).read_text(encoding="utf-8")
        table = ASSIGNMENTS[name].table
        kept = "labs" if name.startswith("lab-") else table
        wrong = tomllib.loads((ANSWERS / f"wrong_{kept}.toml").read_text(encoding="utf-8"))
        wrong = wrong.get(table, wrong)
        cases += [(name, {file: right}), (name, {file: right + "\nraise ValueError('late')\n"})]
        for mistake in wrong.values():
            code = right
            for old, new in mistake.get("replace", ()) if isinstance(mistake, dict) else ():
                code = code.replace(old, new)
            if code != right:
                cases.append((name, {file: code}))
    assert len(cases) > 2 * len(OFFERED)
    for (name, files), judged in zip(cases, opened.evaluate(JUDGE, [address, cases]), strict=True):
        theirs = [(item.title, item.passed) for item in samples.checked(name, files, "en")]
        mine = [(item["title"], item["passed"]) for item in judged["items"]]
        left = [title for title, passed in mine if passed is None]
        expected = [(title, None if title in left else passed) for title, passed in theirs]
        assert mine == expected, (name, json.dumps(judged["items"], ensure_ascii=False))
