"""What mkdocs-jupyter makes of a notebook, without the styles and scripts that it repeats."""

from __future__ import annotations

import base64
import re

from bs4 import BeautifulSoup, Tag

REPEATED = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)

IMAGE = re.compile(r'<img\b[^>]*?src="data:image/svg\+xml;base64,([^"]+)"[^>]*>', re.DOTALL)
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
PLACE = re.compile(r'<svg data-number="(\d+)"></svg>')


def trim(page: str) -> str:
    """Keep a notebook page's content and give its code the markup of the site's code blocks.

    mkdocs-jupyter puts some 590 KB of style sheets, a copy button and a MathJax loader that asks
    another host into each page. The site has one style sheet for notebooks, its own copy button,
    and formulas made at build time.

    Raises
    ------
    ValueError
        If the page has no notebook in it.
    """
    # As an image a drawing has neither the page's colors nor its own description.
    page = IMAGE.sub(lambda match: base64.b64decode(match[1]).decode("utf-8"), page)
    # Half a megabyte is taken away before it is parsed, and drawings are not parsed at all.
    drawings: list[str] = []

    def kept(match: re.Match[str]) -> str:
        drawings.append(match[0])
        return f'<svg data-number="{len(drawings) - 1}"></svg>'

    soup = BeautifulSoup(SVG.sub(kept, REPEATED.sub("", page)), "html.parser")
    notebook = soup.select_one(".jupyter-wrapper")
    if notebook is None:
        raise ValueError("mkdocs-jupyter rendered no notebook")
    for selector in (".zeroclipboard-container", ".clipboard-copy-txt", ".celltoolbar"):
        for element in notebook.select(selector):
            element.decompose()
    for block in notebook.select(".highlight-ipynb"):
        block["class"] = "highlight"
    for block in notebook.select(".highlight"):
        if isinstance(pre := block.find("pre"), Tag) and pre.find("code") is None:
            code = soup.new_tag("code")
            code.extend(list(pre.contents))
            pre.clear()
            pre.append(code)
    for cell in notebook.select(".jp-Cell[id]"):
        del cell["id"]  # with `=` in it, which the copy button cannot select
    for anchor in notebook.select("a[id]"):
        if len(notebook.select(f'[id="{anchor["id"]}"]')) > 1:
            anchor.decompose()  # the heading's own id already is the page's anchor
    for anchor in notebook.select("a.anchor-link"):
        anchor["class"] = "headerlink"
    return PLACE.sub(lambda match: drawings[int(match[1])], str(notebook))
