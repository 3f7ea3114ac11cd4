"""A page's notebook edition: the same prose, code and results as cells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.reading.blocks import INLINE, Fence, read_block
from course.reading.links import MADE
from course.reading.walks import walk_blocks as reading
from course.running.parts import PageRun, Part
from course.texts import messages

BOX = re.compile(
    r'^(?P<marker>!!!|\?\?\?\+?|===)\s*(?P<kind>[\w -]*?)\s*(?:"(?P<title>[^"]*)")?\s*$'
)
HEADING = re.compile(
    r"^(?P<marks>#{1,6})\s+(?P<text>.+?)\s*(?:\{[^}]*?#(?P<anchor>[\w-]+)[^}]*\})?$"
)
ATTRIBUTES = re.compile(r"(?<=[)\]*_`])\{\s*[.#:][^}]*\}|^\{:?\s*[.#][^}]*\}\s*$")
WRAPPER = re.compile(r"^\s*</?(?:div|section)\b[^>]*>\s*$")
FOOTNOTE = re.compile(r"^\[\^(?P<name>[^\]]+)\]:\s*(?P<text>.*)$")
FOOTNOTE_MARK = re.compile(r"\[\^(?P<name>[^\]]+)\](?!:)")
LINK = re.compile(r"(?P<before>\]\()(?P<target>[^)\s]+)(?P<after>[^)]*\))")
MARKER = re.compile(r"(#\s*\(\d+\))!")  # Material's "annotation here, and hide the comment"

Link = Callable[[str], str]


@dataclass(frozen=True)
class _Code:
    part: Part


_Piece = str | _Code


def build(run: PageRun, link: Link, lines: Sequence[str]) -> nbformat.NotebookNode:
    """Make the notebook of a page.

    Parameters
    ----------
    run
        The page with its results, which become the cells' outputs.
    link
        Gives the address, as seen from the notebook, of a link target of the page.
    lines
        The page's lines with what they refer to written out; none is moved, some may be added
        below them.

    Returns
    -------
    nbformat.NotebookNode
        A notebook of format 4.5 that runs from a clean kernel where the course is installed.
    """
    page = run.page
    converter = _Converter(run, link, lines)
    cells = [new_markdown_cell(f"# {page.title}\n\n{_opening(page.path, page.lang, page.title)}")]
    cells.append(new_code_cell(f'%matplotlib inline\nlang = "{page.lang}"'))
    prose: list[str] = []

    def flush() -> None:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(prose)).strip()
        prose.clear()
        if text:
            cells.append(new_markdown_cell(text))

    for piece in converter.pieces():
        if isinstance(piece, _Code):
            flush()
            cells.append(_code_cell(piece.part))
        else:
            prose.append(piece)
    flush()
    count = 0
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            for output in cell["outputs"]:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = count
    return new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": page.title,
        },
    )


def page_link(path: str, base: str = "") -> Link:
    """How the notebook of the page `path` reaches what the page links to.

    Parameters
    ----------
    path
        The page's address, such as `labs/02-forward`.
    base
        The address of the language's root, for a notebook that has left the site; empty for
        links relative to where the site keeps its notebooks.
    """
    folder = posixpath.dirname(path)
    # The site keeps the notebook of labs/x at notebooks/labs/x.
    here = posixpath.join("notebooks", folder)

    def link(target: str) -> str:
        if re.match(r"[a-z][a-z0-9+.-]*:|#", target):
            return target
        address, mark, anchor = target.partition("#")
        absolute = posixpath.normpath(posixpath.join(folder, address))
        if not absolute.startswith(MADE):
            absolute = re.sub(r"\.md$", ".html", absolute)
        reached = f"{base}{absolute}" if base else posixpath.relpath(absolute, here)
        return f"{reached}{mark}{anchor}"

    return link


def _opening(path: str, lang: str, title: str) -> str:
    name = posixpath.basename(path)
    return "\n".join(
        [
            messages.text("from_page", lang, title=title),
            "",
            f"**{messages.text('open_title', lang)}.** {messages.text('open_text', lang)}",
            "",
            "```sh",
            "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt jupyterlab",
            f".venv/bin/course notebook {path} --lang {lang} && .venv/bin/jupyter lab {name}.ipynb",
            "```",
        ]
    )


class _Converter:
    """Turns a page's Markdown into the plainer one that notebooks understand."""

    def __init__(self, run: PageRun, link: Link, lines: Sequence[str]) -> None:
        self.run = run
        self.lines = lines
        self.link = link
        self.parts = {part.block.fence.first: part for part in run.parts}
        self.values = iter(run.values)
        self.walks = iter(run.walks)
        self.notes: dict[str, str] = {}
        self.numbers: dict[str, int] = {}

    def pieces(self) -> Iterator[_Piece]:
        yield from self._convert(list(enumerate(self.lines)))
        if self.numbers:
            yield "\n---\n"
            for name, number in self.numbers.items():
                yield f'{number}. <a id="fn-{number}"></a>{self.notes.get(name, "")}'

    def _convert(self, lines: list[tuple[int, str]]) -> Iterator[_Piece]:
        """Convert lines that carry their numbers on the page, dedented to this depth."""
        position = 0
        while position < len(lines):
            number, line = lines[position]
            if fence := next((f for f in self.run.page.fences if f.first == number), None):
                yield from self._fence(number)
                position += fence.last - fence.first + 1
            elif (box := BOX.match(line)) and (box["kind"] or box["title"]):
                inner, position = _indented(lines, position + 1)
                yield from self._box(box, inner)
            elif note := FOOTNOTE.match(line):
                inner, position = _indented(lines, position + 1)
                text = " ".join([note["text"], *(text.strip() for _, text in inner)])
                self.notes[note["name"]] = self._prose(text.strip())
            else:
                position += 1
                if WRAPPER.match(line):
                    yield ""
                elif heading := HEADING.match(line):
                    if heading["marks"] != "#":  # the title stands in the first cell
                        anchor = (
                            f'<a id="{heading["anchor"]}"></a>\n\n' if heading["anchor"] else ""
                        )
                        # mkdocs-jupyter makes two different anchors of a heading with code.
                        text = self._prose(heading["text"]).replace("`", "")
                        yield f"{anchor}{heading['marks']} {text}"
                else:
                    yield self._prose(line)

    def _fence(self, number: int) -> Iterator[_Piece]:
        page = self.run.page
        fence = next(f for f in page.fences if f.first == number)
        if reading.is_walk(fence):
            yield from self._walk(fence)
            return
        block = read_block(fence, page.file, page.offset)
        if block is not None and block.executed:
            yield _Code(self.parts[number])
            return
        code = self.parts[number].code if block is not None else fence.body
        language = fence.info.split()[0] if fence.info else ""
        plain = MARKER.sub(r"\1", code).rstrip()
        yield f"\n```{language}\n{plain}\n```\n"

    def _walk(self, fence: Fence) -> Iterator[_Piece]:
        walk = next(self.walks)
        for row in walk.rows:
            code = "\n".join(walk.source.lines[number - 1] for number in row.lines)
            yield f"\n```python\n{code}\n```\n"
            body = range(*row.note.body)
            yield from self._convert([(fence.first + 1 + n, walk.block.lines[n]) for n in body])

    def _box(self, box: re.Match[str], inner: list[tuple[int, str]]) -> Iterator[_Piece]:
        title = self._prose(box["title"] or box["kind"].strip().capitalize())
        content = list(self._convert(inner))
        has_code = any(isinstance(piece, _Code) for piece in content)
        if box["marker"].startswith("?") and not has_code:
            text = "\n".join(piece for piece in content if isinstance(piece, str))
            kind = box["kind"].split()[0]
            opening = f'\n<details class="{kind}"><summary>{title}</summary>'
            yield f"{opening}\n\n{text.strip()}\n\n</details>\n"
            return
        if box["marker"] == "===":
            yield f"\n**{title}**\n"
            yield from content
            return
        yield f"\n> **{title}**\n>"
        prose: list[str] = []
        for piece in [*content, None]:
            if isinstance(piece, str):
                prose.append(piece)
                continue
            if text := re.sub(r"\n{3,}", "\n\n", "\n".join(prose)).strip():
                yield "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
            prose.clear()
            yield piece if piece is not None else ""

    def _prose(self, line: str) -> str:
        line = INLINE.sub(lambda _: next(self.values), line)
        line = FOOTNOTE_MARK.sub(self._mark, line)
        line = LINK.sub(lambda m: m["before"] + self.link(m["target"]) + m["after"], line)
        return ATTRIBUTES.sub("", line)

    def _mark(self, match: re.Match[str]) -> str:
        number = self.numbers.setdefault(match["name"], len(self.numbers) + 1)
        return f'<sup><a href="#fn-{number}">{number}</a></sup>'


def _indented(lines: list[tuple[int, str]], position: int) -> tuple[list[tuple[int, str]], int]:
    """The lines from `position` on that are indented or blank, dedented, and where they end."""
    inner: list[tuple[int, str]] = []
    while position < len(lines):
        number, line = lines[position]
        if line.strip() and not line.startswith("    "):
            break
        inner.append((number, line[4:]))
        position += 1
    return inner, position


def _code_cell(part: Part) -> nbformat.NotebookNode:
    output = part.output
    outputs = []
    if output and output.stdout:
        outputs.append(new_output("stream", name="stdout", text=output.stdout))
    if output and output.notice:
        outputs.append(new_output("stream", name="stderr", text=output.notice + "\n"))
    if output and (output.value or output.value_html):
        data = {"text/plain": output.value}
        if output.value_html:
            data["text/html"] = output.value_html
        outputs.append(new_output("execute_result", data=data))
    if output and output.figure:
        data = {"image/svg+xml": output.figure, "text/plain": part.options["alt"]}
        outputs.append(new_output("display_data", data=data))
    metadata: dict[str, Any] = {}
    if "raises" in part.options:
        metadata["tags"] = ["raises-exception"]
    if part.options.get("source") in ("hidden", "folded"):
        metadata["jupyter"] = {"source_hidden": True}
    return new_code_cell(
        MARKER.sub(r"\1", part.code).rstrip("\n"), outputs=outputs, metadata=metadata
    )
