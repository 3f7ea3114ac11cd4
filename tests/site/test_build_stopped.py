"""What is left when a build is stopped, killed, or ended by the code that it runs: nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
import pytest
from mkdocs_project import ENVIRONMENT, MkDocsProject, contents
from site_project import block

pytestmark = pytest.mark.build

PAGE = "---\ndescription: A page.\n---\n# A page\n\nText.\n"
MARK = "from pathlib import Path\nPath('MARK').write_text('x')\n"
LONG = """import time
from pathlib import Path
from minimodel.running.long_computations import long_computation

@long_computation("a long wait")
def wait() -> int:
    Path('MARK').write_text("x")
    time.sleep(600)
    return 1
"""
# Where the build is when it is stopped, each reached when the file MARK is there.
STOPPED = {
    "in a block that swallows its interruption": f"""{MARK}import time
while True:
    try:
        time.sleep(600)
    except BaseException:
        pass""",
    "in a C function": f"{MARK}import re\nre.match(r'(a|a)*$', 'a' * 60 + 'b')",
    "computing": "from waiting import wait\nwait()",
    "writing": "",
}
SLOW = """import time
from pathlib import Path

def on_page_content(html, **rest):
    Path('MARK').write_text("x")
    time.sleep(600)
"""
# What ends the process of a build with status 0, past everything that Python code there can see.
ENDS = {
    "a C library": "import ctypes\nctypes.CDLL(None)._exit(0)",
    "another program": "import ctypes\nctypes.CDLL(None).execl(b'/bin/true', b'true', None)",
}


def lives(process: psutil.Process) -> bool:
    """Whether a process still runs; one that has ended may wait for somebody to ask how."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@dataclass
class Build:
    """A build of a small project whose last site is whole."""

    project: MkDocsProject
    process: subprocess.Popen[bytes]
    output: Path
    mark: Path
    temporary: Path
    published: dict[str, str]
    family: list[psutil.Process] = field(default_factory=list)

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def come(self) -> None:
        """Wait until the build is where it is to be stopped."""
        end = time.monotonic() + 60
        while not self.mark.exists():
            assert self.process.poll() is None and time.monotonic() < end, self.said
            time.sleep(0.02)
        above = psutil.Process(self.process.pid)
        self.family = [above, *above.children(recursive=True)]

    def ended(self, seconds: float) -> int:
        """The exit status, once every process of the build has ended within `seconds`."""
        end = time.monotonic() + seconds
        status = self.process.wait(seconds)
        while (alive := [one for one in self.family if lives(one)]) and time.monotonic() < end:
            time.sleep(0.05)
        assert not alive, (alive, self.said)
        return status

    def left(self) -> list[str]:
        """What lies in the project's folder and among the temporary files, beyond the last site."""
        assert contents(self.project.site) == self.published, self.said
        return self.project.leftovers() + [path.name for path in self.temporary.glob("course-*")]


def limit_files(largest: int) -> None:
    """Let no file of this process become larger: to what writes, as if a disk were full."""
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Build]]:
    """Begins a build that runs some code or stops at a place of `STOPPED`; ends it if need be."""
    begun: list[Build] = []
    mark, temporary = tmp_path / "mark", tmp_path / "temporary"

    def begin(code: str, *, writing: bool = False, largest: int | None = None) -> Build:
        temporary.mkdir(exist_ok=True)
        project = MkDocsProject(tmp_path / "project", notebooks=[])
        (project.site / "chapter").mkdir(parents=True, exist_ok=True)
        (project.site / "index.html").write_text("the last")
        code = code.replace("MARK", str(mark))
        project.page(PAGE + ("\n" + block(code, 'timeout="900"') if code else ""), "index")
        (tmp_path / "waiting.py").write_text(LONG.replace("MARK", str(mark)))
        if writing:
            (tmp_path / "slow.py").write_text(SLOW.replace("MARK", str(mark)))
        project.configure(hooks=["../slow.py"] if writing else [])
        places = {"TMPDIR": str(temporary), "PYTHONPATH": str(tmp_path)}
        with (tmp_path / "said").open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "build", "--strict"],
                cwd=project.folder,
                env={**os.environ, **ENVIRONMENT, **places},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=None if largest is None else partial(limit_files, largest),
            )
        published = contents(project.site)
        build = Build(project, process, tmp_path / "said", mark, temporary, published)
        begun.append(build)
        return build

    yield begin
    for build in begun:
        for process in [*build.family, build.process]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        build.process.wait()


@pytest.mark.parametrize("where", STOPPED)
def test_a_cancelled_build_leaves_the_last_site_and_nothing_else(
    begin: Callable[..., Build], where: str
) -> None:
    build = begin(STOPPED[where], writing=where == "writing")
    build.come()
    build.process.send_signal(signal.SIGTERM)
    assert build.ended(5) == 128 + signal.SIGTERM
    assert build.left() == []
    assert "Traceback" not in build.said


def test_a_keyboard_s_interrupt_reaches_every_process_and_does_the_same(
    begin: Callable[..., Build],
) -> None:
    build = begin(STOPPED["computing"])
    build.come()
    os.killpg(build.process.pid, signal.SIGINT)
    assert build.ended(5) == 128 + signal.SIGINT
    assert build.left() == []
    assert "Traceback" not in build.said


def test_what_a_killed_build_leaves_is_cleared_by_the_next(begin: Callable[..., Build]) -> None:
    build = begin(STOPPED["computing"])
    build.come()
    build.process.kill()
    assert build.ended(2) == -signal.SIGKILL
    assert len(build.left()) == 2
    build.mark.unlink()
    again = begin("1 / 0")
    again.process.wait(60)
    assert again.left() == []


def test_a_build_whose_inner_process_is_killed_is_cleared_by_the_outer(
    begin: Callable[..., Build],
) -> None:
    build = begin("", writing=True)
    build.come()
    build.family[1].kill()
    assert build.ended(2) == 128 + signal.SIGKILL
    assert build.left() == []
    assert "The build ended before the site was published, killed by signal 9" in build.said


@pytest.mark.parametrize("how", ENDS)
def test_code_that_ends_the_process_is_no_success(begin: Callable[..., Build], how: str) -> None:
    build = begin(ENDS[how])
    assert build.process.wait(60) == 1, build.said
    assert build.left() == []
    assert "The build ended before the site was published, with exit status 0" in build.said


def test_a_full_disk_is_told_in_one_line(begin: Callable[..., Build]) -> None:
    build = begin("", largest=1_000_000)  # too little for the Python that a browser gets
    assert build.process.wait(60) == 1, build.said
    assert build.left() == []
    assert "Traceback" not in build.said
    (line,) = (line for line in build.said.splitlines() if "can't be written" in line)
    assert f"to {build.project.site}: file too large. The last site stays as it was." in line
