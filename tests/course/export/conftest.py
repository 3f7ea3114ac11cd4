"""A home page with a menu."""

from __future__ import annotations

import pytest

MENU = """<html><head><meta name="description" content="All of it."></head><body>
<div class="md-header__topic"><span>Loops &amp; all</span></div>
<nav class="md-nav--primary"><ul>
<li><label class="md-nav__link">On this page</label>
  <a class="md-nav__link" href="index.html">Home</a>
  <nav class="md-nav--secondary"><a class="md-nav__link" href="#one">One</a></nav></li>
<li><label class="md-nav__link">Part</label><nav data-md-level="1"><ul>
  <li><a class="md-nav__link" href="part/a%20b.html">First</a></li>
  <li><nav data-md-level="2"><a class="md-nav__link" href="part/in.html">Inner</a></nav></li>
  <li><a class="md-nav__link" href="https://example.org/">Elsewhere</a></li></ul></nav></li>
<li><label class="md-nav__link">Work</label><nav data-md-level="1"><ul>
  <li><a class="md-nav__link" href="authors/how.html">How</a></li></ul></nav></li>
</ul></nav></body></html>"""


@pytest.fixture
def menu() -> str:
    """The home page of a small site."""
    return MENU
