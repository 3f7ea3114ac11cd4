"""Vendored fonts, cut to what the site uses: fewer axes, and files by kind of character."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from itertools import pairwise

from course.writing.vendor_archives import VendorError

# What a page may ask of a font: pairs drawn closer, joined letters, accents, figures of one width.
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum")
LAST = 0xFFFF  # the fonts of formulas have nothing beyond
FACE = re.compile(r'@font-face\{[^{}]*url\(fonts/(?P<name>[\w-]+)\.woff2\) format\("woff2"\)\}')
REST = "-rest"  # what the file of the characters that a range leaves out is called


def characters(ranges: str) -> set[int]:
    """The characters of a CSS `unicode-range`, such as `U+0020-007E, U+00A0`."""
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def unicode_range(points: Iterable[int]) -> str:
    """Characters as a CSS `unicode-range`, the shortest that means them."""
    points = sorted(points)
    breaks = [place for place, (a, b) in enumerate(pairwise(points), 1) if b != a + 1]
    starts, ends = [0, *breaks], [*breaks, len(points)]
    runs = [points[start:end] for start, end in zip(starts, ends, strict=True)]
    return ",".join(f"U+{run[0]:X}" + (f"-{run[-1]:X}" if run[1:] else "") for run in runs if run)


def cut(
    font: bytes,
    axes: dict[str, tuple[float, ...]],
    only: set[int] | None = None,
    without: set[int] | None = None,
) -> bytes:
    """A font with fewer axes and characters, without hints for coarse screens.

    Parameters
    ----------
    font
        The file.
    axes
        The ends that a variable axis is narrowed to; between them the default, where it differs.
    only, without
        The characters that stay, and those that go; all stay where neither is given.
    """
    # Only renewing a font needs these.
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    opened = TTFont(io.BytesIO(font), recalcTimestamp=False)
    if only is not None or without is not None:
        options = subset.Options(layout_features=list(FEATURES), hinting=False, bidi_closure=False)
        held = set(opened.getBestCmap())
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=held & only if only is not None else held - (without or set()))
        subsetter.subset(opened)
    if axes:
        opened = instancer.instantiateVariableFont(opened, axes)
    opened.flavor = "woff2"
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def split(css: str, ranges: dict[str, str]) -> str:
    """Let a style sheet's faces of two files fetch each only for a character that is in it.

    Parameters
    ----------
    css
        The style sheet, minified.
    ranges
        For each face, by its file's name, the characters of that file; all others are in the file
        of the same name with `-rest`.

    Raises
    ------
    VendorError
        If the style sheet has no such face.
    """
    if missing := set(ranges) - {face["name"] for face in FACE.finditer(css)}:
        raise VendorError(f"the style sheet has no face of {min(missing)}.woff2. Correct `faces`.")

    def faces(face: re.Match[str]) -> str:
        name = face["name"]
        if name not in ranges:
            return face[0]
        own = characters(ranges[name])
        first = face[0].removesuffix("}")
        rest = first.replace(f"{name}.woff2", f"{name}{REST}.woff2")
        others = unicode_range(set(range(LAST + 1)) - own)
        return f"{first};unicode-range:{unicode_range(own)}}}{rest};unicode-range:{others}}}"

    return FACE.sub(faces, css)
