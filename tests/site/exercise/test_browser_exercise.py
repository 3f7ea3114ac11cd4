"""An exercise done on its page, in a browser: from starter to last mark, and what goes wrong."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from pathlib import Path

import page_checks
import pytest
from axe import violations
from course.student import samples
from course.student.catalogue import ASSIGNMENTS
from course.student.start import starter_files
from exercise_panel import (
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
from playwright.sync_api import Page, expect
from static_server import Sent

pytestmark = pytest.mark.browser

OFFERED = [each.name for each in ASSIGNMENTS.values() if each.on_page]
MISTAKES = 6  # of each, at most, whose verdicts are compared
NAMES = ("train-step", "lab-02")  # the panels of the small site


def test_an_exercise_is_done_on_its_page_from_the_starter_to_the_last_mark(
    opened: Page, sent: Sent, tmp_path: Path
) -> None:
    sent.clear()
    opened.goto("exercises/train-step.html", wait_until="networkidle")
    names = [name for name, _ in sent]
    assert not [n for n in names if "pyodide" in n or "codemirror" in n or "/check/" in n]
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
