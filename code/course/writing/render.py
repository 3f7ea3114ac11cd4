"""A page's text with its results put in: Markdown in which tokens stand for finished HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from course.live.scan import Judged, Verdict
from course.reading.blocks import FENCE, INLINE, InlineValue, fences, read_block
from course.reading.quiz import questions
from course.reading.walks import walk_blocks as reading
from course.running.parts import PageRun, Part
from course.running.pending import PendingValue
from course.texts import formulas, messages, typography
from course.texts.errors import CourseError
from course.writing import live, permalinks, placeholders, quiz
from course.writing import walk_html as walk_html

# Letters only: neither Markdown nor its extensions see anything in it.
TOKEN = re.compile(r"<p>\s*(?P<block>xCOURSEx[a-z]+x\d+x)\s*</p>|(?P<bare>xCOURSEx[a-z]+x\d+x)")
ANY = re.compile(r"xCOURSEx[a-z]+x\d+x")
# Where no token may become what it stands for: in comments, formulas, tags with their attributes,
# and elements that show their text as it is written.
CLOSED = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|textarea|title|pre)\b.*?</(?P=raw)>"
    r'|<(?P<box>span|div) class="arithmatex">.*?</(?P=box)>'
    r"""|</?[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*>""",
    re.S | re.I,
)
LATE = re.compile(r"xCOURSEx(?:figure|code)x\d+x")
COLORED = re.compile(r"(?<=<pre>)<span></span>.*?(?=</pre>)", re.DOTALL)  # by Pygments


@dataclass
class Rendered:
    """Markdown with tokens, and the HTML that each token stands for.

    Attributes
    ----------
    markdown, html
        Those.
    file
        The page's file, for messages.
    places
        What each token of a result is called, and the line where that stands.
    """

    markdown: str
    html: dict[str, str] = field(default_factory=dict)
    file: str = ""
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def fill(self, page: str) -> str:
        """Put results in the place of their tokens in the converted page, but for drawings.

        Raises
        ------
        CourseError
            If a result that was in the Markdown stands nowhere on the page, or not as its text.
        """
        self._hold(page)
        return TOKEN.sub(lambda match: self.html[match["block"] or match["bare"]], page)

    def _hold(self, page: str) -> None:
        given = {*ANY.findall(self.markdown)} & self.places.keys()
        shown = Counter(ANY.findall(CLOSED.sub("", page))) if given else {}
        for token, (name, line) in self.places.items():
            if token in given and shown.get(token) != 1:
                raise CourseError(
                    f"{name} stands where a page can show no result.",
                    file=self.file,
                    line=line,
                    fix="Put it into the text: not into a formula, code, an attribute or a link.",
                )

    def keep_back(self, page: str) -> str:
        """Take code out that no search index is made of, for `draw` to put in again."""
        return COLORED.sub(lambda match: _token(self, "code", match[0]), page)

    def draw(self, page: str) -> str:
        """Put drawings and code in, which nothing else has to read through."""
        return LATE.sub(lambda match: self.html[match[0]], page)


def render(markdown: str, run: PageRun, runnable: Mapping[str, Judged] | None = None) -> Rendered:
    """Put the results of `run` into the page's Markdown.

    Parameters
    ----------
    markdown
        The body of the page, perhaps already edited by others as long as no block is moved.
    run
        The page's results.
    runnable
        What of the page's blocks a reader can run, by their names; nothing if none can.
    """
    runnable = runnable or {}
    page = run.page
    lines = quiz.folded(markdown.splitlines(), page)
    asked = bool(questions(page))  # each has an address, and its code is a part of the answer
    rendered = Rendered("", file=page.file)
    parts = iter(run.parts)
    values = iter(zip(page.values, run.values, strict=False))
    walks = iter(run.walks)
    out: list[str] = []
    position = 0
    for fence in fences(lines, page.file, page.offset):
        out += _with_values(lines[position : fence.first], values, page.lang, rendered)
        if reading.is_walk(fence):
            out += walk_html.block(
                next(walks),
                page,
                lambda text: _with_values(text, values, page.lang, rendered),
                lambda kind, markup: _token(rendered, kind, markup),
            )
        elif read_block(fence, page.file, page.offset) is None:
            out += lines[fence.first : fence.last + 1]
        else:
            part = next(parts)
            judged = runnable.get(part.block.id)
            result = _result(part, page.lang, rendered)
            bar = _bar(part, page.lang, rendered, judged, bool(result)) if judged else []
            block = [*_source(part, page.lang), *bar]
            if part.block.id and part.shown and not asked:
                link = permalinks.link("code", part.block.id, page.lang)
                block = [_token(rendered, "link", link), "", *block]
            block += result
            # A quote goes on over an empty line that has its mark.
            empty = fence.indent.rstrip()
            out += [fence.indent + line if line else empty for line in ["", *block, ""]]
        position = fence.last + 1
    out += _with_values(lines[position:], values, page.lang, rendered)
    if runnable:
        out += ["", _token(rendered, "texts", live.texts(page.path, page.lang, page.place))]
    rendered.markdown = quiz.without_checks("\n".join(out) + "\n")
    return rendered


def _with_values(
    lines: list[str],
    values: Iterator[tuple[InlineValue, str]],
    lang: str,
    rendered: Rendered,
) -> list[str]:
    title = html.escape(messages.text("value_title", lang))

    def value(_: re.Match[str]) -> str:
        asked, shown = next(values)
        if isinstance(shown, PendingValue):
            span = placeholders.value(shown.wait, lang)
        else:
            span = f'<span class="course-inline" title="{title}">{shown}</span>'
        token = _token(rendered, "value", span)
        rendered.places[token] = (f"the value {asked.expression!r} in a sentence", asked.line)
        return token

    return [INLINE.sub(value, line) for line in lines]


def _source(part: Part, lang: str) -> list[str]:
    """The code as a fenced block of its own, for the highlighter to color."""
    shown = part.options.get("source", "shown")
    if shown == "hidden":
        return []
    fence = "```"
    while any(
        FENCE.match(line) and line.strip().startswith(fence) for line in part.code.split("\n")
    ):
        fence += "`"
    title = part.options.get("title", part.title)
    options = f' title="{title}"' if title else ""
    if "hl_lines" in part.options:
        options += f' hl_lines="{_moved(part.options["hl_lines"], bool(part.preface))}"'
    code = [*part.preface.split("\n")] if part.preface else []
    code += part.code.rstrip("\n").split("\n")
    block = [f"{fence}{part.block.language}{options}", *code, fence]
    if shown == "folded":
        summary = messages.text("source", lang)
        inner = (f"    {line}" if line else "" for line in block)
        return [f'??? code "{summary}"', "", *inner, ""]
    return block


def _bar(part: Part, lang: str, rendered: Rendered, judged: Judged, shows: bool) -> list[str]:
    if judged.verdict is Verdict.NOTHING:
        why = live.without(judged.lacking, lang, shows=shows)
        return ["", _token(rendered, "bar", why), ""]
    return ["", _token(rendered, "bar", live.bar(part.block.id, lang)), ""]


def _moved(lines: str, down: int) -> str:
    """Numbers and ranges of lines, each that many lines further down."""
    return re.sub(r"\d+", lambda number: str(int(number[0]) + down), lines)


def _result(part: Part, lang: str, rendered: Rendered) -> list[str]:
    markup = _result_html(part, lang, rendered)
    if not markup:
        return []
    token = _token(rendered, "output", markup)
    rendered.places[token] = (part.block.name, part.block.line)
    return ["", token, ""]


def _result_html(part: Part, lang: str, rendered: Rendered) -> str:
    """A block's output as HTML; empty if there is none to show."""
    output = part.output
    if output is None:
        return ""
    if output.wait:
        return placeholders.block(output.wait, part.block.id, lang)
    label = html.escape(messages.text("output", lang))
    pieces = []
    if output.stdout or output.notice or output.value_html or output.value:
        kind = "table" if "<table" in output.value_html else "output"
        pieces.append(permalinks.link(kind, part.block.id, lang))
    if output.stdout:
        pieces.append(_pre("course-stdout", label, output.stdout))
    if output.notice:
        kind = "course-raises" if "raises" in part.options else "course-warns"
        pieces.append(
            _pre(
                f"course-stdout {kind}", html.escape(messages.text("expected", lang)), output.notice
            )
        )
    if output.value_html:
        shown = typography.html_subscripts(output.value_html)
        pieces.append(f'<div class="course-value md-typeset__scrollwrap">{shown}</div>')
    elif output.value:
        pieces.append(_pre("course-value", label, output.value))
    if output.figure:
        caption = formulas.html(typography.apostrophes(part.options.get("caption", "")))
        link = permalinks.link("figure", part.block.id, lang)
        below = f"<figcaption>{caption} {link}</figcaption>" if caption else link
        pieces.append(
            f'<figure class="course-figure" id="fig-{part.block.id}">'
            f"{_token(rendered, 'figure', output.figure)}{below}</figure>"
        )
    if not pieces:
        return ""
    asked = _predicted(part.options["predict"], lang) if "predict" in part.options else ""
    opening = f'<div data-search-exclude class="course-output" id="out-{part.block.id}"{asked}>'
    return f"{opening}{''.join(pieces)}</div>"


def _predicted(question: str, lang: str) -> str:
    """Attributes of an output that a script shows only once its reader has made a guess."""
    said = {"predict": question}
    said |= {
        key: messages.text(f"predict_{key}", lang, guess="{guess}") for key in ("show", "said")
    }
    return "".join(f' data-{key}="{html.escape(text)}"' for key, text in said.items())


def _pre(classes: str, label: str, text: str) -> str:
    # Focusable, so that a keyboard can scroll what is wider than the screen.
    return (
        f'<pre class="{classes}" data-label="{label}" tabindex="0">'
        f"<samp>{typography.wrapped_prose(_colored(text.rstrip()))}</samp></pre>"
    )


def _colored(text: str) -> str:
    """A text as HTML; what colored it in a terminal becomes classes that the style sheet has."""
    if "\x1b" not in text:
        return html.escape(text)
    from nbconvert.filters.ansi import ansi2html  # late: it takes long to import

    return str(ansi2html(text))


def _token(rendered: Rendered, kind: str, markup: str) -> str:
    token = f"xCOURSEx{kind}x{len(rendered.html)}x"
    rendered.html[token] = markup
    return token
