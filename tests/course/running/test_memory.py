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


SEARCHES = """
import gc
import weakref
import matplotlib.figure
from course.running import memory

class Circle:
    def __init__(self):
        self.itself = self

loaded = len(gc.get_objects())
memory.seldom_search()
print(loaded, len(gc.get_objects()))
circle = weakref.ref(Circle())
kept = [[] for _ in range(25_000)]
print(circle() is None)
"""


def test_searches_for_garbage_leave_out_what_was_loaded_and_still_find_some() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SEARCHES], capture_output=True, text=True, check=True
    )
    loaded, searched, found = run.stdout.split()
    assert int(searched) < int(loaded) / 100
    assert found == "True"
