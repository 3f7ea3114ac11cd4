"""Freed memory is kept: a training step does not ask the system for its arrays again."""

import platform
import subprocess
import sys

import pytest

STEPS = """
import resource
import numpy as np
from course.running import memory

if {kept}:
    assert memory.keep()

def step():  # a layer's arrays, some megabytes, all freed at the end
    arrays = [np.ones(300_000) for _ in range(4)]

step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(kept: bool) -> int:
    """How many pages of memory twenty steps get from the system."""
    program = STEPS.format(kept=kept)
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return int(run.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told to keep memory")
def test_steps_after_the_first_reuse_the_memory_of_the_first() -> None:
    assert faults(kept=True) < faults(kept=False) / 10
