"""A page's policy lets its own scripts run and no others; what it would block stops the build."""

from __future__ import annotations

import pytest
from course.texts.errors import CourseError
from course.writing.security import WASM, fingerprint, guarded

ALERT = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"  # of `alert(1)`, by openssl
SCRIPT = "<script>alert(1)</script>"


def page(text: str = "", head: str = "", after: str = "") -> str:
    return (
        f'<html><head><meta charset="utf-8">{head}</head><body><article>{text}</article>{after}'
        "</body></html>"
    )


def scripts(html: str) -> list[str]:
    """What the policy of a page says of scripts."""
    (policy,) = [part for part in guarded(html, "x").split('"') if part.startswith("default-src")]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'self' file:"
    return directives["script-src"].removeprefix("'self' file:").split()


def test_a_hash_is_that_of_the_bytes_between_the_tags() -> None:
    assert fingerprint("alert(1)") == ALERT
    assert fingerprint(" alert(1)") != ALERT
    # Of text in UTF-8; by `openssl dgst -sha256 -binary | base64` too.
    assert fingerprint("'é'") == "'sha256-Dgmw5ng0/CnJy0pMciM01AqeOX3kzdu1c2gRtaGUiaE='"


def test_scripts_around_the_text_may_run_and_no_others() -> None:
    assert scripts(page()) == []
    assert scripts(page(head=SCRIPT)) == scripts(page(after=SCRIPT)) == [ALERT]
    assert scripts(page(head=SCRIPT, after=SCRIPT)) == [ALERT]
    assert scripts(page(head='<script type="module">alert(1)</script>')) == [ALERT]
    assert scripts(page('<script src="../a.js" defer></script>')) == []
    assert scripts(page('<script type="application/json">{"a": "<b onclick=x>"}</script>')) == []
    assert scripts(page("<p>style='x' onclick=1</p><!-- <b onclick=x> -->")) == []
    assert scripts(page("<button data-a='1 > 0 onclick=1'>one_of = 2</button>")) == []


def test_only_pages_with_runnable_blocks_may_run_webassembly() -> None:
    assert scripts(page('<div class="live-texts"></div>')) == [WASM]


def test_the_policy_stands_before_all_that_it_governs() -> None:
    html = guarded(page(head=SCRIPT), "x")
    assert html.index("charset") < html.index("Content-Security-Policy") < html.index("<script>")
    assert html.count("Content-Security-Policy") == 1
    policy = html[html.index("script-src") : html.index("; style-src")]
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SCRIPT, "holds the script `alert(1)`"),
        ('<script type="text/javascript">alert(1)</script>', "holds the script `alert(1)`"),
        ('<button onclick="go()">a</button>', "holds the script `onclick=go()`"),
        ("<svg><path d='M0' ONLOAD = go() /></svg>", "holds the script `onload=go()`"),
        ('<a href=" javascript:go()">a</a>', "holds the script `href=javascript:go()`"),
        ('<iframe srcdoc="<p>a"></iframe>', "holds the script `srcdoc=<p>a`"),
        ('<img src="https://example.org/a.png">', "another host for `https://example.org/a.png`"),
        ('<script src="//example.org/a.js"></script>', "another host for `//example.org/a.js`"),
    ],
)
def test_what_the_policy_would_block_is_told_in_one_line(text: str, said: str) -> None:
    source = f"# Title\n\n{text}\n"
    with pytest.raises(CourseError) as caught:
        guarded(page(f"<p>\n{text}"), "docs/en/a.md", source)
    line = str(caught.value)
    assert line.startswith("docs/en/a.md:3: the page ")
    assert said in line
    assert "docs/assets" in line
    assert "\n" not in line


def test_a_handler_of_the_theme_is_refused_too() -> None:
    with pytest.raises(CourseError, match="onclick"):
        guarded(page(after='<b onclick="x"></b>'), "main.html")


def test_a_page_without_a_character_set_is_refused() -> None:
    with pytest.raises(CourseError, match="names no character set"):
        guarded("<html><head></head></html>", "404.html")
