"""What code of a page leaves running: threads and programs."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from site_project import Project, block, faults

pytestmark = pytest.mark.usefixtures("as_before")


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()", "-"),
        (
            "import threading\nwaits = threading.Event().wait\n"
            "threading.Thread(target=waits, name='waiting', daemon=True).start()",
            "the thread 'waiting'",
        ),
        (
            "from concurrent.futures import ThreadPoolExecutor\nimport time\n"
            "_ = ThreadPoolExecutor(1, 'pool').submit(time.sleep, 60)",
            "the thread 'pool_0'",
        ),
        ("import threading\nthreading.Timer(60, print).start()", "the thread 'Thread-"),
        (
            "import subprocess, sys\n"
            "_ = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])",
            "the program [",
        ),
        ("import subprocess\n_ = subprocess.run('sleep 60 &', shell=True)", "started running"),
        (
            "import os\n_ = os.popen('sleep 60 >/dev/null &').read()",
            "started running",
        ),
    ],
)
def test_what_is_left_running_is_named(project: Project, code: str, left: str) -> None:
    project.page("# T\n\nText.\n\n" + block(code))
    told = faults(project)
    assert "docs/en/labs/x.md:5: block 'one' leaves " in told
    assert f"{left}" in told


def test_a_thread_left_running_does_not_keep_the_process_from_ending(project: Project) -> None:
    code = (
        "import threading, time\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "_ = ThreadPoolExecutor(1).submit(time.sleep, 60)\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()"
    )
    project.page("# T\n\nText.\n\n" + block(code))
    program = (
        "from pathlib import Path\nfrom course.session import Session\n"
        f"Session(Path({str(project.docs)!r}), Path('code')).run('en', 'labs/x')"
    )
    start = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=50, check=False
    )
    assert "block 'one' leaves the thread" in ended.stderr
    assert time.monotonic() - start < 45


def test_threads_that_end_are_welcome(project: Project) -> None:
    code = (
        "import threading, subprocess, sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(2) as pool:\n    print(sum(pool.map(abs, [-1, 2])))\n"
        "thread = threading.Thread(target=print, args=('inside',))\nthread.start()\nthread.join()\n"
        "print(subprocess.check_output([sys.executable, '-c', 'print(7)'], text=True))"
    )
    project.page("# T\n\nText.\n\n" + block(code))
    output = project.session().run("en", "labs/x").parts[0].output
    assert output is not None
    assert output.stdout.split() == ["3", "inside", "7"]
