"""Running one page: its blocks in order, in one namespace, and the values between them."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from course.reading import quiz
from course.reading.blocks import InlineValue
from course.reading.pages import Page
from course.running import approval, execution
from course.running.drawings import Draw
from course.running.guarded import Guard
from course.running.leaks import PAGE
from course.running.parts import PageRun, Part, fault_of
from course.running.pending import PendingValue, Unfinished
from course.running.snippets import Output, Snippet, SnippetError
from course.texts.errors import CourseError


@dataclass(frozen=True)
class Runner:
    """How a page is run.

    Attributes
    ----------
    page
        The page.
    source
        The page of the source language, where its code and its seed stand; perhaps itself.
    approved
        The folder of approved output; `None` holds no output against it.
    timeout
        Seconds that a block may take unless it says otherwise.
    draw
        Draws the figures.
    watch
        Called with each part as soon as it has run.
    """

    page: Page
    source: Page
    approved: Path | None
    timeout: float
    draw: Draw
    watch: Callable[[Part], None] | None = None

    def run(self, parts: list[Part]) -> PageRun:
        """Run its blocks and values.

        Raises
        ------
        CourseError
            For the first that fails, prints what was not approved, or names what is missing.
        """
        if not self.page.executed:
            return PageRun(self.page, parts, [])
        module = types.ModuleType(PAGE)  # classes defined on a page need a module
        module.__dict__["lang"] = self.page.lang
        sys.modules[PAGE] = module
        try:
            return self._run_in(module.__dict__, parts)
        finally:
            sys.modules.pop(PAGE, None)  # whatever its code has made of the module and its name

    def run_alone(self, part: Part) -> None:
        """Run one block as if no other stood before it; raises as `run` does."""
        self._output(part, {"lang": self.page.lang}, Guard())

    def _run_in(self, namespace: dict[str, Any], parts: list[Part]) -> PageRun:
        guard = Guard()
        done: list[Part] = []
        values: list[str] = []
        pending = list(self.page.values)
        unfinished = Unfinished(namespace)
        for part in parts:
            while pending and pending[0].line < part.block.line:
                values.append(self._value(pending.pop(0), namespace, guard, unfinished))
            if part.block.executed:
                wait = unfinished.needed_by(part.code)
                output = Output(wait=wait) if wait else self._output(part, namespace, guard)
                if output.wait:
                    unfinished.leave(part.code, output.wait)
                part = replace(part, output=output)
                if self.watch:
                    self.watch(part)
            done.append(part)
        values += [self._value(value, namespace, guard, unfinished) for value in pending]
        if not any(isinstance(value, PendingValue) for value in values):
            quiz.verify(self.page, values)
        return PageRun(self.page, done, values, self._seed())

    def _output(self, part: Part, namespace: dict[str, Any], guard: Guard) -> Output:
        page, options = self.page, part.options
        file = part.title or self.source.file
        snippet = Snippet(
            part.code,
            file,
            part.line,
            f"{page.file}:{part.block.line}",
            part.block.id,
            alt=options.get("alt", ""),
            raises=options.get("raises", ""),
            warns=options.get("warns", ""),
            seconds=float(options.get("timeout", self.timeout)),
        )
        try:
            output = execution.run(snippet, namespace, self.draw, guard)
            if part.approved and self.approved and not output.wait:
                approval.hold(self.approved, page, part, output)
        except SnippetError as error:
            raise fault_of(error, part, page, file) from None
        return output

    def _value(
        self, value: InlineValue, namespace: dict[str, Any], guard: Guard, unfinished: Unfinished
    ) -> str:
        if wait := unfinished.needed_by(f'f"""{{{value.expression}}}"""'):
            return PendingValue(wait)
        try:
            return execution.evaluate(
                value.expression,
                namespace,
                self.page.lang,
                place=f"{self.page.file}:{value.line}",
                seconds=self.timeout,
                guard=guard,
            )
        except SnippetError as error:
            raise CourseError(
                error.message, file=self.page.file, line=value.line, fix=error.fix
            ) from None

    def _seed(self) -> Any:
        """The seed that the front matter names as `module:NAME`."""
        page = self.source
        if "seed" not in page.meta:
            return None
        module, _, name = page.meta["seed"].partition(":")
        try:
            return getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError, ValueError):
            raise CourseError(
                f"the front matter's seed {page.meta['seed']!r} does not exist.",
                file=page.file,
                line=1,
                fix="Name a constant of the code as module:NAME.",
            ) from None


def await_drawings(run: PageRun) -> None:
    """Wait until the figures of a page are drawn.

    Raises
    ------
    CourseError
        For the first that cannot be.
    """
    for part in run.parts:
        try:
            _ = part.output and part.output.figure
        except SnippetError as error:
            raise CourseError(
                f"block {part.block.id!r}: {error.message}",
                file=run.page.file,
                line=part.block.line,
                fix=error.fix,
            ) from None
