"""Vendored files are pinned by hash, and come from an archive that is pinned too."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from course.writing import vendor, vendor_archives

ASSETS = Path(__file__).parents[3] / "docs" / "assets"


def manifest(content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    return (
        '[[package]]\nname = "thing"\nversion = "1.0.0"\nlicense = "MIT"\nintegrity = "sha512-x"\n'
        'works = [{ name = "Thing", home = "https://example.org/", text = "thing/LICENSE" }]\n'
        f'files = [\n  {{ from = "a.css", to = "thing/a.css", sha256 = "{sha256}" }},\n]\n'
    )


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    folder = tmp_path / "vendor"
    (folder / "thing").mkdir(parents=True)
    (folder / "thing" / "a.css").write_bytes(b"p{}")
    (folder / "vendor.toml").write_text(manifest(b"p{}"), encoding="utf-8")
    return tmp_path


def test_the_files_of_the_site_are_the_pinned_ones() -> None:
    assert vendor.check(ASSETS) == []


def test_whole_files_give_no_problem(assets: Path) -> None:
    assert vendor.check(assets) == []


def test_a_changed_byte_is_found(assets: Path) -> None:
    (assets / "vendor/thing/a.css").write_bytes(b"q{}")
    (problem,) = vendor.check(assets)
    assert "a.css: not the file that vendor/vendor.toml pins" in problem
    assert "python -m course.writing.vendor thing" in problem


def test_a_missing_file_is_found(assets: Path) -> None:
    (assets / "vendor/thing/a.css").unlink()
    (problem,) = vendor.check(assets)
    assert "a.css: missing." in problem


def test_a_file_that_nobody_pins_is_found(assets: Path) -> None:
    (assets / "vendor/thing/b.css").write_bytes(b"")
    (problem,) = vendor.check(assets)
    assert "b.css: not listed in vendor/vendor.toml" in problem


def test_a_missing_manifest_is_one_line(tmp_path: Path) -> None:
    (problem,) = vendor.check(tmp_path)
    assert "vendor.toml: missing" in problem


def test_a_manifest_without_a_key_is_one_line(assets: Path) -> None:
    text = (assets / "vendor/vendor.toml").read_text(encoding="utf-8")
    (assets / "vendor/vendor.toml").write_text(text.replace("license", "licence"), "utf-8")
    (problem,) = vendor.check(assets)
    assert "lacks the key 'license'" in problem


def test_check_has_an_exit_status(assets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor.main(["--check", "--folder", str(assets)]) == 0
    (assets / "vendor/thing/a.css").unlink()
    assert vendor.main(["--check", "--folder", str(assets)]) == 1
    assert "a.css: missing" in capsys.readouterr().out


def test_an_unknown_package_is_one_line(assets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor.main(["nothing", "--folder", str(assets)]) == 2
    said = capsys.readouterr().err
    assert "'nothing' is not a package" in said
    assert said.count("\n") == 1


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def package(data: bytes, **entry: Any) -> dict[str, Any]:
    integrity = base64.b64encode(hashlib.sha512(data).digest()).decode()
    files = [{"from": "a.css", "to": "thing/a.css", "sha256": "", **entry}]
    return {
        "name": "thing",
        "version": "1.0.0",
        "integrity": f"sha512-{integrity}",
        "files": files,
    }


def test_older_font_formats_are_dropped() -> None:
    css = b'src:url(a.woff2) format("woff2"),url(a.woff) format("woff"),url(a) format("truetype")}'
    assert vendor.edited({"edit": "woff2-only"}, css, {}) == b'src:url(a.woff2) format("woff2")}'


def test_another_archive_than_the_pinned_one_is_refused() -> None:
    pinned, other = archive({"a.css": b""}), archive({"a.css": b"x"})
    with pytest.raises(vendor.VendorError, match=r"thing@1\.0\.0: the download has integrity"):
        vendor_archives.extract(package(pinned), other)


def test_a_wheel_is_held_to_its_hash_and_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as wheel:
        wheel.writestr("a.css", b"p{}")
    pinned = {**package(out.getvalue()), "kind": "pypi"}
    assert vendor_archives.extract(pinned, out.getvalue()) == {"thing/a.css": b"p{}"}
    with pytest.raises(vendor.VendorError, match=r"thing@1\.0\.0: the download has integrity"):
        vendor_archives.extract(pinned, out.getvalue() + b" ")


def test_a_bundle_is_held_to_its_lock_file() -> None:
    wrong = {"name": "codemirror", "version": "6", "kind": "bundle", "integrity": "x", "files": []}
    with pytest.raises(vendor.VendorError, match=r"its package-lock\.json has integrity"):
        vendor_archives.contents(wrong)


def test_a_file_of_an_archive_in_an_archive_is_taken() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as wheel:
        wheel.writestr("LICENSE", b"text")
    with zipfile.ZipFile(outer, "w") as wheel:
        wheel.writestr("a.whl", inner.getvalue())
    held = {**package(outer.getvalue(), **{"from": "a.whl!/LICENSE"}), "kind": "pypi"}
    assert vendor_archives.extract(held, outer.getvalue()) == {"thing/a.css": b"text"}


def test_a_file_that_the_archive_lacks_is_named() -> None:
    data = archive({"b.css": b""})
    with pytest.raises(vendor.VendorError, match=r"has no file 'a\.css'"):
        vendor_archives.extract(package(data), data)


def test_renewing_pins_what_was_downloaded(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive({"a.css": b"new{}"})
    path = assets / "vendor/vendor.toml"
    text = path.read_text("utf-8").replace("sha512-x", package(data)["integrity"])
    path.write_text(text, "utf-8")
    monkeypatch.setattr(vendor_archives, "_download", lambda _: data)
    assert vendor.main(["--folder", str(assets)]) == 0
    assert (assets / "vendor/thing/a.css").read_bytes() == b"new{}"
    assert vendor.check(assets) == []
