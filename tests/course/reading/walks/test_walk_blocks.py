"""How the block of a walk is written, and what is refused."""

from __future__ import annotations

import re

import pytest
from course.reading.blocks import fences
from course.reading.walks import walk_blocks as reading
from course.reading.walks.walk_blocks import WalkBlock
from course.texts.errors import CourseError


def read(text: str) -> WalkBlock:
    lines = text.split("\n")
    (fence,) = fences(lines, "p.md")
    return reading.read(fence, "p.md")


def test_keys_and_annotations_alternate() -> None:
    walk = read(
        '````walk file="m/a.py" name="f, G.h"\n@ a = 1\n@ b = 2\nOne.\n\nStill one.\n\n'
        "@# two\n@ c = 3\nTwo.\n````"
    )
    assert (walk.file, walk.names) == ("m/a.py", ("f", "G.h"))
    assert [(note.line, note.key, note.anchor) for note in walk.notes] == [
        (2, "a = 1\nb = 2", ""),
        (8, "\nc = 3", "two"),
    ]
    texts = [walk.lines[slice(*note.body)] for note in walk.notes]
    assert texts == [["One.", "", "Still one.", ""], ["Two."]]


def test_white_space_comments_and_line_breaks_do_not_matter() -> None:
    one = read('```walk file="a.py"\n@ x = f( a,  b )  # (T, H)\nX.\n```').notes[0]
    other = read('```walk file="a.py"\n@     x = f(\n@       a,\n@       b)\nX.\n```').notes[0]
    assert one.tokens == other.tokens


def test_decorators_and_fenced_code_in_annotations_are_no_trouble() -> None:
    walk = read('````walk file="a.py"\n@ @cache\n@ def f():\nNote.\n\n```python\n@ g\n```\n````')
    (note,) = walk.notes
    assert note.tokens == ("@", "cache", "def", "f", "(", ")", ":")
    assert walk.lines[slice(*note.body)][-2] == "@ g"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```walk file=a.py\n```", r"p\.md:1: cannot read 'walk file=a\.py'\. Write ```walk file="),
        ('```walk name="f"\n```', r"p\.md:1: a walk needs a file"),
        ('```walk file="a.py" lines="3"\n```', r"p\.md:1: unknown option 'lines' on a walk\."),
        ('```walk file="a.py" name="f"\n```', "has no annotation.*--skeleton a.py f` prints"),
        ('```walk file="a.py"\n\nText.\n\n@ x\nX.\n```', r"p\.md:3: text stands before the walk's"),
        (
            '```walk file="a.py"\n@ x = 1\n\n@ y = 2\nY.\n```',
            r"p\.md:2: the code `x = 1` has no an",
        ),
        (
            '```walk file="a.py"\n@ x = 1\nX.\n\n@# here\nY.\n```',
            r"p\.md:5: an address without code",
        ),
        ('  ```walk file="a.py"\n  @ x = 1\n  X.\n  ```', r"p\.md:1: a walk is indented\."),
    ],
)
def test_a_malformed_walk_is_one_clear_line(text: str, message: str) -> None:
    with pytest.raises(CourseError) as caught:
        read(text)
    assert re.search(message, str(caught.value)), str(caught.value)


def test_addresses_count_blocks_and_annotations_of_a_name() -> None:
    block = '````walk file="m/a.py" name="f"\n@ a\nA.\n\n@# b\n@ b\nB.\n````\n'
    found = [reading.read(fence, "p.md") for fence in fences((block + block).split("\n"), "p.md")]
    first, second = reading.addresses(found)
    assert (first.walk, first.notes, first.lines) == ("walk-f", ["note-f-1", "b"], "a.py")
    assert (second.walk, second.notes) == ("walk-f-part-2", ["note-f-3", "b"])


def test_lines_of_files_with_the_same_name_are_told_apart() -> None:
    text = '```walk file="m/a.py"\n@ a\nA.\n```\n```walk file="n/a.py"\n@ a\nA.\n```\n'
    found = [reading.read(fence, "p.md") for fence in fences(text.split("\n"), "p.md")]
    assert [ids.lines for ids in reading.addresses(found)] == ["m-a.py", "n-a.py"]
