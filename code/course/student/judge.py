"""A process that judges folders one after another, for `many`; a folder can cost it its life."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from course.running.supervision import stop_on_term
from course.student import processes
from course.student.catalogue import ASSIGNMENTS
from course.student.confinement import end_with
from course.student.seeds import stated_seed
from course.student.texts import text
from course.student.verdicts import FAILED, PASSED, STOPPED, Verdict

MEMORY: Final = 6 * 2**30  # bytes of addresses: what a folder's results are read into


def judge(assignment: str, place: Path, shown: str, lang: str) -> Verdict:
    """Check one folder.

    Parameters
    ----------
    assignment
        Its name on the command line.
    place
        The folder with the files.
    shown
        How the verdict names it.
    lang
        A code of `minimodel.texts.languages`.
    """
    seed = stated_seed(place / "manifest.json")
    try:
        items = ASSIGNMENTS[assignment].checks.check(place, lang)
    except Exception as error:  # of the checker, on files of a kind that it has not met yet
        traceback.print_exc()
        why = text("many.fault", lang, why=f"{type(error).__name__}: {error}")
        return Verdict(shown, assignment, STOPPED, seed=seed, found=why)
    judged = [item for item in items if item.passed is not None]
    failed = [item for item in judged if not item.passed]
    return Verdict(
        shown,
        assignment,
        FAILED if failed else PASSED,
        len(judged) - len(failed),
        len(judged),
        seed,
        failed[0].title if failed else "",
        failed[0].found if failed else "",
        tuple((item.title, item.passed) for item in items),
    )


def main(parent: str) -> None:
    """Read jobs from standard input, a line of JSON each, and answer each with a line."""
    end_with(int(parent))
    stop_on_term()
    with contextlib.suppress(ImportError, ValueError, OSError):  # a system that has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    processes.AT_ONCE = 1  # there are as many of these processes as processors
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints cannot spoil an answer
    with contextlib.suppress(KeyboardInterrupt):
        for line in sys.stdin:
            job: dict[str, Any] = json.loads(line)
            verdict = judge(job["assignment"], Path(job["place"]), job["shown"], job["lang"])
            print(json.dumps(asdict(verdict)), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
