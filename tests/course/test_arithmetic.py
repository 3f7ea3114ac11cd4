"""The arithmetic of a build does not depend on what the processor could do besides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from course import arithmetic

# Which kernels OpenBLAS has taken, which instructions NumPy, and on how many threads.
LOOK = """
import ctypes, course, numpy
from pathlib import Path
from numpy._core._multiarray_umath import __cpu_features__
(library,) = Path(numpy.__file__).parents[1].joinpath("numpy.libs").glob("libscipy_openblas64_*")
blas = ctypes.CDLL(library)
blas.scipy_openblas_get_corename64_.restype = ctypes.c_char_p
print(
    blas.scipy_openblas_get_corename64_().decode(),
    blas.scipy_openblas_get_num_threads64_(),
    __cpu_features__["X86_V3"],
    __cpu_features__["X86_V4"],
)
"""


def computing(**environment: str) -> list[str]:
    """What a process that imports the course, and then NumPy, computes with."""
    unset = {*arithmetic.THREADS, *arithmetic.INSTRUCTIONS}
    free = {name: value for name, value in os.environ.items() if name not in unset}
    look = [sys.executable, "-W", "error", "-c", LOOK]
    return subprocess.run(
        look, env=free | environment, capture_output=True, text=True, check=True
    ).stdout.split()


def described(tmp_path: Path, flags: str) -> Path:
    """A description of a processor, as Linux gives it."""
    path = tmp_path / "cpuinfo"
    path.write_text(f"processor : 0\nflags : fpu {flags} lm\nbugs : none\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _unsettled(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*arithmetic.THREADS, *arithmetic.INSTRUCTIONS):
        monkeypatch.setenv(name, "before")  # so that it is set back, whatever the test does
        monkeypatch.delenv(name)


CPUINFO = Path("/proc/cpuinfo")
with_avx2 = pytest.mark.skipif(
    not CPUINFO.exists() or "avx2" not in CPUINFO.read_text(encoding="utf-8"),
    reason="the processor has no AVX2, or nothing tells",
)


@with_avx2
def test_numpy_computes_with_one_thread_and_the_instructions_of_avx2_alone() -> None:
    assert computing() == ["Haswell", "1", "True", "False"]


@with_avx2
def test_what_the_environment_asks_for_is_left() -> None:
    *asked, wider = computing(OPENBLAS_CORETYPE="Nehalem", NPY_DISABLE_CPU_FEATURES="X86_V3")
    assert asked == ["Nehalem", "1", "False"]
    # Nobody asked to do without these: whoever has them keeps them.
    flags = set(CPUINFO.read_text(encoding="utf-8").split())
    assert wider == str({f"avx512{kind}" for kind in ("f", "cd", "bw", "dq", "vl")} <= flags)


@pytest.mark.parametrize("flags", ["avx2 fma avx512f", "fma avx avx2"])
def test_a_processor_with_wider_registers_computes_as_one_without(
    tmp_path: Path, flags: str
) -> None:
    arithmetic.settle(described(tmp_path, flags))
    assert {name: os.environ.get(name) for name in arithmetic.INSTRUCTIONS} == (
        arithmetic.INSTRUCTIONS
    )


@pytest.mark.parametrize("flags", ["avx", "fma", "avx2", "avx2_like fma"])
def test_kernels_that_a_processor_cannot_run_are_not_forced_on_it(
    tmp_path: Path, flags: str
) -> None:
    arithmetic.settle(described(tmp_path, flags))
    arithmetic.settle(tmp_path / "no such file")
    assert not set(arithmetic.INSTRUCTIONS) & set(os.environ)
    assert all(os.environ[name] == "1" for name in arithmetic.THREADS)
