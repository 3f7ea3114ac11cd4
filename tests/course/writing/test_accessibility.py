"""What is added to pages for readers who use a keyboard, or hear them."""

from __future__ import annotations

from course.writing import accessibility


def test_a_header_without_text_is_a_plain_cell() -> None:
    table = '<tr><th></th><th align="left"> </th><th>loss</th><th><code>h</code></th></tr>'
    assert accessibility.table_corners(table) == (
        '<tr><td></td><td align="left"></td><th>loss</th><th><code>h</code></th></tr>'
    )
