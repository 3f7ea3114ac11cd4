"""The tokenizer: a line becomes its whitespace-separated tokens, with `<bos>` before them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

BOS: Final = "<bos>"  # beginning of sequence
SEPARATOR: Final = "/"  # English on its left, Spanish on its right


def tokenize(line: str) -> list[str]:
    """Split a line into tokens and put `<bos>` first.

    Raises
    ------
    ValueError
        If the line could not be restored by `detokenize`: it already holds ``<bos>``, or its
        tokens are not separated by exactly one space.
    """
    tokens = line.split()
    if BOS in tokens:
        raise ValueError(f"line: {line!r} already holds {BOS}; the tokenizer adds it")
    if " ".join(tokens) != line:
        raise ValueError(f"line: the tokens of {line!r} are not separated by exactly one space")
    return [BOS, *tokens]


def detokenize(tokens: Iterable[str]) -> str:
    """Join tokens into the line that they came from.

    Raises
    ------
    ValueError
        If `<bos>` is not the first token, or stands again later.
    """
    first, *rest = list(tokens) or [""]
    if first != BOS or BOS in rest:
        raise ValueError(f"tokens: {BOS} must be the first token and stand nowhere else")
    return " ".join(rest)
