"""Formulas in labels and captions, set as formulas."""

from __future__ import annotations

import re

import pytest
from course.texts import formulas


def marked(text: str) -> str:
    """A text with its variables in asterisks and its subscripts in brackets."""
    page = formulas.html(text).replace('<i class="course-math">', "*").replace("</i>", "*")
    page = page.replace("<sup>", "{").replace("</sup>", "}")
    return page.replace("<sub>", "[").replace("</sub>", "]")


@pytest.mark.parametrize(
    ("text", "as_set"),
    [
        ("spectral radius of W_hh, to the k", "spectral radius of *W*[*hh*], to the *k*"),
        ("∂L/∂W_hh = term 1", "∂*L*/∂*W*[*hh*] = term 1"),
        ("∥hₜ₋₁∥ a", "∥*h*[*t*−1]∥ a"),
        ("h_{t−1} and h_8", "*h*[*t*−1] and *h*[8]"),
        ("h_2^{(1)} of layer 1", "*h*[2]{(1)} of layer 1"),
        ("h_10^{→}", "*h*[10]{→}"),
        ("GRU, b_z = −3", "GRU, *b*[*z*] = −3"),
        ("σ(b_z)", "*σ*(*b*[*z*])"),
        ("k = 3, T=25", "*k* = 3, *T*=25"),
        ("d_hidden", "*d*[hidden]"),  # a word as a subscript stands upright
        ("h̃ₜ = tanh(W_xh xₜ)", "*h̃*[*t*] = tanh(*W*[*xh*] *x*[*t*])"),
        ("log₁₀ of the norm", "log[10] of the norm"),
        ("CO₂", "CO[2]"),
        ("step t", "step *t*"),
        ("k, pasos hacia atrás", "*k*, pasos hacia atrás"),
        ("contar de n en n", "contar de *n* en *n*"),
        ("GRU, según σ", "GRU, según *σ*"),
        ("entrada i_t", "entrada *i*[*t*]"),
        ("the loss L. Red: back", "the loss *L*. Red: back"),
        ("mean ∥∂L/∂h∥ at t", "mean ∥∂*L*/∂*h*∥ at *t*"),
    ],
)
def test_formulas_are_set(text: str, as_set: str) -> None:
    assert marked(text) == as_set


@pytest.mark.parametrize(
    "text",
    [
        "t",
        "a cat sat on a mat",
        "línea a línea, y luego o bien u",
        "train_step",
        "y o u t",
        "after 3 s, 2 h",
        "t-SNE of the states",
        "A y B, e I, U. Y",
        "the letter “q” stands",
        "h[t, 0] in the loop",
        "3.5",
        "snake_case = 3",
        "e = o",
    ],
)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    expected = text if text != "e = o" else "*e* = o"
    assert marked(text) == expected


def test_a_page_reads_signs_as_signs() -> None:
    assert formulas.html('a<b & W_h > "c"').count("&lt;b &amp; ") == 1


@pytest.mark.parametrize(
    "text", ["∥hₜ∥ over W_hh", "W_hh", "log₁₀ x and b_z = h_{t−1}", "h_2^{(1)} of h_1"]
)
def test_a_drawing_comes_back_up_after_each_subscript(text: str) -> None:
    height, size = 0.0, 1.0
    for said, attributes in formulas.svg(text):
        size = float(attributes.get("font-size", "1em")[:-2])
        height += float(attributes.get("dy", "0em")[:-2]) * size
        assert (abs(height) > 0.1) == (size < 1), said
    plain = "".join(said for said, _ in formulas.svg(text))
    assert plain == re.sub(r"[_^{}]", "", text.translate(str.maketrans("ₜ₁₀", "t10")))


def test_a_superscript_stands_above_the_figures_of_a_subscript() -> None:
    *_, (_, one) = formulas.svg("h_2^{(1)}")
    *_, (_, two) = formulas.svg("h_10^{→}")
    *_, (_, after_letters) = formulas.svg("h_{t−1}^{→}")
    assert float(two["dx"][:-2]) == 2 * float(one["dx"][:-2]) < 0
    assert "dx" not in after_letters
