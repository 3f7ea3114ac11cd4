"""Why the system refuses a file, in the reader's language."""

from __future__ import annotations

import errno

from minimodel.texts.labels import LabelError, label


def reason(problem: OSError, lang: str) -> str:
    """Say why the system refused, as far as the catalogue knows; else as the system says it."""
    try:
        return label(f"system.{errno.errorcode[problem.errno or 0]}", lang)
    except (KeyError, LabelError):
        return problem.strerror or str(problem)
