"""A map says of each page how long it takes."""

from __future__ import annotations

from course.writing import maps

MINUTES = {"labs/01": 40, "chapter/02": 9, "labs/index": 3}


def of(items: str) -> str:
    return f'<p>Go on.</p><div class="course-map">\n<ul>\n{items}\n</ul>\n</div>'


def test_each_page_of_a_map_has_its_own_minutes_behind_its_link() -> None:
    see = '<p>See <a href="index.html">all</a>.</p>'
    first = f'<li>\n<p><a href="01.html">Lab <em>01</em></a></p>\n{see}\n</li>'
    second = '<li><a href="../chapter/02.html">A page</a></li>'
    timed = maps.with_minutes(of(f"{first}\n{second}"), "labs/index", MINUTES)
    shown = ' <span class="course-minutes">{} min</span>'
    with_both = first.replace("</em></a>", f"</em></a>{shown.format(40)}", 1)
    assert timed == of(f"{with_both}\n{second.replace('</a>', '</a>' + shown.format(9))}")


def test_what_is_no_page_and_what_is_on_no_map_stays() -> None:
    items = (
        '<li><a href="03.html">Gone</a></li><li><a href="https://example.org/01.html">Far</a></li>'
    )
    assert maps.with_minutes(of(items), "labs/index", MINUTES) == of(items)
    plain = '<ul><li><a href="01.html">Lab 01</a></li></ul>'
    assert maps.with_minutes(plain, "labs/index", MINUTES) == plain


def test_a_page_that_speaks_of_maps_has_none() -> None:
    assert maps.on(["# Home", '  <div class="course-map" markdown>'])
    assert not maps.on(["Write `course-map` around it."])
