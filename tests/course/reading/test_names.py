"""What a piece of code takes from elsewhere, and what it gives."""

from __future__ import annotations

import pytest
from course.reading import names


@pytest.mark.parametrize(
    ("code", "taken", "given"),
    [
        ("x = x + 1", "x", "x"),
        ("total += w", "total w", "total"),
        ("x: int = start", "start", "x"),
        ("import numpy as np\nprint(np.zeros(3))", "", "np"),
        ("import os.path", "", "os"),
        ("for row in rows:\n    print(row, end)", "end rows", "row"),
        ("states[0] = h\nknown.append(h)", "h known states", ""),
        ("[a for a in rows if a in kept]", "kept rows", ""),
        ("f = lambda t: t + bias", "bias", "f"),
        ("def step(x):\n    return x @ W\nW = draw()", "draw", "W step"),  # read when called
        ("@styled\ndef again(n=default):\n    return again(n)", "default styled", "again"),
        ("class A:\n    size = H\n    def m(self):\n        return B", "B H", "A"),
        ("with open('x') as file:\n    text = file.read()", "", "file text"),
        ("try:\n    pass\nexcept Fault as error:\n    print(error)", "Fault", "error"),
        ("print(f'{radius:.2f}')", "radius", ""),
        ("if (n := count()) > 2:\n    print(n)", "count", "n"),
        ("x = (", "", ""),  # running it says what is wrong
    ],
)
def test_names_of_code(code: str, taken: str, given: str) -> None:
    found = names.of(code)
    assert sorted(found.taken) == taken.split()
    assert sorted(found.given) == given.split()
