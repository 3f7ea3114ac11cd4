"""A text with its shade as a line in a page, as the playground shows it."""

from __future__ import annotations

import html
from dataclasses import dataclass

from minimodel.texts.labels import label, percent

from char_rnn.inside.influence import Influence


@dataclass(frozen=True)
class Strip:
    """The words that a network read: the more one still counts, the darker the shade below it."""

    found: Influence
    lang: str

    def __str__(self) -> str:
        return "  ".join(
            f"{word} {percent(share, self.lang)}"
            for word, share in zip(self.found.text, self.found.shares, strict=True)
        )

    def _repr_html_(self) -> str:
        sizes, words = self.found.sizes, self.found.text
        said = html.escape(label("playground.strip", self.lang, darkest=words[int(sizes.argmax())]))
        cells = "".join(
            f'<span style="--play-shade:{size / sizes.max():.3f}">{html.escape(word)}</span>'
            for word, size in zip(words, sizes, strict=True)
        )
        return (
            f'<p class="play-strip play-strip--words play-strip--still" role="img"'
            f' aria-label="{said}">{cells}</p>'
        )
