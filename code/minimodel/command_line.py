"""What the package's command lines share: bad input is one line on stderr and exit status 2."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn


def fail(message: str) -> NoReturn:
    """Print one line that says what is wrong, and leave with exit status 2."""
    print(f"error: {message}", file=sys.stderr)
    raise SystemExit(2)


class ArgumentParser(argparse.ArgumentParser):
    """An argument parser that reports a bad argument in one line, without the usage text."""

    def error(self, message: str) -> NoReturn:
        """Report `message` and how to see the arguments."""
        fail(f"{message} (see --help)")
