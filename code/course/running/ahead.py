"""What pages compute long, begun before any page is run, so that no core ever waits for work."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from course.reading.pages import Page
from course.running.computations import Computations
from course.running.origins import ComputationError, Key
from course.running.page_run import Runner
from course.running.parts import parts_of
from course.texts.errors import CourseError


class Ahead:
    """Begins what pages name under `computations` in their front matter.

    A name is that of a computation, as `module:function`, or the id of a block. Such a block is
    run up to the first long computation that it asks for, which is begun and not waited for.

    Parameters
    ----------
    computations
        Where they are begun.
    code
        The folder of the code.
    runner
        Gives what runs a page, from the page and its twin in the source language.
    """

    def __init__(
        self, computations: Computations, code: Path, runner: Callable[[Page, Page], Runner]
    ) -> None:
        self.computations = computations
        self.code = code
        self.runner = runner
        self._begun: dict[tuple[str, str, str], list[Key]] = {}

    def begin(self, page: Page, source: Page) -> None:
        """Begin what `source` names, in the language of `page`, unless it was begun before.

        Raises
        ------
        CourseError
            If a name is none, or its block fails or asks for no long computation.
        """
        for name in map(str, source.meta.get("computations", [])):
            try:
                if ":" in name:
                    self._once(page, name, partial(self.computations.begin_named, name))
                else:
                    self._block(page, source, name)
            except ComputationError as error:
                raise CourseError(
                    f"{error}.",
                    file=source.file,
                    line=1,
                    fix="Name it under computations as module:function, or by the id of a block.",
                ) from None

    def waits(self, path: str) -> bool:
        """Whether anything that was begun for a page is still to come."""
        begun = (keys for (_, of, _), keys in self._begun.items() if of == path)
        return any(map(self.computations.under_way, begun))

    def forget(self) -> None:
        """Begin all anew, since the code has changed."""
        self._begun.clear()

    def _block(self, page: Page, source: Page, name: str) -> None:
        part = {part.block.id: part for part in parts_of(page, source, self.code)}.get(name)
        if part is None or not part.block.executed:
            raise ComputationError(f"there is no executed block {name!r}")
        alone = partial(self.runner(page, source).run_alone, part)
        if not self._once(page, part.code, lambda: _first_of(self.computations, alone)):
            raise ComputationError(f"block {name!r}, run alone, computes nothing long")

    def _once(self, page: Page, what: str, begin: Callable[[], list[Key]]) -> list[Key]:
        address = (page.lang, page.path, what)
        if address not in self._begun:
            self._begun[address] = begin()
        return self._begun[address]


class _Begun(BaseException):  # no `except Exception` of the teaching code may catch it
    pass


def _first_of(computations: Computations, run: Callable[[], object]) -> list[Key]:
    """Begin the first long computation that `run` asks for, and end `run` there."""
    begun: list[Key] = []

    def begin_only(computation: Any, calls: list[Mapping[str, Any]]) -> Any:
        begun.extend(computations.begin(computation, calls))
        raise _Begun

    module = importlib.import_module("minimodel.running.long_computations")
    module.run_with(begin_only)
    try:
        run()
    except CourseError:
        if not begun:  # else it only says that the block was ended
            raise
    finally:
        module.run_with(computations.run)
    return begun
