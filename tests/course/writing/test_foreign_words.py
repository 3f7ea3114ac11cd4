"""Words of the other language are marked; all else is as it was."""

from __future__ import annotations

import pytest
from course.writing import foreign_words


@pytest.mark.parametrize(
    ("lang", "page", "expected"),
    [
        ("en", "<code>él</code>", '<code lang="es">él</code>'),
        ("en", "<em>llegué</em>", '<em lang="es">llegué</em>'),
        ("es", "<code>works</code>", '<code lang="en">works</code>'),
        ("es", "<td>they learn</td>", '<td lang="en">they learn</td>'),
        ("es", "<em>the woman read the book</em>", '<em lang="en">the woman read the book</em>'),
        (
            "es",
            '<code class="course-whole">she</code>',
            '<code lang="en" class="course-whole">she</code>',
        ),
    ],
)
def test_a_word_of_the_other_language_is_marked(lang: str, page: str, expected: str) -> None:
    assert foreign_words.mark(f"<p>x {page} y</p>", lang) == f"<p>x {expected} y</p>"


@pytest.mark.parametrize(
    ("lang", "page"),
    [
        ("en", "<code>works</code>"),
        ("es", "<code>él</code>"),
        ("en", "<code>train.py</code>"),
        ("es", "<em>logits</em>"),
        ("es", "<code>,</code>"),
        ("es", "<td>they aprenden</td>"),
        ("en", '<td style="text-align: right">0.5</td>'),
        ("en", "<pre><code>él</code></pre>"),
    ],
)
def test_all_else_stays(lang: str, page: str) -> None:
    assert foreign_words.mark(page, lang) == page
