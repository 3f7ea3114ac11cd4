"""Which blocks can be run is found from what they import and use; what they need is packed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from course.live.pack import RUNNER, Pages, code_of
from course.live.scan import Scan, Verdict
from course.running.sources import Sources
from site_project import Project, block

MODULES = {
    "__init__.py": "",
    "sums.py": "from __future__ import annotations\n\ndef total(n):\n    return n\n",
    "figures.py": "from matplotlib.figure import Figure\n\n\ndef draw(n):\n    return Figure()\n",
    "mixed.py": (
        "from minimodel.running.long_computations import long_computation\n\n\n"
        '@long_computation("nets")\ndef trained(seed):\n    return seed\n\n\n'
        '@long_computation("other nets")\ndef kept(seed):\n    return late()\n\n\n'
        "def quick():\n    return 1\n\n\ndef slow():\n    return trained.map([{}])\n\n\n"
        "def late():\n    import subprocess\n\n    return subprocess.run([])\n"
    ),
    "running/__init__.py": "",
    "running/long_computations.py": "def long_computation(title):\n    return lambda f: f\n",
}
WHOLE, NUMBERS, NOTHING = Verdict.WHOLE, Verdict.NUMBERS, Verdict.NOTHING


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    for name, text in MODULES.items():
        path = tmp_path / "minimodel" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Scan(Sources(tmp_path), {"minimodel.mixed:kept"})


@pytest.mark.parametrize(
    ("codes", "verdicts"),
    [
        (["import numpy as np\nnp.ones(2)"], [WHOLE]),
        (["from minimodel.sums import total\ntotal(2)"], [WHOLE]),
        (["from minimodel import figures\nfigures.draw(1)"], [NOTHING]),
        (["from minimodel.figures import draw\nn = 1\ndraw(n)", "n + 1"], [NUMBERS, WHOLE]),
        (["from minimodel.figures import draw", "n = 1", "draw(n)"], [NOTHING, WHOLE, NOTHING]),
        (["from minimodel.mixed import quick\nquick()"], [WHOLE]),
        (["from minimodel import mixed\nmixed.quick()"], [WHOLE]),
        (["from minimodel.mixed import slow\nslow()"], [NOTHING]),
        (
            ["from minimodel.mixed import trained\nruns = trained.map([])", "len(runs)"],
            [NOTHING] * 2,
        ),
        (["from minimodel.mixed import late\nlate()"], [NOTHING]),
        (["from minimodel.mixed import kept\nn = kept.map([{}])", "print(n)"], [WHOLE, WHOLE]),
        (["import subprocess\nprint(1)"], [NUMBERS]),
        (["import torch\nx = torch.ones(1)", "x = 1", "x"], [NOTHING, WHOLE, WHOLE]),
    ],
)
def test_verdicts(scan: Scan, codes: list[str], verdicts: list[Verdict]) -> None:
    assert [judged.verdict for judged in scan.judge(codes)] == verdicts


def test_what_is_lacking_is_named(scan: Scan) -> None:
    (judged,) = scan.judge(["from minimodel.mixed import slow\nimport scipy\nslow()"])
    assert judged.lacking == ("long", "scipy")


PAGE = (
    "# Lab\n\nText.\n\n"
    + block("import numpy as np\nprint(np.arange(3).sum())", identifier="sum")
    + "\n"
    + block("from minimodel.drawing import style", 'source="hidden"', "unseen")
    + "\n"
    + block("print(lang)", 'timeout="5"', identifier="language")
)


def test_each_page_has_its_blocks_and_the_code_is_packed_once(
    project: Project, tmp_path: Path
) -> None:
    project.page(PAGE)
    session = project.session()
    session.prepare()
    pages = Pages(session.sources, 20.0)
    for lang in ("en", "es"):
        assert list(pages.judge(session.results.of(lang, "labs/x"))) == ["sum", "language"]
    session.close()
    for site in (tmp_path / "one", tmp_path / "two"):
        (site / "labs").mkdir(parents=True)
        (site / "es" / "labs").mkdir(parents=True)
        pages.publish(site, {"en": "", "es": "es/"})
    data = json.loads((tmp_path / "one" / "es" / "labs" / "x.live.json").read_text("utf-8"))
    assert [one["id"] for one in data["blocks"]] == ["sum", "unseen", "language"]
    assert data["blocks"][2]["code"] == 'lang = "es"\nprint(lang)'
    # What a browser on a slow phone may take: a build's 20 s, or the block's own 5 s, 24 times.
    assert [one["seconds"] for one in data["blocks"]] == [480, 480, 120]
    (archive,) = (tmp_path / "one" / "assets" / "live").glob("*.zip")
    assert data["archive"] == archive.name
    assert (
        tmp_path / "two" / "assets" / "live" / archive.name
    ).read_bytes() == archive.read_bytes()
    names = zipfile.ZipFile(io.BytesIO(archive.read_bytes())).namelist()
    assert "course/live/runner.py" in names
    assert "minimodel/running/long_computations.py" in names
    assert not [name for name in names if "figures" in name or "student" in name]
    assert len(names) < len(RUNNER) + 10, "a page that imports next to nothing gets next to nothing"


def test_the_page_shows_what_is_run(project: Project) -> None:
    project.page(PAGE)
    session = project.session()
    session.prepare()
    part = session.results.of("es", "labs/x").parts[2]
    session.close()
    assert code_of(part) == 'lang = "es"\nprint(lang)\n'
