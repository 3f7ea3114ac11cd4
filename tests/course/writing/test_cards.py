"""The pictures that stand beside shared links."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from course.writing.cards import MARGIN, PAPER, SIZE, draw
from PIL import Image


def drawn(folder: Path, title: str, section: str = "Labs", lang: str = "en") -> bytes:
    target = folder / "card.png"
    draw(title, section, "Recurrent Neural Networks", lang, target)
    return target.read_bytes()


def test_a_card_shows_its_page_and_is_the_same_each_time(tmp_path: Path) -> None:
    first = drawn(tmp_path, "Remedies")
    assert drawn(tmp_path, "Remedies") == first
    others = [("Remedios", "Labs", "en"), ("Remedies", "Chapter", "en"), ("Remedies", "Labs", "es")]
    assert len({first, *(drawn(tmp_path, *other) for other in others)}) == 4
    assert len(first) < 40_000


def test_the_longest_title_stays_within_the_margins(tmp_path: Path) -> None:
    title = (
        "Retropropagación a través del tiempo: ¿quién recuerda lo que leyó hace cuarenta letras?"
    )
    drawn(tmp_path, title, "Ejercicios y cuestionarios", "es")
    with Image.open(tmp_path / "card.png") as card:
        assert card.size == SIZE == (1200, 630)
        ink = np.any(np.asarray(card.convert("RGB")) != PAPER, axis=-1)
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    assert columns[0] >= MARGIN - 6 and columns[-1] <= SIZE[0] - MARGIN + 6
    assert rows[0] >= 40 and rows[-1] <= SIZE[1] - 30
    assert not ink[355:364].any()  # the title stays above the states
