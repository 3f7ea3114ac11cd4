"""Files of other projects that the site serves itself: fetched once, pinned, checked in a build."""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from minimodel.texts.files import read_text

from course.writing import compiled, vendor_fonts
from course.writing.vendor_archives import MANIFEST, VendorError, contents

FOLDER = Path("docs/assets")
OLDER_FORMATS = re.compile(r',url\([^)]*\) format\("(?:woff|truetype)"\)')


def check(folder: Path) -> list[str]:
    """Compare the vendored files with the hashes that pin them.

    Parameters
    ----------
    folder
        The folder of assets, which holds `vendor/vendor.toml`.

    Returns
    -------
    list of str
        One line for each file that is missing, differs or is pinned by nobody.
    """
    manifest = folder / MANIFEST
    try:
        packages = read(manifest)
    except VendorError as error:
        return [str(error)]
    problems = []
    listed = {manifest.resolve()}
    for package in packages:
        renew = f"Restore it, or renew it: python -m course.writing.vendor {package['name']}"
        for entry in package["files"]:
            path = (manifest.parent / entry["to"]).resolve()
            listed.add(path)
            if not path.is_file():
                problems.append(f"{_shown(path)}: missing. {renew}")
            elif _sha256(path.read_bytes()) != entry["sha256"]:
                problems.append(f"{_shown(path)}: not the file that {MANIFEST} pins. {renew}")
    for path in sorted(manifest.parent.rglob("*")):
        if path.is_file() and path.resolve() not in listed:
            problems.append(
                f"{_shown(path.resolve())}: not listed in {MANIFEST}. List it or delete it."
            )
    return problems


def renew(folder: Path, names: list[str]) -> list[Path]:
    """Download packages, verify them, write their files and pin the hashes.

    Parameters
    ----------
    folder
        The folder of assets, which holds `vendor/vendor.toml`.
    names
        Packages to renew; all of them if empty.

    Raises
    ------
    VendorError
        If a package is unknown, cannot be downloaded, or is not the one that is pinned.
    """
    manifest = folder / MANIFEST
    packages = read(manifest)
    unknown = set(names) - {package["name"] for package in packages}
    if unknown:
        raise VendorError(
            f"{min(unknown)!r} is not a package of {MANIFEST}; it lists "
            f"{', '.join(package['name'] for package in packages)}."
        )
    text = read_text(manifest)
    ranges = tomllib.loads(text).get("ranges", {})
    written = []
    for package in packages:
        if names and package["name"] not in names:
            continue
        content = contents(package)
        for entry in package["files"]:
            data = content[entry["to"]]
            if entry.get("edit") in compiled.KINDS:
                data = compiled.compiled(data, entry["edit"], manifest.parent / "pyodide")
            data = edited(entry, data, ranges)
            path = manifest.parent / entry["to"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            written.append(path)
            text = _pin(text, entry["to"], _sha256(data))
    manifest.write_text(text, encoding="utf-8")
    return written


def edited(entry: dict[str, Any], data: bytes, ranges: dict[str, str]) -> bytes:
    """A file with the edits that its entry asks for.

    Parameters
    ----------
    entry
        What the manifest says of the file.
    data
        The file as it came.
    ranges
        The manifest's ranges of characters, by name.

    Raises
    ------
    VendorError
        If it names a range or a face that there is not.
    """

    def named(name: str) -> str:
        if name not in ranges:
            raise VendorError(
                f"{MANIFEST}: {entry['to']} names the range {name!r}; there are "
                f"{', '.join(ranges)}. Correct it."
            )
        return ranges[name]

    if entry.get("edit") == "woff2-only":
        css = OLDER_FORMATS.sub("", data.decode("utf-8"))
        faces = {face: named(name) for face, name in entry.get("faces", {}).items()}
        return vendor_fonts.split(css, faces).encode()
    if {"axes", "only", "without"} & set(entry):
        only, without = (
            vendor_fonts.characters(named(entry[key])) if key in entry else None
            for key in ("only", "without")
        )
        axes = {axis: tuple(ends) for axis, ends in entry.get("axes", {}).items()}
        return vendor_fonts.cut(data, axes, only, without)
    return data


def _pin(text: str, to: str, sha256: str) -> str:
    line = re.compile(rf'(\bto = "{re.escape(to)}".*\bsha256 = ")[^"]*')
    pinned, count = line.subn(rf"\g<1>{sha256}", text)
    if count != 1:
        raise VendorError(f'{MANIFEST}: to = "{to}" and its sha256 must share one line, once.')
    return pinned


def read(manifest: Path) -> list[dict[str, Any]]:
    """The packages of a manifest.

    Raises
    ------
    VendorError
        If it is missing, cannot be read, or lacks a key.
    """
    try:
        packages: list[dict[str, Any]] = tomllib.loads(read_text(manifest))["package"]
        for package in packages:
            for key in ("name", "version", "license", "integrity", "works", "files"):
                package[key]
            for entry in package["files"]:
                for key in ("from", "to", "sha256"):
                    entry[key]
            for work in package["works"]:
                for key in ("name", "home", "text"):
                    work[key]
    except FileNotFoundError:
        raise VendorError(f"{_shown(manifest)}: missing. Restore it.") from None
    except tomllib.TOMLDecodeError as error:
        raise VendorError(f"{_shown(manifest)}: {error}. Correct it.") from None
    except KeyError as error:
        raise VendorError(f"{_shown(manifest)}: lacks the key {error}. Add it.") from None
    return packages


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _shown(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.name


def main(arguments: list[str] | None = None) -> int:
    """Renew vendored packages, or check them; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m course.writing.vendor", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a package (default: all)")
    parser.add_argument("--check", action="store_true", help="only compare with the pinned hashes")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"default: {FOLDER}")
    options = parser.parse_args(arguments)
    if options.check:
        problems = check(options.folder)
        print("\n".join(problems) or "All vendored files are the pinned ones.")
        return 1 if problems else 0
    try:
        for path in renew(options.folder, options.names):
            print(_shown(path.resolve()))
    except VendorError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
