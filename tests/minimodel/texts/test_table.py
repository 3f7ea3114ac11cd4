"""Tables of results in a terminal and on a page."""

from __future__ import annotations

import html

import pytest
from minimodel.texts.table import Code, Table


def test_a_terminal_shows_aligned_columns() -> None:
    table = Table(["token", "logit"], [["he", 0.5], ["works", -12.25]], ["", ".2f"], "es")
    assert str(table).splitlines() == [
        "token   logit",
        "-----  ------",
        "he       0,50",
        "works  −12,25",
    ]


def test_a_page_shows_markup_with_its_text_escaped() -> None:
    html = Table(["<bos>"], [["a & b"]])._repr_html_()
    assert html == (
        "<table><thead><tr><th>&lt;bos&gt;</th></tr></thead>"
        "<tbody><tr><td>a &amp; b</td></tr></tbody></table>"
    )


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="has 1 cells, the header 2"):
        Table(["a", "b"], [["x"]])


def test_a_page_writes_powers_of_ten_as_such():
    table = Table(("init", "left"), [("1e−05", 1.7e-28), ("b", 2e7), ("c", 0.5)], ("", ".2g"), "es")
    page = table._repr_html_()
    assert "1,7&nbsp;×&nbsp;10<sup>−28</sup>" in page
    assert "2&nbsp;×&nbsp;10<sup>7</sup>" in page
    assert ">0,5<" in page
    assert ">1e−05<" in page  # a name is not a number
    assert "1,7e−28" in str(table)


def test_a_page_sets_code_as_such():
    table = Table(("row", "loss"), [(Code("--clip 1 <"), 0.5), ("default", 0.4)], ("", ".1f"))
    assert "<code>--clip 1 &lt;</code>" in table._repr_html_()
    assert ">default<" in table._repr_html_()
    assert "--clip 1 <" in str(table)


@pytest.mark.parametrize(
    ("said", "set_"),
    [
        ("norm of h_8", "norm of <i>h</i><sub>8</sub>"),
        ("GRU, b_z = −3", "GRU, <i>b</i><sub><i>z</i></sub>&nbsp;=&nbsp;−3"),
        ("σ = 0.1 & W_hh", "<i>σ</i>&nbsp;=&nbsp;0.1 &amp; <i>W</i><sub><i>hh</i></sub>"),
        ("--t_max, dw_h, a_hat, I a", "--t_max, dw_h, a_hat, I a"),
    ],
)
def test_a_page_sets_variables_as_such_in_cells_and_headers(said: str, set_: str):
    table = Table((said,), [(said,)])
    assert f"<th>{set_}</th>" in table._repr_html_()
    assert f"<td>{set_}</td>" in table._repr_html_()
    assert said in str(table)
    assert f"<code>{html.escape(said)}</code>" in Table(("",), [(Code(said),)])._repr_html_()
