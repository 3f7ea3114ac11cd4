"""What code of a page changes in the process: named, and put back before the next page."""

from __future__ import annotations

import math
import os

import numpy as np
import pytest
from site_project import Project, block, faults

pytestmark = pytest.mark.usefixtures("as_before")


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import numpy as np\nnp.pi = 3", "numpy.pi"),
        ("import math\ndel math.tau", "math.tau"),
        ("import builtins\nbuiltins.sum = max", "builtins.sum"),
        ("from minimodel.texts import table\ntable.Table = None", "minimodel.texts.table.Table"),
        (
            "from minimodel.texts.table import Table\nTable.note = 'mine'",
            "minimodel.texts.table.Table",
        ),
        (
            "from minimodel.drawing import style\nstyle.PALETTE['ink'] = '#ff0000'",
            "minimodel.drawing.style.PALETTE",
        ),
        ("import os\nos.chdir('/')", "the working directory"),
        ("import os\nos.environ['COURSE_TRIED'] = '1'", "the environment"),
        ("import locale\nlocale.setlocale(locale.LC_ALL, 'C.UTF-8')", "the locale"),
        ("import numpy as np\nnp.set_printoptions(precision=2)", "NumPy's print options"),
        ("import numpy as np\n_ = np.seterr(all='ignore')", "NumPy's error handling"),
        ("import numpy as np\nnp.random.seed(1)", "NumPy's global random numbers"),
        ("import numpy as np\nprint(np.random.rand())", "NumPy's global random numbers"),
        ("import random\nrandom.seed(1)", "Python's global random numbers"),
        ("import sys\nsys.path.append('/elsewhere')", "sys.path"),
        ("import sys\nsys.setrecursionlimit(5000)", "the recursion limit"),
        ("import logging\nlogging.disable(50)", "the set-up of logging"),
        ("import time\ntime.perf_counter = lambda: 0.0", "time.perf_counter"),
        ("import json\njson.loads = eval", "json.loads"),
        ("import statistics\nstatistics.mean = max", "statistics.mean"),
        ("import sys\ndel sys.modules['csv']", "sys.modules['csv']"),
        ("import sys\nsys.modules['re'] = None", "sys.modules['re']"),
        ("import sys, io\nsys.stdin = io.StringIO('yes')", "sys.stdin"),
        ("import sys\nsys.argv.append('--quiet')", "sys.argv"),
        ("import sys\nsys.unraisablehook = print", "what Python calls for errors"),
        ("import threading\nthreading.excepthook = print", "what Python calls for errors"),
        (
            "import os, time\nos.environ['TZ'] = 'Asia/Tokyo'\ntime.tzset()\ndel os.environ['TZ']",
            "the time zone",
        ),
        ("import os\n_ = os.umask(0)", "the mask of file modes"),
        ("import gc\ngc.set_threshold(5)", "garbage collection"),
        ("import decimal\ndecimal.getcontext().rounding = 'ROUND_UP'", "the context of decimals"),
        ("import decimal\ndecimal.setcontext(decimal.BasicContext)", "the context of decimals"),
        ("import sys\nsys.set_int_max_str_digits(0)", "the limit of digits"),
        ("import sys\nsys.setswitchinterval(2)", "the interval of threads"),
        ("import socket\nsocket.setdefaulttimeout(3)", "the time that sockets wait"),
        ("import numpy as np\n_ = np.setbufsize(1600)", "NumPy's buffer size"),
        ("import numpy as np\n_ = np.seterrcall(print)", "NumPy's function for errors"),
        (
            "import matplotlib as mpl\nmpl.colormaps.register(mpl.colormaps['magma'], name='m')",
            "matplotlib's color maps",
        ),
        ("import signal\n_ = signal.signal(signal.SIGHUP, print)", "the handlers of signals"),
    ],
)
def test_a_page_sees_nothing_of_what_another_changed(
    project: Project, code: str, what: str
) -> None:
    project.page("# A\n\nText.\n\n" + block("x = 1") + "\n" + block(code, identifier="two"), "a")
    seen = (
        "import builtins, locale, math, os, random, sys, logging\nimport numpy as np\n"
        "from minimodel.texts.table import Table\nfrom minimodel.drawing import style\n"
        "print(np.pi, hasattr(math, 'tau'), sum, hasattr(Table, 'note'), style.PALETTE['ink'],\n"
        "      os.getcwd(), len(os.environ), locale.setlocale(locale.LC_ALL), np.geterr(),\n"
        "      np.get_printoptions(), random.getstate()[1][:3], sys.path, logging.root.level)\n"
    )
    project.page("# B\n\nText.\n\n" + block(seen), "b")

    def printed() -> str:
        output = project.session().run("en", "b").parts[0].output
        assert output is not None
        return output.stdout

    before = printed()
    assert f"docs/en/a.md:9: block 'two' leaves {what} changed" in faults(project)
    assert printed() == before
    assert np.pi == math.pi
    assert "COURSE_TRIED" not in os.environ


def test_pages_give_the_same_in_either_order(project: Project) -> None:
    texts = {
        "a": "import numpy as np\nvalues = np.random.default_rng(1).normal(size=3)\nvalues",
        "b": "from minimodel.texts.table import Table\nwith np.printoptions(precision=1):\n"
        "    print(np.random.default_rng(1).normal(size=3))",
        "c": "import numpy as np\nprint(np.ones(3) / 3, lang)",
    }
    for path, code in texts.items():
        code = code if code.startswith("import numpy") else f"import numpy as np\n{code}"
        project.page(f"# {path}\n\nIt is `{{python}} 1 / 3:.1f`.\n\n" + block(code), path)

    def outputs(order: list[str]) -> dict[str, object]:
        session = project.session()
        runs = {path: session.run("es", path) for path in order}
        return {p: (runs[p].values, [part.output for part in runs[p].parts]) for p in sorted(runs)}

    assert outputs(["a", "b", "c"]) == outputs(["c", "b", "a"])
