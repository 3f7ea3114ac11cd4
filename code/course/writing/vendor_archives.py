"""Where vendored files come from: a package of npm or PyPI, or a bundle of several of npm's."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

MANIFEST = "vendor/vendor.toml"
BUNDLES = Path(__file__).parent / "bundles"


class VendorError(ValueError):
    """A package cannot be renewed; the message says which and why."""


def contents(package: dict[str, Any]) -> dict[str, bytes]:
    """Download a package, or make a bundle, and take its listed files; keys are their `to`.

    Raises
    ------
    VendorError
        If it cannot be had, is not the one that is pinned, or lacks a listed file.
    """
    if package.get("kind") == "bundle":
        return _bundled(package)
    return extract(package, _download(package))


def extract(package: dict[str, Any], archive: bytes) -> dict[str, bytes]:
    """Take a package's listed files from its archive; keys are their `to`.

    Raises
    ------
    VendorError
        If the archive is not the pinned one, or lacks a listed file.
    """
    _hold(package, archive, "the download")
    if package.get("kind") == "pypi":
        with zipfile.ZipFile(io.BytesIO(archive)) as wheel:
            return _listed(package, wheel.read)

    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:

        def member(name: str) -> bytes:
            found = tar.extractfile(f"package/{name}")
            if found is None:
                raise KeyError(name)
            return found.read()

        return _listed(package, member)


def _bundled(package: dict[str, Any]) -> dict[str, bytes]:
    """Install what the lock file of a bundle pins, and let esbuild make one file of it."""
    source = BUNDLES / package["name"]
    _hold(package, (source / "package-lock.json").read_bytes(), "its package-lock.json")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(source, folder, dirs_exist_ok=True)
        _run(package, ["npm", "ci", "--silent", "--no-audit", "--no-fund"], folder)
        esbuild = "node_modules/.bin/esbuild"
        options = ["--bundle", "--minify", "--format=esm", "--legal-comments=none"]
        _run(package, [esbuild, "entry.js", *options, "--outfile=bundle.js"], folder)
        return _listed(package, lambda file: (folder / file).read_bytes())


def _listed(package: dict[str, Any], read: Callable[[str], bytes]) -> dict[str, bytes]:
    content = {}
    for entry in package["files"]:
        try:
            outer, _, inner = entry["from"].partition("!/")
            data = read(outer)
            if inner:
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    data = archive.read(inner)
            content[entry["to"]] = data
        except (KeyError, FileNotFoundError):
            raise VendorError(
                f"{_named(package)}: has no file {entry['from']!r}. Correct its `from`."
            ) from None
    return content


def _hold(package: dict[str, Any], content: bytes, what: str) -> None:
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if package["integrity"] != f"sha512-{digest}":
        raise VendorError(
            f"{_named(package)}: {what} has integrity sha512-{digest}, "
            f"but {MANIFEST} pins {package['integrity']}. Correct `version` or `integrity`."
        )


def _download(package: dict[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        if package.get("kind") == "pypi":
            wanted = f"{package['name']}=={package['version']}"
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            _run(package, [*pip, "--dest", folder, wanted])
        else:
            pack = ["npm", "pack", "--silent", "--pack-destination", folder]
            _run(package, [*pack, _named(package)])
        (archive,) = Path(folder).iterdir()
        return archive.read_bytes()


def _run(package: dict[str, Any], command: list[str], folder: Path | None = None) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    except FileNotFoundError:
        raise VendorError(f"renewing needs {command[0]}, which is not installed.") from None
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip().splitlines()
        why = said[-1] if said else f"exit status {error.returncode}"
        tool = " ".join(part for part in command[:4] if not part.startswith(("-", "/")))
        raise VendorError(f"{_named(package)}: {tool} failed: {why}") from None


def _named(package: dict[str, Any]) -> str:
    return f"{package['name']}@{package['version']}"
