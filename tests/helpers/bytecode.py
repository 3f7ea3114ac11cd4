"""Bytecode for the processes of a test run, where Python is told to write none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from site_project import ROOT

# What builds, programs, servers and pytest's own processes import, beside the site's extensions.
IMPORTED = (
    "course.cli course.assembly char_rnn.train mkdocs.commands.build mkdocs.commands.serve"
    " matplotlib.pyplot matplotlib.backends.backend_svg"
    " pylatexenc.latexwalker._defaultspecs quickjs"
    " multiprocessing.popen_spawn_posix concurrent.futures.process pytest xdist.remote"
)
COMPILE = """
import compileall, importlib, sys

names, sources, configuration = sys.argv[1].split(), *sys.argv[2:]
for name in names:
    importlib.import_module(name)
if configuration:
    from markdown import Markdown
    from mkdocs.config import load_config

    site = load_config(configuration)  # imports the plugins
    Markdown(extensions=site.markdown_extensions, extension_configs=site.mdx_configs)
if not compileall.compile_dir(sources, quiet=2):
    sys.exit(f"not everything in {sources} could be compiled")
"""


def keep(
    folder: Path,
    *,
    renew: bool = True,
    imported: str = IMPORTED,
    sources: Path = ROOT / "code",
    configuration: Path | None = ROOT / "mkdocs.yml",
) -> None:
    """Let every process begun from now on find in `folder` the bytecode of what it imports.

    With `PYTHONDONTWRITEBYTECODE` set, and packages installed without bytecode, each of the
    hundreds of processes that tests start compiles a thousand modules: more than half of what a
    build of a small site costs. The processes go on writing nothing themselves, so that a module
    which a test edits twice in a second is never taken for its own last version.

    Parameters
    ----------
    folder
        Kept from run to run; a file that has changed since is compiled again.
    renew
        Whether to look for such files, which takes seconds, where the folder is complete.
    imported
        Modules that are compiled with all that they import.
    sources
        A folder whose every module is compiled.
    configuration
        The `mkdocs.yml` of a site whose plugins and extensions are compiled.
    """
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
    complete = folder / "complete"
    if complete.exists() and not renew:
        return
    writing = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    arguments = [imported, str(sources), str(configuration or "")]
    run = subprocess.run([sys.executable, "-c", COMPILE, *arguments], env=writing)
    # Without it, what is tested is the same and takes longer; the traceback has been shown.
    if run.returncode == 0:
        complete.touch()
