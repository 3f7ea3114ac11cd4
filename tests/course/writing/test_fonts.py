"""The site's fonts: what is in each file, what the style sheets say is in it, what pages show."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from course.writing import vendor, vendor_fonts
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[3]
ASSETS = ROOT / "docs" / "assets"
FACES = re.compile(r"@font-face\s*\{([^}]*)\}")
# Shown as nothing: no glyph is missed.
BLANK = set("\u200b\u2009\u00ad\ufeff")
# A page of formulas, figures and code fetches these; a few sizes of brackets come to them.
USUAL = (
    "fonts/source-serif-latin",
    "fonts/source-serif-latin-italic",
    "fonts/source-code-latin",
    "katex/fonts/KaTeX_Main-Regular",
    "katex/fonts/KaTeX_Math-Italic",
)


def held(file: Path) -> set[str]:
    return {chr(point) for point in TTFont(file).getBestCmap()}


def declared(sheet: str) -> dict[Path, set[str]]:
    """The characters for which a style sheet fetches each file that it names with a range."""
    path = ASSETS / sheet
    found = {}
    for face in FACES.findall(path.read_text(encoding="utf-8")):
        url = re.search(r'url\("?([^")]*)"?\)', face)
        ranges = re.search(r"unicode-range:\s*([^;]*)", face)
        if url and ranges and "Formula Signs" not in face:
            file = (path.parent / url[1]).resolve()
            found[file] = set(map(chr, vendor_fonts.characters(ranges[1])))
    return found


@pytest.mark.parametrize("sheet", ["stylesheets/course/faces.css", "vendor/katex/katex.min.css"])
def test_each_file_is_fetched_for_the_characters_that_are_in_it(sheet: str) -> None:
    faces = declared(sheet)
    assert len([file for file in faces if file.stem.endswith("-rest")]) == 3
    for file, characters in faces.items():
        in_file = held(file) - BLANK
        assert in_file <= characters, file.name
        if not file.stem.startswith("KaTeX") or not file.stem.endswith("-rest"):  # all that is left
            assert characters - BLANK <= in_file, f"{file.name} is fetched for what it lacks"
        rest = faces.get(file.with_stem(f"{file.stem}-rest"), set())
        assert not characters & rest, f"{file.name} and its rest would both be fetched"


def test_signs_borrowed_from_formulas_are_in_their_first_file() -> None:
    style = (ASSETS / "stylesheets/course/faces.css").read_text(encoding="utf-8")
    (face,) = (face for face in FACES.findall(style) if "Formula Signs" in face)
    borrowed = vendor_fonts.characters(face.partition("unicode-range:")[2].strip(" ;\n"))
    assert set(map(chr, borrowed)) <= held(ASSETS / "vendor/katex/fonts/KaTeX_Main-Regular.woff2")


def test_both_languages_and_the_letters_of_formulas_have_a_glyph() -> None:
    shown = set("¿¡ñÑáéíóúüÁÉÍÓÚÜ«»“”‘’–—…·×±°²³")
    for path in (ROOT / "docs").rglob("*.md"):
        shown |= set(path.read_text(encoding="utf-8"))
    latin = {c for c in shown if " " < c <= "ÿ"}
    greek = {c for c in shown if "GREEK" in unicodedata.name(c, "") and c.isalpha()}
    for face in ("serif-latin", "serif-latin-italic", "serif-latin-italic-bold", "code-latin"):
        rest = f"{face.removesuffix('-bold')}-rest"
        fonts = [ASSETS / f"vendor/fonts/source-{part}.woff2" for part in (face, rest)]
        assert latin <= held(fonts[0]) | held(fonts[1]), face
    for face in ("serif-greek", "code-greek"):
        assert greek <= held(ASSETS / f"vendor/fonts/source-{face}.woff2"), face


def test_what_a_usual_page_fetches_is_light() -> None:
    sizes = [(ASSETS / "vendor" / f"{name}.woff2").stat().st_size for name in USUAL]
    assert sum(sizes) < 75_000


def test_ranges_are_read_and_written_as_style_sheets_have_them() -> None:
    points = vendor_fonts.characters("U+0041-0043, U+20ac,U+0044")
    assert points == {0x41, 0x42, 0x43, 0x44, 0x20AC}
    assert vendor_fonts.unicode_range(points) == "U+41-44,U+20AC"


def test_a_face_of_two_files_fetches_each_for_its_own_characters() -> None:
    face = '@font-face{font-family:K;src:url(fonts/K-R.woff2) format("woff2")}'
    css = vendor_fonts.split(face, {"K-R": "U+0041-0042"})
    first, rest = FACES.findall(css)
    assert first.endswith("unicode-range:U+41-42")
    assert "fonts/K-R-rest.woff2" in rest
    assert rest.endswith("unicode-range:U+0-40,U+43-FFFF")
    assert vendor_fonts.split(face, {}) == face
    with pytest.raises(vendor.VendorError, match=r"no face of Q\.woff2"):
        vendor_fonts.split(face, {"Q": "U+41"})


def test_a_font_keeps_the_characters_that_are_asked_for() -> None:
    font = (ASSETS / "vendor/fonts/source-serif-greek.woff2").read_bytes()
    ranges = {"few": "U+03B1-03B2"}
    only = vendor.edited({"to": "a", "only": "few"}, font, ranges)
    rest = vendor.edited({"to": "a", "without": "few"}, font, ranges)
    assert len(only) + len(rest) < 1.5 * len(font)
    for data, has in ((only, True), (rest, False)):
        points = set(TTFont(BytesIO(data)).getBestCmap())
        assert ({0x3B1, 0x3B2} <= points) is has
        assert (0x3B3 in points) is not has
    with pytest.raises(vendor.VendorError, match="names the range 'none'; there are few"):
        vendor.edited({"to": "a", "only": "none"}, font, ranges)


def test_the_manifest_says_of_each_split_face_where_its_rest_is() -> None:
    manifest = tomllib.loads((ASSETS / "vendor/vendor.toml").read_text(encoding="utf-8"))
    entries = {e["to"]: e for package in manifest["package"] for e in package["files"]}
    rests = [to for to, entry in entries.items() if "without" in entry]
    assert len(rests) == 6
    for to in rests:
        first = entries[to.replace(f"{vendor_fonts.REST}.woff2", ".woff2")]
        assert first["only"] == entries[to]["without"]
        assert first["from"] == entries[to]["from"]
