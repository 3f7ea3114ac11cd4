"""Words of the corpora in a page of the other language, marked so that they are read right."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Final

from char_rnn.generate_corpus import WORD_CATEGORIES
from minimodel.corpus.verb_sentences import corpus_lines

# A word that is spoken of stands in code marks or in italics, or is a table's cell; blocks of code
# speak Python.
SPOKEN_OF = re.compile(
    r"<pre\b.*?</pre>"
    r"|<(?P<tag>code|em|td)(?P<rest>(?: class=\"[^\"]*\")?)>(?P<words>[^<]+)</(?P=tag)>",
    re.DOTALL,
)
WORD = re.compile(r"[^\W\d_]+")
SPOKEN: Final = ("en", "es")  # by the corpora, whatever languages the site has


@cache
def words(lang: str) -> frozenset[str]:
    """The words of a language in the course's corpora.

    A line of verb forms is English up to its slash, and Spanish after it.
    """
    half = SPOKEN.index(lang)
    found = {word for line in corpus_lines() for word in WORD.findall(line.split("/")[half])}
    if lang == SPOKEN[0]:
        found |= {"the", "a"}.union(*WORD_CATEGORIES.values())
    return frozenset(found)


def mark(page: str, lang: str) -> str:
    """Say of each word of the other language that it is: `<code lang="es">él</code>`.

    What is a word of the page's language too stays as it is.
    """
    own = words(lang) if lang in SPOKEN else frozenset()

    def marked(match: re.Match[str]) -> str:
        said = WORD.findall(html.unescape(match["words"] or ""))
        for other in SPOKEN:
            if other == lang or not said:
                continue
            if all(word in words(other) for word in said) and not own.issuperset(said):
                tag, rest = match["tag"], match["rest"]
                return f'<{tag} lang="{other}"{rest}>{match["words"]}</{tag}>'
        return match[0]

    return SPOKEN_OF.sub(marked, page)
