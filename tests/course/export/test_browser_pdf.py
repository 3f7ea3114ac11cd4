"""`course pdf` as somebody calls it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from course.export.find_chromium import NoChromiumError, find
from pypdf import PdfReader
from skipped_tests import NO_BROWSER

COURSE = (sys.executable, "-m", "course.cli", "pdf", "--lang", "en")

# Two to pages that are printed; a file and a page that are not; one that leads elsewhere.
LINKS = (
    "part/in.html?net=a#x",
    "part/a%20b.html#x",
    "files/report.md",
    "authors/how.html#x",
    "https://example.org/x",
)


def links(file: Path) -> tuple[set[str], int]:
    """The addresses that a PDF leads to, and how many links stay inside it."""
    notes = [n.get_object() for sheet in PdfReader(file).pages for n in sheet.get("/Annots", ())]
    actions = [note["/A"].get_object() for note in notes]
    addresses = {str(action["/URI"]) for action in actions if "/URI" in action}
    return addresses, sum(action["/S"] == "/GoTo" for action in actions)


def called(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COURSE, *map(str, arguments)], capture_output=True, text=True)


def test_it_prints_and_a_failure_leaves_the_last_file(tmp_path: Path, menu: str) -> None:
    try:
        find()
    except NoChromiumError as tried:
        pytest.skip(f"{NO_BROWSER}: {tried}")
    site, output = tmp_path / "site", tmp_path / "x.pdf"
    (site / "part").mkdir(parents=True)
    lead = "".join(f'<a href="{each}">w</a> ' for each in LINKS)
    for name in ("index.html", "part/a b.html", "part/in.html"):
        box = "<details><summary>More</summary><p>closed</p></details>"
        said = lead if name == "index.html" else ""
        text = f"<article><h1 id='x'>Page {name}</h1>{box}{said}</article>"
        (site / name).write_text(menu.replace("</body>", f"{text}</body>"))
    ran = called("--site", site, "--output", output)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == f"Wrote {output}: 5 pages.\n"
    assert "2/3 First" in ran.stderr
    text = "".join(sheet.extract_text() for sheet in PdfReader(output).pages)
    assert "Loops & all" in text and text.count("closed") == 3
    addresses, inside = links(output)
    assert addresses == {"https://example.org/", "https://example.org/x"}  # none on a disk
    home = site / "index.html"
    head = '<head><link rel="canonical" href="https://example.org/rnn/index.html">'
    home.write_text(home.read_text().replace("<head>", head))
    ran = called("--site", site, "--output", output)
    assert ran.returncode == 0, ran.stderr
    addresses, again = links(output)
    assert again == inside
    assert not [each for each in addresses if not each.startswith("https://example.org/")]
    there = ("rnn/files/report.md", "rnn/authors/how.html#x", "x")
    assert addresses > {f"https://example.org/{each}" for each in there}
    kept = output.read_bytes()
    ran = called("--site", tmp_path / "nowhere", "--output", output)
    assert ran.returncode == 1
    assert ran.stderr.startswith("course: ") and ran.stderr.count("\n") == 1
    assert "mkdocs build" in ran.stderr
    assert output.read_bytes() == kept
    ran = called("--site", site, "--output", tmp_path / "no" / "x.pdf")
    assert ran.returncode == 1
    assert "cannot write" in ran.stderr.splitlines()[-1]
