"""Whoever follows an old address arrives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from course.reading.moved import Move
from course.writing import redirects
from playwright.sync_api import BrowserContext, expect
from site_project import ROOT

pytestmark = pytest.mark.browser

MOVES = [
    Move(("labs/x", "old"), ("labs/x", "new"), 1),
    Move(("labs/x", "gone"), ("labs/y", "part"), 2),
    Move(("labs/w", ""), ("labs/x", ""), 3),
    Move(("labs/w", "inner"), ("labs/y", "part"), 4),
]
BODY = '<article class="md-typeset"><h1>{name}</h1><h2 id="{anchor}">Part</h2></article>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("labs/x.html#old", "labs/x.html#old"),
        ("labs/x.html#gone", "labs/y.html#part"),
        ("labs/w.html", "labs/x.html"),
        ("labs/w.html#new", "labs/x.html#new"),
        ("labs/w.html#inner", "labs/y.html#part"),
        ("notebooks/labs/w.html", "notebooks/labs/x.html"),
    ],
)
def test_an_old_address_leads_on(
    context: BrowserContext, tmp_path: Path, old: str, new: str
) -> None:
    script = tmp_path / redirects.SCRIPT
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / "docs" / redirects.SCRIPT, script)
    (tmp_path / "labs").mkdir()
    for name, anchor in (("x", "new"), ("y", "part")):
        body = redirects.place(BODY.format(name=name, anchor=anchor), f"labs/{name}", "en", MOVES)
        end = '<script src="../assets/javascripts/moved.js"></script>'
        (tmp_path / "labs" / f"{name}.html").write_text(f"<!doctype html>{body}{end}")
    edition = tmp_path / "notebooks" / "labs" / "x.html"
    edition.parent.mkdir(parents=True)
    edition.write_text(BODY.format(name="x", anchor="what-it-is"))
    redirects.publish(MOVES, "en", "", tmp_path)
    page = context.new_page()
    page.goto(f"{tmp_path.as_uri()}/{old}")
    expect(page).to_have_url(f"{tmp_path.as_uri()}/{new}")
    expect(page.locator("h1")).to_be_visible()
