"""What mkdocs-jupyter makes of a notebook, without the styles and scripts that it repeats."""

from __future__ import annotations

import base64
import logging
import re
from collections import Counter
from types import SimpleNamespace
from typing import Any

import mkdocs_jupyter.plugin
import nbconvert.exporters.html
from bs4 import BeautifulSoup, Tag

from course.texts import typography
from course.writing import templates

REPEATED = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)

IMAGE = re.compile(r'<img\b[^>]*?src="data:image/svg\+xml;base64,([^"]+)"[^>]*>', re.DOTALL)
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
COLORED = re.compile(r"(?<=<pre><span></span>).*?(?=</pre>)", re.DOTALL)  # by Pygments
DROPPED = {"zeroclipboard-container", "clipboard-copy-txt", "celltoolbar"}
PLACE = re.compile(r'<svg data-number="(\d+)"></svg>')
SCROLLED = {"jp-Cell-inputWrapper", "jp-OutputArea-output"}  # a keyboard can reach them


class _Unread:
    """Stands for the page as nbconvert parses it, style sheets and all, to mark what is scrolled.

    That takes a third of a notebook's time; `trim` marks it where it parses what is left.
    """

    def __init__(self, page: str, **_: object) -> None:
        self.page = page

    def select(self, selector: str) -> list[Tag]:
        return []

    def __str__(self) -> str:
        return self.page


def convert(uri: str, path: str, options: dict[str, Any]) -> tuple[str, Any, str]:
    """Make the page of a notebook with mkdocs-jupyter, in whatever process.

    Parameters
    ----------
    uri, path
        The notebook's address in the site's sources, and where it lies.
    options
        Those of mkdocs-jupyter.

    Returns
    -------
    content, toc, title
        The page's content, trimmed; its table of contents; and its title.
    """
    # A drawing describes itself; nbconvert would have the description on the image around it.
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    templates.compile_notebooks_once()
    vars(nbconvert.exporters.html)["BeautifulSoup"] = _Unread
    plugin = mkdocs_jupyter.plugin.Plugin()
    plugin.load_config(options)
    file = SimpleNamespace(src_uri=uri, src_path=uri, abs_src_path=path)
    page = SimpleNamespace(file=file, abs_url="")
    plugin.on_pre_page(page, config=None, files=None).render(None, None)
    return trim(page.content), page.toc, page.title


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
    # Half a megabyte is taken away before it is parsed; drawings and code are not parsed at all.
    unparsed: list[str] = []

    def kept(markup: str) -> str:
        unparsed.append(markup)
        return f'<svg data-number="{len(unparsed) - 1}"></svg>'

    page = SVG.sub(lambda match: kept(match[0]), REPEATED.sub("", page))
    page = COLORED.sub(lambda match: kept(_quoted(match[0])), page)
    soup = BeautifulSoup(page, "html.parser")
    notebook = soup.select_one(".jupyter-wrapper")
    if notebook is None:
        raise ValueError("mkdocs-jupyter rendered no notebook")
    for element in [e for e in notebook.find_all(class_=True) if DROPPED & set(e["class"])]:
        element.decompose()
    _number_headings(notebook)
    ids = Counter(element["id"] for element in notebook.find_all(id=True))
    for element in notebook.find_all(True):
        _adapt(element, soup, ids)
    return PLACE.sub(lambda match: unparsed[int(match[1])], str(notebook))


def _quoted(code: str) -> str:
    """Code with its quotation marks as the parser writes them, in the rest of the page."""
    return code.replace("&#39;", "'").replace("&quot;", '"')


def _number_headings(notebook: Tag) -> None:
    """Give headings of the same text the ids that the table of contents leads to: a, a_1, a_2."""
    seen: Counter[Any] = Counter()
    for heading in notebook.find_all(re.compile("^h[1-6]$"), id=True):
        name = heading["id"]
        if seen[name]:
            heading["id"] = f"{name}_{seen[name]}"
            for link in heading.find_all("a", href=f"#{name}"):
                link["href"] = f"#{heading['id']}"
        seen[name] += 1


def _adapt(element: Tag, soup: BeautifulSoup, ids: Counter[Any]) -> None:
    """Give one element the form that it has on the site's other pages."""
    classes = set(element.get("class") or ())
    if "highlight-ipynb" in classes:
        element["class"] = "highlight"
    if classes & {"highlight-ipynb", "highlight"}:
        pre = element.find("pre")
        if isinstance(pre, Tag) and pre.find("code") is None:
            code = soup.new_tag("code")
            code.extend(list(pre.contents))
            pre.clear()
            pre.append(code)
    if element.name == "div" and classes & SCROLLED:
        element["tabindex"] = "0"
    if "jp-Cell" in classes and "id" in element.attrs:
        del element["id"]  # with `=` in it, which the copy button cannot select
    if "jp-RenderedText" in classes and isinstance(text := element.find("pre"), Tag):
        text["tabindex"] = "0"  # a keyboard scrolls what is wider than the screen
        wrapped = typography.wrapped_prose(text.decode_contents().rstrip())
        text.clear()
        text.append(BeautifulSoup(wrapped, "html.parser"))
    if element.name == "a":
        if ids[element.get("id")] > 1:
            element.decompose()  # the heading's own id already is the page's anchor
        elif "anchor-link" in classes:
            element["class"] = "headerlink"
