"""How a process handles memory: keeps what it has freed, and seldom searches for garbage."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Final

# Of mallopt(3), in glibc's malloc.h.
M_TRIM_THRESHOLD: Final = -1
M_MMAP_THRESHOLD: Final = -3
LARGEST: Final = 32 << 20  # the most that glibc takes for M_MMAP_THRESHOLD, and enough for a step


def keep() -> bool:
    """Have this process keep what it frees, up to 32 MB; returns whether it does.

    Otherwise each array of some 100 kB comes new from the system, page by page, every time: a
    fifth of what training a gated network takes. Other systems than Linux with glibc are left as
    they are.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is None:
        return False
    return all(bool(mallopt(name, LARGEST)) for name in (M_MMAP_THRESHOLD, M_TRIM_THRESHOLD))


def seldom_search() -> None:
    """Have Python search for garbage seldom, and never among what is loaded by now.

    Modules stay to the end, but each search looks at all their objects: a seventh of what the
    process of a build takes. What nothing refers to any more is freed at once all the same; only
    objects in circles wait for a search.
    """
    gc.freeze()
    gc.set_threshold(20_000)
