"""Tables of results in a terminal and on a page."""

from __future__ import annotations

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
