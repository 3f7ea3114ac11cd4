"""The entries of the reference as HTML: signature, docstring, and the pages that show the name."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import griffe

from course.api import docstrings
from course.api.definitions import Object, bases, comment, first_line
from course.api.docstrings import Link
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE

Address = Callable[[str], str | None]  # of a full name's entry, as seen from the page
WIDTH = 76  # characters of a signature's line
SPECIAL = ("__call__", "__getitem__", "__len__")
LONGEST = 160  # characters of a constant that is shown


def anchor(path: str) -> str:
    """The anchor of a name on its package's page: `nn.gru.GRU` for `minimodel.nn.gru.GRU`."""
    return path.partition(".")[2]


def listed(module: griffe.Module, members: Iterable[Object]) -> str:
    """One line for each name of a module: for the eye, and for the search by name."""
    lines = "".join(
        f'<li><a href="#{anchor(m.path)}"><code>{m.name}</code></a> '
        f'<span lang="{SOURCE_LANGUAGE}" data-search-exclude>'
        f"{docstrings.sentence(first_line(m), html.escape)}</span></li>"
        for m in members
    )
    return f'<ul class="course-api-list">{lines}</ul>' if lines else ""


class Entries:
    """Writes entries in one language.

    Parameters
    ----------
    lang
        The language of headings and labels. Docstrings are English, and are marked as such.
    address
        Gives the address of a name's entry.
    met
        Gives the links to the pages that show a name, as HTML.
    walk
        Gives the address where its code is explained line by line.
    resolve
        Gives the full name of what a name in a docstring of a module stands for.
    """

    def __init__(
        self,
        lang: str,
        address: Address,
        met: Callable[[str], list[str]],
        walk: Address,
        resolve: Callable[[griffe.Module, str], str | None],
    ) -> None:
        self.lang = lang
        self._address = address
        self._met = met
        self._walk = walk
        self._resolve = resolve

    def module(self, module: griffe.Module, members: list[Object]) -> str:
        """The entries of a module: its own, and one for each of its members."""
        said = docstrings.prose(_text(module), self._link(module))
        entries = "".join(self._entry(member) for member in members)
        return (
            f'<section class="course-api-module"><h3 id="{anchor(module.path)}">'
            f"<code>{module.path}</code></h3>{self._english(said)}{entries}</section>"
        )

    def _entry(self, found: Object, level: int = 4) -> str:
        link = self._link(found.module)
        parts = [
            f'<h{level} id="{anchor(found.path)}"><code>{found.name}</code> '
            f'<span class="course-api-kind">{self._text(f"api_{_kind(found)}")}</span></h{level}>',
            self._signature(found),
        ]
        said = []
        for section in _sections(found):
            kind = section.kind.value
            if kind == "text":
                parts.append(self._english(docstrings.prose(section.value, link)))
            else:
                parts.append(self._section(found, kind, list(section.value), link))
        if isinstance(found, griffe.Attribute) and not found.docstring and (text := comment(found)):
            parts.append(self._english(f"<p>{docstrings.sentence(text, link)}</p>"))
        if isinstance(found, griffe.Class):
            if above := [self._named(base) for base in bases(found) if self._address(base)]:
                said.append(f"{self._text('api_bases')}: {', '.join(above)}.")
            parts += [self._entry(method, level + 1) for method in methods(found)]
        if pages := self._met(found.path):
            said.append(f"{self._text('api_met')}: {', '.join(pages)}.")
        if walk := self._walk(found.path):
            said.append(f'<a href="{walk}">{self._text("api_walk")}</a>.')
        if said:
            parts.append(f'<p class="course-api-met">{" ".join(said)}</p>')
        return f'<section class="course-api-entry">{"".join(parts)}</section>'

    def _signature(self, found: Object) -> str:
        if isinstance(found, griffe.Attribute):
            value = str(found.value) if found.value is not None else ""
            if "property" in found.labels:
                value = ""
            elif len(value) > LONGEST:
                value = f"{value[: LONGEST - 1]}…"
            annotation = found.annotation
            of_type = annotation is not None and str(annotation) != "Final"
            said = found.name + (f": {self._type(annotation)}" if of_type else "")
            said += f" = {html.escape(value, quote=False)}" if value else ""
        else:
            said = self._called(found)
        return f'<pre class="course-api-signature">{said}</pre>'

    def _called(self, found: Object) -> str:
        """A function or class with its parameters, each in a line of its own if they are long."""
        shown, plain = [], 0
        starred = False
        for name, annotation, default, kind in _parameters(found):
            if kind == "keyword-only" and not starred:
                shown.append("*")
                starred = True
            starred |= kind.startswith("variadic positional")
            mark = {"variadic positional": "*", "variadic keyword": "**"}.get(kind, "")
            text = f"{mark}{name}"
            if annotation is not None:
                text += f": {self._type(annotation)}"
            if default is not None and not mark:
                equals = " = " if annotation is not None else "="
                text += f"{equals}{html.escape(str(default), quote=False)}"
            plain += len(f"{name}: {annotation or ''} = {default or ''}, ")
            shown.append(text)
        returns = found.returns if isinstance(found, griffe.Function) else None
        end = f" → {self._type(returns)}" if returns is not None else ""
        if plain + len(found.name) + len(str(returns or "")) > WIDTH:
            return f"{found.name}(\n    " + ",\n    ".join(shown) + f",\n){end}"
        return f"{found.name}({', '.join(shown)}){end}"

    def _type(self, annotation: str | griffe.Expr | None) -> str:
        """An annotation, linked where it names what has an entry."""
        if not isinstance(annotation, griffe.Expr):
            return html.escape(str(annotation or ""), quote=False)
        out = []
        for part in annotation.iterate(flat=True):
            text = html.escape(str(part), quote=False)
            path = part.canonical_path if isinstance(part, griffe.ExprName) else ""
            address = self._address(path) if path else None
            out.append(f'<a href="{address}">{text}</a>' if address else text)
        return "".join(out)

    def _section(self, found: Object, kind: str, items: list[Any], link: Link) -> str:
        """A section such as *Parameters*; neighbors that are described together stay so."""
        rows = []
        for description, same in groupby(items, key=lambda item: item.description.strip()):
            group = list(same)
            if kind in ("returns", "yields", "raises"):
                terms = [self._of_result(item) for item in group]
            else:
                terms = [self._parameter(found, item) for item in group]
            rows.append(f"<dt>{', '.join(filter(None, terms))}</dt>")
            rows.append(f"<dd>{docstrings.prose(description, link)}</dd>")
        head = self._text(f"api_{kind.replace(' ', '_')}")
        body = self._english(f"<dl>{''.join(rows)}</dl>")
        return f'<p class="course-api-head">{head}</p>{body}'

    def _parameter(self, found: Object, item: Any) -> str:
        """A parameter's name, and what the docstring says behind it: mostly its shape."""
        types = {name: str(annotation) for name, annotation, _, _ in _parameters(found)}
        said = str(item.annotation or "")
        shape = f" {docstrings.sentence(said, html.escape)}" if said != types.get(item.name) else ""
        return f"<code>{html.escape(item.name)}</code>{shape if said else ''}"

    def _of_result(self, item: Any) -> str:
        said = self._type(item.annotation)
        name = getattr(item, "name", "")
        return f"<code>{html.escape(name)}: {said}</code>" if name else f"<code>{said}</code>"

    def _named(self, path: str) -> str:
        return f'<a href="{self._address(path)}"><code>{path.rpartition(".")[2]}</code></a>'

    def _link(self, module: griffe.Module) -> Link:
        def link(code: str) -> str:
            path = self._resolve(module, code)
            address = self._address(path) if path else None
            text = html.escape(code, quote=False)
            return f'<a href="{address}">{text}</a>' if address else text

        return link

    def _english(self, body: str) -> str:
        if not body:
            return ""
        lang = "" if self.lang == SOURCE_LANGUAGE else f' lang="{SOURCE_LANGUAGE}"'
        return f"<div{lang}>{body}</div>"

    def _text(self, key: str) -> str:
        return html.escape(messages.text(key, self.lang))


def methods(found: Object) -> Iterator[griffe.Function | griffe.Attribute]:
    """The methods and properties of a class that say what they do; of anything else, none."""
    for name, member in found.members.items() if isinstance(found, griffe.Class) else ():
        if not isinstance(member, griffe.Function | griffe.Attribute) or not member.docstring:
            continue
        if not name.startswith("_") or name in SPECIAL:
            yield member


def mentioned(found: Object) -> Iterator[str]:
    """The full names that the annotations of a definition mention."""
    said: list[Any] = []
    if isinstance(found, griffe.Function | griffe.Class):
        said += [annotation for _, annotation, _, _ in _parameters(found)]
    if isinstance(found, griffe.Function):
        said.append(found.returns)
    if isinstance(found, griffe.Class):
        for member in methods(found):
            yield from mentioned(member)
    if isinstance(found, griffe.Attribute):
        said.append(found.annotation)
    for annotation in said:
        if isinstance(annotation, griffe.Expr):
            for part in annotation.iterate(flat=True):
                if isinstance(part, griffe.ExprName):
                    yield part.canonical_path


def _parameters(found: Object) -> Iterator[tuple[str, Any, Any, str]]:
    """Name, annotation, default and kind of each parameter, but for `self`."""
    if isinstance(found, griffe.Class) and "__init__" not in found.members:
        if any("dataclass" in str(decorator.value) for decorator in found.decorators):
            for name, member in found.members.items():
                if not isinstance(member, griffe.Attribute) or "property" in member.labels:
                    continue
                if member.annotation is not None and not name.startswith("_"):
                    yield name, member.annotation, member.value, "positional or keyword"
        return
    if not isinstance(found, griffe.Function | griffe.Class):
        return
    method = isinstance(found, griffe.Class) or isinstance(found.parent, griffe.Class)
    for index, parameter in enumerate(found.parameters):
        if method and not index and parameter.name in ("self", "cls"):
            continue
        kind = parameter.kind.value if parameter.kind else "positional or keyword"
        yield parameter.name, parameter.annotation, parameter.default, kind


def _sections(found: Object) -> list[Any]:
    return list(found.docstring.parse("numpy", warnings=False)) if found.docstring else []


def _text(module: griffe.Module) -> str:
    return module.docstring.value if module.docstring else ""


def _kind(found: Object) -> str:
    if isinstance(found, griffe.Class):
        return "class"
    if isinstance(found, griffe.Function):
        return "method" if isinstance(found.parent, griffe.Class) else "function"
    return "property" if "property" in found.labels else "constant"
