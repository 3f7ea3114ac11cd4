"""Docstrings become HTML in which formulas read as formulas and nothing else is changed."""

import html

import pytest
from course.api.docstrings import prose, sentence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from x_t and h_{t−1}", "from x<sub>t</sub> and h<sub>t−1</sub>"),
        (
            "W_xh x_t, b_hn and h̃_t",
            "W<sub>xh</sub> x<sub>t</sub>, b<sub>hn</sub> and h̃<sub>t</sub>",
        ),
        ("1 − h_t²", "1 − h<sub>t</sub>²"),
        ("e^−x and e^{2x}", "e<sup>−x</sup> and e<sup>2x</sup>"),
        ("d_in, gate_bias, x_new and T_10_b stay", "d_in, gate_bias, x_new and T_10_b stay"),
        ("a < b & c", "a &lt; b &amp; c"),
        ('`h_t` and ``reset="a"``', '<code>h_t</code> and <code>reset="a"</code>'),
        ("in *Speech*, *args and 2 * 3 * 4", "in <em>Speech</em>, *args and 2 * 3 * 4"),
        ("$h_t$ costs $5", '<span class="arithmatex">\\(h_t\\)</span> costs $5'),
    ],
)
def test_a_sentence(text: str, shown: str) -> None:
    assert sentence(text, lambda code: html.escape(code, quote=False)) == shown


def test_paragraphs_are_joined_and_formulas_keep_their_lines() -> None:
    formulas = "r_t = σ(x_t)     reset gate\nz_t = σ(x_t)     update\n\n    y = 2"
    text = f"One step\nof it.\n\n{formulas}\n\nEnd."
    shown = prose(text, html.escape)
    assert shown.startswith("<p>One step of it.</p><pre")
    assert "r<sub>t</sub> = σ(x<sub>t</sub>)     reset gate\nz<sub>t</sub>" in shown
    assert "<samp>y = 2</samp></pre><p>End.</p>" in shown
