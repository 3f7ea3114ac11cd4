"""Subscripts set with the letters of the text face."""

from __future__ import annotations

import pytest
from course.texts import typography

PROSE = "The loss rose again after the learning rate was raised."
NUMBERS = "-0.156319332573 -0.156319332573 -0.156319332573"


def test_a_page_gets_sub_elements() -> None:
    assert typography.html_subscripts("∥hₜ₋₁∥ a") == "∥h<sub>t−1</sub>∥ a"


def test_no_line_ends_within_short_code() -> None:
    assert typography.whole_code("Try <code>--freeze-whh</code>.") == (
        'Try <code class="course-whole">--freeze-whh</code>.'
    )
    assert "course-whole" in typography.whole_code(f"<code>{'&lt;' * 24}</code>")


def test_long_code_and_blocks_of_code_stay_as_they_are() -> None:
    for page in (
        f"<code>{'x' * 25}</code>",
        "<pre><code>short\n</code></pre>",
        '<pre class="a"><span></span><code>x</code></pre>',
    ):
        assert typography.whole_code(page) == page


def test_an_apostrophe_is_set_as_in_prose() -> None:
    assert (
        typography.apostrophes("the loss's 'rise', rock'n'roll") == "the loss’s 'rise', rock’n’roll"
    )


@pytest.mark.parametrize(
    ("line", "wraps"),
    [
        (PROSE, True),
        (f"   / {PROSE}", True),
        (f"<span class='red'>{PROSE}</span> &lt;b", True),
        ("train.py: error: --hidden-size 32: the checkpoint was made with 64", True),
        ("t            vanilla RNN   GRU, b_z = 0  GRU, b_z = −3", False),
        ("-----------  ------------  ------------  -------------", False),
        (NUMBERS, False),
        ("a short line", False),
        ("&lt;&lt;&lt;&lt;&lt;&lt;&lt; is short as well", False),
    ],
)
def test_long_prose_wraps_and_a_table_does_not(line: str, wraps: bool) -> None:
    wrapped = f'<span class="course-prose">{line}\n</span>'
    assert typography.wrapped_prose(f"a\n{line}\nb") == (
        f"a\n{wrapped}b" if wraps else f"a\n{line}\nb"
    )
