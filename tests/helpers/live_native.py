"""What the blocks of a page give here when they run as in a browser: with what a browser gets.

Run as a program, it is the process in which they run: JSON in, JSON out.
"""

from __future__ import annotations

import html
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

LONGEST = 900.0  # seconds that a page's blocks may take
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def results(site: Path, data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each block of a page gives, by its name, as `course.live.runner.Session` says it.

    Parameters
    ----------
    site
        The folder of a built site.
    data
        The data of one of its pages, as `live_blocks.runnable` gives it.
    """
    numpy = importlib.util.find_spec("numpy")
    assert numpy is not None and numpy.origin
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(site / "assets" / "live" / data["archive"]) as archive:
            archive.extractall(folder)
        # No site: it would find the modules of the course that a browser does not get.
        done = subprocess.run(
            [sys.executable, "-I", "-S", __file__],
            input=json.dumps(
                {
                    "path": [folder, str(Path(numpy.origin).parents[1])],
                    "results": str(site / "assets" / "live" / "results"),
                    **{key: data[key] for key in ("lang", "lacking", "absent", "blocks")},
                }
            ),
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
    assert done.returncode == 0, done.stderr
    return {result["id"]: result for result in json.loads(done.stdout)}


def shown(result: dict[str, Any]) -> list[str]:
    """The texts that a page shows of a result, in their order; those of `results.js`."""
    texts = [ANSI.sub("", result["stdout"]).rstrip(), "\n".join(result["warnings"])]
    texts.append(
        html.unescape(re.sub(r"<[^>]*>", "", result["html"])) if result["html"] else result["value"]
    )
    texts.append(result["computed"])
    error = result["error"]
    texts.append(error["text"] if error and error["expected"] else "")
    return [text for text in texts if text.strip()]


def main() -> None:
    """Run the blocks that stand on standard input."""
    job = json.loads(sys.stdin.read())
    sys.path[:0] = job["path"]
    from course.live import runner
    from course.live.missing import WRITTEN, Finder

    class First(Finder):
        """Refuses what is installed here and not in a browser; called before all others."""

        def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
            if fullname.partition(".")[0] not in WRITTEN:
                super().find_spec(fullname, path, target)

    sys.meta_path.insert(0, First(job["lacking"]))
    stored = runner.prepare(
        job["lacking"],
        job["absent"],
        lambda name: (Path(job["results"]) / f"{name}.bin").read_bytes(),
        lambda on: None,
    )
    session = runner.Session(job["lang"], stored=stored)
    session.begin([(one["id"], one["code"]) for one in job["blocks"]])
    out = []
    for one in job["blocks"]:
        out.append(session.run(one["id"], one["code"], one["raises"], own=True))
    sys.stdout.write(json.dumps(out))


if __name__ == "__main__":
    main()
