"""How NumPy adds and multiplies while the course runs: alike on every processor that can."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
INSTRUCTIONS: Final = {
    "OPENBLAS_CORETYPE": "Haswell",  # OpenBLAS: the kernels of the first processors with AVX2
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",  # NumPy: none beyond AVX2
}


def settle(processor: Path = Path("/proc/cpuinfo")) -> None:
    """Set in the environment how NumPy is to compute; to be called before NumPy is imported.

    How a sum is split, over threads or over the lanes of a wide register, changes its last digits.
    A long training makes of them another network, which results must not depend on. So there is
    one thread (the matrices of the course are too small to gain by more), and whatever a processor
    could do besides, the instructions are those of AVX2. Where they do not exist, or nothing tells
    whether they do, NumPy chooses. What the environment says of instructions already is left.

    Parameters
    ----------
    processor
        Where the system describes it, as Linux does.
    """
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        described = processor.read_text(encoding="utf-8")
    except OSError:  # not Linux
        return
    if "avx2" in described.split() and "fma" in described.split():
        for name, value in INSTRUCTIONS.items():
            os.environ.setdefault(name, value)
