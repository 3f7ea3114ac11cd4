"""Whose work the site keeps: version, license and its text, computed from what pins the files."""

from __future__ import annotations

import html
import json
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE
from course.writing import vendor
from course.writing.vendor_archives import BUNDLES, MANIFEST, VendorError

SHORTEST = 500  # characters of a license's text; what is shorter only names one
ASSETS = Path(__file__).parents[3] / vendor.FOLDER


@dataclass(frozen=True)
class Work:
    """Somebody's work that the site, its build or its tests keep.

    Attributes
    ----------
    name, version, license, home
        What it is called, which version, the license's SPDX name, and where it comes from.
    text
        The text of the license, below the folder of vendored files.
    files
        How many files of it there are.
    parts
        The packages that went into it, each with its version, if it is a bundle.
    """

    name: str
    version: str
    license: str
    home: str
    text: str
    files: int
    parts: tuple[str, ...] = ()


def works(assets: Path = ASSETS) -> list[Work]:
    """Every work among the vendored files, by name.

    Parameters
    ----------
    assets
        The folder of assets, which holds `vendor/vendor.toml`.

    Raises
    ------
    VendorError
        If a work has no license, or the text of a license is not kept.
    """
    packages = vendor.read(assets / MANIFEST)
    texts = {work["text"] for package in packages for work in package["works"]}
    found = []
    for package in packages:
        files = [entry["to"] for entry in package["files"] if entry["to"] not in texts]
        if files and not package["works"]:
            raise VendorError(
                f"{MANIFEST}: {package['name']} brings {files[0]}, but its `works` do not say "
                "whose work that is. Name it, with its home and the text of its license."
            )
        for work in package["works"]:
            parts = _parts(package) if package.get("kind") == "bundle" else ()
            known = {key: work.get(key, package[key]) for key in ("version", "license")}
            found.append(
                Work(work["name"], **known, home=work["home"], text=work["text"],
                     files=len(files), parts=parts)
            )  # fmt: skip
            _hold(assets / MANIFEST, found[-1])
    return sorted(found, key=lambda work: work.name.lower())


class Licenses:
    """A table of works, for a page in a language.

    Parameters
    ----------
    lang
        The page's language.
    """

    def __init__(self, lang: str) -> None:
        self.works = works()
        self.lang = lang

    @property
    def parts(self) -> str:
        """The packages in the bundles."""
        return ", ".join(part for work in self.works for part in work.parts)

    def __str__(self) -> str:
        return "\n".join(f"{work.name} {work.version}: {work.license}" for work in self.works)

    def _repr_html_(self) -> str:
        keys = ("licenses_work", "licenses_version", "licenses_license")
        head = "".join(f"<th>{html.escape(messages.text(key, self.lang))}</th>" for key in keys)
        body = "".join(f"<tr>{self._row(work)}</tr>" for work in self.works)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _row(self, work: Work) -> str:
        license = html.escape(work.license)
        if not work.text.startswith("../"):  # what only a build or a test uses is not published
            up = "../" if self.lang == SOURCE_LANGUAGE else "../../"
            address = posixpath.join(up, "assets", posixpath.dirname(MANIFEST), work.text)
            license = f'<a href="{html.escape(address)}">{license}</a>'
        home = f'<a href="{html.escape(work.home)}">{html.escape(work.name)}</a>'
        cells = (home, html.escape(work.version), license)
        return "".join(f"<td>{cell}</td>" for cell in cells)


def _parts(package: dict[str, Any]) -> tuple[str, ...]:
    """The packages in a bundle; all must have the bundle's license."""
    lock = json.loads((BUNDLES / package["name"] / "package-lock.json").read_text("utf-8"))
    parts = []
    for path, part in lock["packages"].items():
        if not path or part.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        if part.get("license") != package["license"]:
            raise VendorError(
                f"{MANIFEST}: {name} in the bundle {package['name']} has the license "
                f"{part.get('license')}, the bundle {package['license']}. Bundle it apart."
            )
        parts.append(f"{name} {part['version']}")
    return tuple(parts)


def _hold(manifest: Path, work: Work) -> None:
    text = manifest.parent / work.text
    if not work.license:
        raise VendorError(f"{MANIFEST}: {work.name} has no license. Give its SPDX name.")
    if not text.is_file() or len(text.read_text(encoding="utf-8")) < SHORTEST:
        raise VendorError(
            f"{MANIFEST}: {work.text}, the text of the license of {work.name}, is not there or not "
            "whole. Add it to the `files` of the package that has it."
        )
