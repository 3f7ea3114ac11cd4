"""Flags as fields: one dataclass makes the command line, its help and its checks."""

from __future__ import annotations

import argparse
import dataclasses
import math
import operator
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from minimodel.texts import files
from minimodel.texts.command_line import ArgumentParser
from minimodel.texts.labels import LANGUAGES

from char_rnn.training.speech import numeral, refused, said


class BadInput(ValueError):
    """An argument, or a file that it names, that cannot be used; one line says why."""


class Diverged(ArithmeticError):
    """The loss or its gradient is no longer a finite number; one line says what to try."""

    @classmethod
    def at(cls, step: int, lr: float, clip: float) -> Diverged:
        """Return the error for a step, given what most often causes it."""
        hint = said("smaller_lr" if clip else "clip_or_smaller_lr")
        return cls(said("diverged", lr=lr, step=step, hint=hint))


def flag(
    default: Any,
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
    default
        Its default value. What its help says stands in the catalogue.
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
    return dataclasses.field(default=default, metadata=limits)


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
        if found := _problem(value, field.default, field.metadata):
            key, what = found
            raise BadInput(said(key, flag=flag_name(field.name), value=value, **what))


def _problem(value: Any, default: Any, limits: Any) -> tuple[str, dict[str, str]] | None:
    """Return what is wrong with a value: a key of the catalogue, and what goes into its text."""
    if limits["one_of"]:
        known = ", ".join(limits["one_of"])
        return None if value in limits["one_of"] else ("one_of", {"choices": known})
    if isinstance(default, bool):
        return None if isinstance(value, bool) else ("true_or_false", {})
    if isinstance(default, str):
        if value == "":
            return "no_name", {}
        return None if isinstance(value, str | Path) else ("text", {})
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "number", {}
    if isinstance(default, int) and not isinstance(value, int):
        return "whole_number", {}
    if isinstance(value, float) and not math.isfinite(value):
        return "finite", {}
    holds = {
        "above": operator.gt,
        "at_least": operator.ge,
        "at_most": operator.le,
        "below": operator.lt,
    }
    for key, compare in holds.items():
        limit = limits[key]
        if limit is not None and not compare(value, limit):
            return key, {"limit": numeral(limit)}
    return None


def read_text(path: Path, flag: str) -> str:
    """Return the text of the file that a flag names.

    Raises
    ------
    BadInput
        If there is no such file, or it is not text.
    """
    try:
        return files.read_text(path)
    except FileNotFoundError:
        raise BadInput(said("no_file", flag=flag, path=path)) from None
    except OSError as problem:
        text = said("unreadable", flag=flag, path=path, reason=refused(problem))
        raise BadInput(text) from None
    except UnicodeDecodeError:
        raise BadInput(said("not_utf8", flag=flag, path=path)) from None


def parse_flags(config_class: Any, arguments: Sequence[str] | None, lang: str) -> dict[str, Any]:
    """Parse a command line into the fields that it gives; those left out are not in the result.

    ``--lang``, which says how to speak and not what to do, is no field.
    """
    parser = ArgumentParser(
        prog="train.py",
        description=said("program"),
        lang=lang,
        speaker="train.py: error",
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    for field in dataclasses.fields(config_class):
        name, text = flag_name(field.name), said(f"flag_{field.name}")
        if isinstance(field.default, bool):
            parser.add_argument(name, action="store_true", help=text)
            continue
        known = ", ".join(field.metadata["one_of"])
        key = "choices" if known else "default"
        text = said(key, text=text, choices=known, default=field.default)
        kind = type(field.default)
        parser.add_argument(name, type=kind, metavar=kind.__name__.upper(), help=text)
    parser.add_argument("--lang", choices=LANGUAGES, help=said("lang"))
    given = vars(parser.parse_args(arguments))
    given.pop("lang", None)
    return given
