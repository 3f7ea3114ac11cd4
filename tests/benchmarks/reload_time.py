"""Times how long `mkdocs serve` takes from a save to serving the page that has it.

    python tests/benchmarks/reload_time.py --repeats 5 [--page labs/02-forward]

It serves copies of the real pages and code. The clock runs from the write to the answer, hence
holds the half second at most in which MkDocs looks for changes. A snippet or module costs its
page's own run time besides, in both languages, which is printed with it.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from course.session import LANGUAGES, Session
from mkdocs_project import MkDocsProject, copy_real_pages, real_options
from serving import copied_code, serving
from site_project import ROOT

PROSE = "\n## Probe { #probe }\n\nprose-0\n\n"
BLOCK = """```python exec id="probe"
from minimodel.probe import WORD
print("snippet-0", WORD)
```
"""
EMPTY_BLOCK = '```python exec id="probe"\n```\n'


def project_in(folder: Path, path: str) -> MkDocsProject:
    """Copy the real pages and code, and put at the end of a page what will be edited."""
    code = copied_code(folder)
    (code / "minimodel" / "probe.py").write_text('WORD = "module-0"\n', encoding="utf-8")
    copy_real_pages(folder)
    for lang in LANGUAGES:
        page = folder / "docs" / lang / f"{path}.md"
        text = page.read_text(encoding="utf-8")
        probe = PROSE + (BLOCK if lang == "en" else EMPTY_BLOCK)
        page.write_text(text + probe, encoding="utf-8")
    options = real_options()
    return MkDocsProject(
        folder, code=code, notebooks=options["notebooks"], experiments=options["experiments"]
    )


def run_time(path: str) -> tuple[float, float]:
    """Seconds that the page's blocks take in both languages, and what a new import costs."""
    session = Session(ROOT / "docs", ROOT / "code")
    for lang in LANGUAGES:
        session.run(lang, path)  # imports, and long computations, which a server keeps
    start = time.perf_counter()
    for lang in LANGUAGES:
        session.run(lang, path, watch=lambda part: None)
    blocks = time.perf_counter() - start
    for name in [n for n in sys.modules if n.partition(".")[0] == "minimodel"]:
        del sys.modules[name]
    start = time.perf_counter()
    for name in ("minimodel.labs.forward.figures", "minimodel.sequence_baselines.language_model"):
        importlib.import_module(name)
    return blocks, time.perf_counter() - start


def edit(file: Path, kind: str, turn: int) -> str:
    """Change the word that stands for `kind` in a file; returns the new one."""
    text = file.read_text(encoding="utf-8")
    new = f"{kind}-{turn}"
    assert f"{kind}-{turn - 1}" in text
    file.write_text(text.replace(f"{kind}-{turn - 1}", new), encoding="utf-8")
    return new


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5, help="saves of each (default: 5)")
    parser.add_argument("--page", default="labs/02-forward", help="default: labs/02-forward")
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error("--repeats must be at least 1.")
    if not (ROOT / "docs" / "en" / f"{options.page}.md").is_file():
        parser.error(f"--page {options.page} is no page; see `course pages`.")
    with tempfile.TemporaryDirectory() as scratch:
        project = project_in(Path(scratch) / "project", options.page)
        page = project.docs / "en" / f"{options.page}.md"
        files = {"prose": page, "snippet": page, "module": project.code / "minimodel" / "probe.py"}
        times: dict[str, list[float]] = {kind: [] for kind in files}
        with serving(project, PYTHONPATH=str(project.code)) as server:
            server.wait_for("module-0", f"{options.page}.html", 300)
            for turn in range(1, options.repeats + 1):
                for kind, file in files.items():
                    time.sleep(1.0)  # as an author pauses; the server is at rest
                    word = edit(file, kind, turn)
                    times[kind].append(server.wait_for(word, f"{options.page}.html"))
    blocks, imports = run_time(options.page)
    own = {"prose": 0.0, "snippet": blocks, "module": blocks + imports}
    print(f"{'save to reload':16}{'median':>9}{'worst':>9}{'of it the run':>16}{'the rest':>11}")
    for kind, taken in times.items():
        median = statistics.median(taken)
        rest = median - own[kind]
        print(f"{kind:16}{median:7.2f} s{max(taken):7.2f} s{own[kind]:14.2f} s{rest:9.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
