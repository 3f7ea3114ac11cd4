"""Formulas are set while the site is built."""

from __future__ import annotations

import re
import threading

import pytest
from bs4 import BeautifulSoup
from course.writing import katex


def test_a_formula_has_mathml_and_html() -> None:
    out = katex.render(r"h_t = \tanh(W_{xh} x_t)", False)
    assert "<math" in out
    assert "<msub><mi>h</mi><mi>t</mi></msub>" in out
    assert 'class="katex-html" aria-hidden="true"' in out
    assert "katex-display" not in out


def test_a_display_formula_stands_alone() -> None:
    assert "katex-display" in katex.render(r"\sum_t x_t", True)


def test_spanish_words_stand_in_text() -> None:
    assert "pérdida" in katex.render(r"\text{pérdida}", False)


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"\frac{a", "Unexpected end of input in a macro argument"),
        (r"\foo", r"Undefined control sequence: \foo at position 1"),
        ("última", "unicodeTextInMathMode"),
    ],
)
def test_bad_latex_raises_with_what_katex_says(latex: str, said: str) -> None:
    with pytest.raises(katex.MathError) as caught:
        katex.render(latex, False)
    assert said in str(caught.value)
    assert latex in str(caught.value)
    assert "\n" not in str(caught.value)


def test_marked_formulas_are_set_in_a_page() -> None:
    page = (
        r'<p>If <span class="arithmatex">\(a &lt; b\)</span>.</p>'
        '<div class="arithmatex">\\[\na \\\\\n b\n\\]</div>'
    )
    out = katex.render_math(page)
    assert "arithmatex" not in out
    assert out.startswith('<p>If <span class="course-unbroken"><span class="katex">')
    assert "</span>.</span></p>" in out  # the period cannot go to the next line alone
    assert "<mo>&lt;</mo>" in out
    assert '<span class="katex-display">' in out


@pytest.mark.parametrize(
    ("text", "together"),
    [
        (r"(\(B\), \(T\), \(H\))", ["(", "B", "T", "H", ")"]),
        (r"(\(B\), 1)", ["(", "B", "1)"]),
        (r"«\(h_t\)»", ["«", "h", "»"]),
        (r"(\(h_t\) grows", ["(", "h"]),
    ],
)
def test_a_bracket_stays_with_its_formula(text: str, together: list[str]) -> None:
    marked = re.sub(r"\\\(.*?\\\)", r'<span class="arithmatex">\g<0></span>', text)
    page = BeautifulSoup(katex.render_math(f"<p>of shape {marked} and more</p>"), "html.parser")
    unbroken = page.select_one("p > .course-unbroken")
    assert unbroken
    said = unbroken.get_text()
    assert all(part in said for part in together)
    assert "of shape" not in said and "more" not in said


@pytest.mark.parametrize(
    ("latex", "whole"),
    [
        ("T - 1", True),
        (r"x \ge 0", True),
        ("h_0 = 0", True),
        ("h_t", False),  # no line ends in it anyhow
        (r"\tanh(W h_{t-1} + b)", False),  # a narrow line has no room for it
    ],
)
def test_a_line_ends_within_a_long_formula_not_within_a_short_one(latex: str, whole: bool) -> None:
    page = f'<p>multiplied <span class="arithmatex">\\({latex}\\)</span> times</p>'
    out = katex.render_math(page)
    assert ('<span class="course-unbroken">' in out) == whole


def test_what_only_looks_like_a_shape_stays_as_it_is() -> None:
    page = (
        r'<p title="(2, 3)">From <span class="arithmatex">\(N(0, 1)\)</span>, so '
        r"<code>(4, 5)</code></p>"
    )
    out = katex.render_math(page)
    assert 'title="(2, 3)"' in out and "<code>(4, 5)</code>" in out
    assert ">N(0, 1)</annotation>" in out


CELL = '<div class="jp-RenderedHTMLCommon jp-RenderedMarkdown jp-MarkdownOutput">{}</div>'


def test_dollars_in_a_notebook_cell_are_formulas() -> None:
    text = "<p>The state $h_t$ and</p><p>$$\\sigma(x)$$</p>\\begin{align}a\\end{align}"
    out = katex.render_math(CELL.format(text))
    assert "$" not in out
    assert out.count('<span class="katex-display">') == 2
    assert out.count('<span class="katex">') == 3


def test_a_notebook_breaks_no_line_between_a_bracket_or_a_stop_and_its_formula() -> None:
    out = katex.render_math(CELL.format("<p>the state ($h_t$), of shape ($B$, $H$).</p>"))
    unbroken = '<span class="course-unbroken">'
    assert f'the state {unbroken}(<span class="katex">' in out
    assert f"of shape {unbroken}" in out
    assert "</span>),</span>" in out


@pytest.mark.parametrize(
    "text",
    [
        "<p><code>$HOME and $PATH</code></p>",
        "<pre><span>echo</span> $a$</pre>",
        "<p>between $5 and $6</p>",
        '<p><a href="?a=$b$">x</a></p>',
    ],
)
def test_other_dollars_in_a_notebook_cell_are_left_alone(text: str) -> None:
    assert katex.render_math(CELL.format(text)) == CELL.format(text)


def test_dollars_outside_the_text_of_a_notebook_are_left_alone() -> None:
    after = "<div>$a$</div>"
    cell = CELL.format("<div><p>$a$</p></div>")
    out = katex.render_math(after + cell + after)
    assert out.startswith(after)
    assert out.endswith(after)
    assert '<div><p><span class="katex">' in out


def test_another_thread_can_set_formulas() -> None:
    katex.render("p_1", False)
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(katex.render("p_2", False)))
    thread.start()
    thread.join()
    assert "<math" in found[0]
