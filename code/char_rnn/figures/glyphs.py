"""Which characters the font of the plots can draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from warnings import catch_warnings, filterwarnings

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, findfont, get_font
from minimodel.drawing.style import RC


def without_glyph(characters: Iterable[str]) -> list[str]:
    """Return those of `characters` for which the font has no glyph, such as 字."""
    with mpl.rc_context(RC):
        font = get_font(findfont(FontProperties()))
    return [char for char in characters if not font.get_char_index(ord(char))]


@contextmanager
def boxes_for_missing_glyphs() -> Iterator[None]:
    """Draw boxes for the characters that the font lacks, without a warning for each."""
    with catch_warnings():
        filterwarnings("ignore", "Glyph .* missing from", UserWarning)
        yield
