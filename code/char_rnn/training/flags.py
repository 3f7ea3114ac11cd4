"""Flags as fields: one dataclass makes the command line, its help and its checks."""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn


class BadInput(ValueError):
    """An argument, or a file that it names, that cannot be used; one line says why."""


class Diverged(ArithmeticError):
    """The loss or its gradient is no longer a finite number; one line says what to try."""

    @classmethod
    def at(cls, step: int, lr: float, clip: float) -> Diverged:
        """Return the error for a step, given what most often causes it."""
        hint = "a smaller --lr" if clip else "--clip 5 or a smaller --lr"
        return cls(
            f"--lr {lr}: training diverged, the loss or its gradient is not finite at step {step}; "
            f"try {hint} in a new run; what was saved before stays as it was"
        )


def flag(
    default: Any,
    description: str,
    *,
    above: float | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
    below: float | None = None,
    one_of: Sequence[str] = (),
) -> Any:
    """Return a dataclass field that is also a flag of the command line.

    Parameters
    ----------
    default, description
        Its default value, and what its help says.
    above, at_least, at_most, below, one_of
        What its values must satisfy.
    """
    limits = {
        "above": above,
        "at_least": at_least,
        "at_most": at_most,
        "below": below,
        "one_of": one_of,
    }
    return dataclasses.field(default=default, metadata={"description": description, **limits})


def flag_name(field_name: str) -> str:
    """Return ``--hidden-size`` for ``hidden_size``."""
    return "--" + field_name.replace("_", "-")


def check_flags(config: Any) -> None:
    """Check each field of `config` against the limits that its `flag` sets.

    Raises
    ------
    BadInput
        Naming the first flag whose value is of the wrong type or out of its limits.
    """
    for field in dataclasses.fields(config):
        value = getattr(config, field.name)
        if value is None and "None" in str(field.type):
            continue
        problem = _problem(value, field.default, field.metadata)
        if problem:
            raise BadInput(f"{flag_name(field.name)} {value}: {problem}")


def _problem(value: Any, default: Any, limits: Any) -> str:
    if limits["one_of"]:
        return "" if value in limits["one_of"] else f"must be one of {', '.join(limits['one_of'])}"
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else "must be true or false"
    if isinstance(default, str):
        return "" if isinstance(value, str | Path) else "must be text"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "must be a number"
    if isinstance(default, int) and not isinstance(value, int):
        return "must be a whole number"
    if isinstance(value, float) and not math.isfinite(value):
        return "must be finite"
    if limits["above"] is not None and not value > limits["above"]:
        return f"must be above {limits['above']}"
    if limits["at_least"] is not None and not value >= limits["at_least"]:
        return f"must be at least {limits['at_least']}"
    if limits["at_most"] is not None and not value <= limits["at_most"]:
        return f"must be at most {limits['at_most']:,}"
    if limits["below"] is not None and not value < limits["below"]:
        return f"must be below {limits['below']}"
    return ""


def read_text(path: Path, flag: str) -> str:
    """Return the text of the file that a flag names.

    Raises
    ------
    BadInput
        If there is no such file, or it is not text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")  # a byte order mark is not a character of it
    except FileNotFoundError:
        hint = "run generate_corpus.py to make one"
        raise BadInput(f"{flag} {path}: there is no such file; {hint}") from None
    except OSError as problem:
        raise BadInput(f"{flag} {path}: cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{flag} {path}: is not text in UTF-8") from None


class OneLineParser(argparse.ArgumentParser):
    """An argument parser that reports a bad argument in one line, without the usage text."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how to see the arguments; exit status 2."""
        print(f"{self.prog}: error: {message} (see --help)", file=sys.stderr)
        raise SystemExit(2)


def parse_flags(
    config_class: Any, description: str, arguments: Sequence[str] | None
) -> dict[str, Any]:
    """Parse a command line into the fields that it gives; those left out are not in the result."""
    parser = OneLineParser(
        description=description.partition("\n")[0],
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    for field in dataclasses.fields(config_class):
        name, text = flag_name(field.name), field.metadata["description"]
        if isinstance(field.default, bool):
            parser.add_argument(name, action="store_true", help=text)
            continue
        known = field.metadata["one_of"]
        text += (
            f" ({', '.join(known)}; default: {field.default})"
            if known
            else (f" (default: {field.default})")
        )
        kind = type(field.default)
        parser.add_argument(name, type=kind, metavar=kind.__name__.upper(), help=text)
    return vars(parser.parse_args(arguments))
