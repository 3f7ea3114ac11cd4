"""Notebook pages without what mkdocs-jupyter repeats in each of them."""

from __future__ import annotations

import base64

import pytest
from course.writing.notebook_html import trim

PAGE = """
<style>.jp-Cell { color: red }</style>
<script src="https://example.org/mathjax.js"></script>
<div class="jupyter-wrapper"><div class="jp-Notebook">
<h2 id="a">A<a class="anchor-link" href="#a">¶</a></h2>
<div class="zeroclipboard-container"><clipboard-copy></clipboard-copy></div>
<div class="highlight-ipynb hl-python"><pre><span></span><span class="n">x</span> &lt; 1</pre></div>
<div class="clipboard-copy-txt">x</div>
<div class="highlight"><pre><span>pip</span></pre></div>
<svg viewBox="0 0 1 1"><clipPath id="c"></clipPath></svg>
</div></div>
<style>.more {}</style>
"""


def test_styles_and_scripts_and_copies_are_gone() -> None:
    page = trim(PAGE)
    for gone in ("<style", "<script", "clipboard", "highlight-ipynb", "anchor-link"):
        assert gone not in page


def test_code_has_the_markup_of_the_site() -> None:
    page = trim(PAGE)
    code = '<pre><code><span></span><span class="n">x</span> &lt; 1</code></pre>'
    assert f'<div class="highlight">{code}</div>' in page
    assert "<pre><code><span>pip</span></code></pre>" in page
    assert '<a class="headerlink" href="#a">' in page


def test_a_drawing_is_drawn_in_the_page() -> None:
    drawing = '<svg aria-label="A line."><path d="M0 0"/></svg>'
    data = base64.b64encode(drawing.encode()).decode()
    image = f'<img alt="none" src="data:image/svg+xml;base64,{data}">'
    assert drawing in trim(PAGE.replace("</h2>", f"</h2>{image}"))


def test_ids_are_unique_and_can_be_selected() -> None:
    twice = '<div class="jp-Cell" id="cell-id=cell-3"><a id="a"></a></div>'
    page = trim(PAGE.replace("</h2>", f"</h2>{twice}"))
    assert page.count('id="a"') == 1
    assert "cell-id" not in page


def test_headings_of_the_same_text_are_numbered_as_in_the_table_of_contents() -> None:
    again = '</h2><h2 id="a">A<a class="anchor-link" href="#a">¶</a></h2>'
    page = trim(PAGE.replace("</h2>", again, 1))
    assert page.count('<h2 id="a">') == 1
    assert '<h2 id="a_1">A<a class="headerlink" href="#a_1">' in page


def test_a_page_without_a_notebook_is_an_error() -> None:
    with pytest.raises(ValueError, match="rendered no notebook"):
        trim("<p>nothing</p>")


def test_printed_text_can_be_scrolled_by_a_keyboard_and_its_prose_wraps() -> None:
    prose = "the loss rose again after the learning rate was raised"
    printed = f'<div class="jp-RenderedText"><pre>1  2\n{prose}\n</pre></div>'
    page = trim(PAGE.replace("</h2>", f"</h2>{printed}"))
    assert f'<pre tabindex="0">1  2\n<span class="course-prose">{prose}</span></pre>' in page
