"""Python's modules in an archive, compiled by the Python that browsers run: they start sooner."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from course.writing.vendor_archives import BUNDLES, VendorError

# What no page of a course imports of NumPy: types for checkers, headers, tests, Fortran.
NEEDLESS = (
    r"\.(pyi|h|c|a|pxd|pyx|ini|pc|rst|md|build|cfg|template|typed|in)$|/tests/"
    r"|^numpy/(f2py|distutils|conftest|_core/include|testing/_private/extbuild)"
)
KINDS = {"compiled-start": ("started", "^$"), "compiled": ("all", NEEDLESS)}


def compiled(archive: bytes, kind: str, runtime: Path) -> bytes:
    """An archive with compiled modules in place of their source.

    Parameters
    ----------
    archive
        A zip file, such as a wheel.
    kind
        ``compiled-start`` compiles what every page imports and leaves the rest as it is;
        ``compiled`` compiles all and drops what no page needs.
    runtime
        The folder of the Python that will run it.

    Raises
    ------
    VendorError
        If there is no Node, or it fails.
    """
    script = BUNDLES / "pyodide" / "compile.mjs"
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "in.zip", Path(folder) / "out.zip"
        given.write_bytes(archive)
        command = ["node", *map(str, (script, runtime, given, made)), *KINDS[kind]]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except FileNotFoundError:
            raise VendorError("renewing needs node, which is not installed.") from None
        except subprocess.CalledProcessError as error:
            said = (error.stderr or error.stdout).strip().splitlines()
            raise VendorError(f"compiling failed: {said[-1] if said else error}") from None
        return made.read_bytes()
