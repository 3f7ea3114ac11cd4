"""Times a cold build of all pages against the same pages run by mkdocs-jupyter, a kernel a page.

    python tests/benchmarks/build_time.py --repeats 3
    python tests/benchmarks/build_time.py --against HEAD~10

With `--against` the whole site is built as it is and as it was at that revision, and the files
that differ are counted. The candidates take turns. "CPU" counts every process that a build
starts, so that it says more than the clock on a busy machine. The notebooks' project has Material
and mkdocs-jupyter only and builds both languages at once, which spares it what a second language
costs us.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

import nbformat
import yaml
from course.reading import pages
from course.session import LANGUAGES, Session
from course.writing import notebooks
from mkdocs_project import MkDocsProject, copy_real_pages, mkdocs, real_options
from nbformat.v4 import new_code_cell
from site_project import ROOT

OURS = "pages"
OURS_WITH_EDITIONS = "pages and notebook editions"
THEIRS = "mkdocs-jupyter, a kernel a page"


def our_project(folder: Path, *, editions: bool) -> Path:
    """Lay out a project of the real pages, with or without their notebook editions."""
    copy_real_pages(folder)
    options = real_options()
    MkDocsProject(
        folder,
        notebooks=options["notebooks"] if editions else [],
        experiments=options["experiments"],
    )
    return folder


def their_project(folder: Path) -> Path:
    """Lay out a project of the same pages as notebooks without results."""
    session = Session(ROOT / "docs", ROOT / "code")
    session.prepare()
    for lang in LANGUAGES:
        for path in pages.paths(ROOT / "docs", lang):
            run = session.run(lang, path)
            made = notebooks.build(run, lambda target: "#", session.reference.lines(run.page))
            for cell in made.cells:
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = [], None
            # Pages run in the project's folder, kernels in the notebook's.
            made.cells.insert(0, new_code_cell(f"import os\nos.chdir({str(ROOT)!r})"))
            target = folder / "docs" / lang / f"{path}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(nbformat.writes(made), encoding="utf-8")
    jupyter = {
        "include": ["*.ipynb"],
        "execute": True,
        "allow_errors": False,
        "cache": False,
        "include_source": False,
    }
    config = {
        "site_name": "Notebooks",
        "use_directory_urls": False,
        "theme": {"name": "material", "font": False},
        "plugins": ["search", {"mkdocs-jupyter": jupyter}],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return folder


def build(
    folder: Path, *, strict: bool, site: Path | None = None, python: str = sys.executable
) -> tuple[float, float]:
    """Build a project from nothing; seconds by the clock and of all its processes."""
    site = site or folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    arguments = ["build", "--site-dir", str(site), *(["--strict"] if strict else [])]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    run = mkdocs(arguments, folder, seconds=1800, python=python)
    elapsed = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode:
        sys.exit(f"{folder} does not build:\n{run.stdout[-3000:]}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return elapsed, used


def environment_of(tree: Path, folder: Path) -> str:
    """Make an environment with the packages of this one and the code of `tree`; its Python.

    A variable would not do: students' code is run without any.
    """
    venv.create(folder)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    lines = (str(tree / "code"), sysconfig.get_path("purelib"))
    (packages / "course.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "share").symlink_to(Path(sys.prefix) / "share")  # nbconvert's templates
    return str(folder / "bin" / "python")


def compare(revision: str, repeats: int, scratch: Path) -> None:
    """Build the whole site as it was at a revision and as it is, in turns."""
    git = ["git", "-C", str(ROOT), "worktree"]
    old = scratch / "old"
    subprocess.run([*git, "add", "--quiet", "--detach", str(old), revision], check=True)
    trees = {revision: old, "as it is": ROOT}
    pythons = {
        name: environment_of(tree, scratch / f"environment-{number}")
        for number, (name, tree) in enumerate(trees.items())
    }
    sites = {name: scratch / f"site-{number}" for number, name in enumerate(trees)}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in trees}
    try:
        for _ in range(repeats):
            for name, tree in trees.items():
                taken = build(tree, strict=True, site=sites[name], python=pythons[name])
                times[name].append(taken)
    finally:
        subprocess.run([*git, "remove", "--force", str(old)], check=True)
    print(f"{'cold build of the whole site, median':40}{'clock':>8}{'CPU':>9}{'cores busy':>13}")
    for name, taken in times.items():
        clock, used = (statistics.median(each) for each in zip(*taken, strict=True))
        print(f"{name:40}{clock:6.1f} s{used:7.1f} s{used / clock:13.2f}")
    before, now = (
        {file.relative_to(site): file.read_bytes() for file in site.rglob("*") if file.is_file()}
        for site in sites.values()
    )
    names = before.keys() | now.keys()
    differ = sum(before.get(name) != now.get(name) for name in names)
    print(f"{differ} of {len(names)} files differ")


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3, help="builds of each (default: 3)")
    parser.add_argument("--against", metavar="REVISION", help="compare with the site as it was")
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error("--repeats must be at least 1.")
    with tempfile.TemporaryDirectory() as scratch:
        if options.against:
            compare(options.against, options.repeats, Path(scratch))
            return 0
        candidates = {
            OURS: our_project(Path(scratch) / "ours", editions=False),
            OURS_WITH_EDITIONS: our_project(Path(scratch) / "whole", editions=True),
            THEIRS: their_project(Path(scratch) / "theirs"),
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in candidates}
        for turn in range(options.repeats):
            for name, folder in candidates.items():
                # mkdocs-jupyter's notebooks give warnings of their own, which strict would stop.
                times[name].append(build(folder, strict=name != THEIRS))
                print(
                    f"{turn + 1}/{options.repeats} {name}: {times[name][-1][0]:.1f} s", flush=True
                )
    clock = {name: statistics.median(t[0] for t in taken) for name, taken in times.items()}
    used = {name: statistics.median(t[1] for t in taken) for name, taken in times.items()}
    print(f"\n{'cold build, median':40}{'clock':>8}{'CPU':>9}{'theirs / it':>13}{'in CPU':>8}")
    for name in candidates:
        print(
            f"{name:40}{clock[name]:6.1f} s{used[name]:7.1f} s"
            f"{clock[THEIRS] / clock[name]:11.1f} ×{used[THEIRS] / used[name]:6.1f} ×"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
