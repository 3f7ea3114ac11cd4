"""The results of all pages as they were last run, and digests of what each is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from course.reading.library import Address
from course.reading.pages import Page
from course.running import approval
from course.running.definitions import does
from course.running.parts import PageRun, Part
from course.running.sources import Sources
from course.terms.reference import Reference
from course.texts.errors import CourseError
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE


class Results:
    """What each page gave, whatever has been edited since.

    Parameters
    ----------
    docs
        The folder of the pages.
    reference
        What the pages refer to.

    Attributes
    ----------
    runs
        The results of each page, with a key of all that they depend on, as `key` gives it.
    """

    def __init__(self, docs: Path, reference: Reference) -> None:
        self.docs = docs
        self.reference = reference
        self.runs: dict[Address, tuple[str, PageRun]] = {}

    def forget_but(self, paths: Collection[str]) -> None:
        """Forget every page but those with one of these addresses."""
        for page in [page for page in self.runs if page[1] not in paths]:
            del self.runs[page]

    def lines(self, lang: str, path: str) -> list[str]:
        """The lines of a page as `prepare` found it, what they refer to written out."""
        return self.reference.lines(self.of(lang, path).page)

    def of(self, lang: str, path: str) -> PageRun:
        """The results of a page as it was last run.

        Raises
        ------
        CourseError
            If it did not exist then.
        """
        if (lang, path) not in self.runs:
            raise CourseError(
                "the page appeared while the site was being built.",
                file=f"{self.docs.name}/{lang}/{path}.md",
                fix="Build again.",
            )
        return self.runs[lang, path][1]

    def digest(self, lang: str, path: str) -> str:
        """A digest of all that `prepare` found a page to be made from: text, code and results."""
        key, run = self.runs[lang, path]
        source = self.runs[SOURCE_LANGUAGE, path][1].page
        made_from = [key, run.page.text, source.text, *run.behind]
        made_from += [f"{part.title} {part.line}\n{part.code}" for part in run.parts]
        made_from += [walk.digest for walk in run.walks]
        made_from += [wait.id for wait in run.waits]
        made_from += [*self.lines(lang, path), self.reference.digest(run.page)]
        return hashlib.sha256("\0".join(made_from).encode()).hexdigest()

    @property
    def paths(self) -> list[str]:
        """The addresses of the pages that `prepare` ran."""
        return sorted({path for _, path in self.runs})

    @property
    def originals(self) -> list[PageRun]:
        """The runs of the source language."""
        return [self.runs[page][1] for page in sorted(self.runs) if page[0] == SOURCE_LANGUAGE]

    def complete(self, path: str) -> bool:
        """Whether a page has all its results in every language."""
        runs = [self.runs.get((lang, path)) for lang in LANGUAGES]
        return all(run is not None and not run[1].waits for run in runs)

    def ready(self, lang: str, path: str) -> bool:
        """Whether a page has been run, and so has its original."""
        return (lang, path) in self.runs and (SOURCE_LANGUAGE, path) in self.runs


def key(
    page: Page, source: Page, parts: list[Part], approved: Path, sources: Sources, *, ran: bool
) -> str:
    """A digest of all that the results of a page depend on.

    Parameters
    ----------
    page, source, parts
        The page, its twin in the source language, and its blocks.
    approved
        The folder of approved output.
    sources
        The teaching code.
    ran
        Whether the page has been run before, hence its imports have been seen to work.
    """
    executed = [part for part in parts if part.block.executed]
    above = [sum(p.block.line < value.line for p in parts) for value in page.values]
    said = [page.lang, *(v.expression for v in page.values), *map(str, above)]
    said += [f"{part.block.id} {sorted(part.options.items())}" for part in parts]
    said += approval.texts(approved, page, parts)
    said += map(str, source.meta.get("computations", []))
    code = [part.code for part in executed]
    code += [f'f"""{{{value.expression}}}"""' for value in page.values]
    module, _, name = source.meta.get("seed", "").partition(":")
    code += [f"from {module} import {name}\n{name}"] if name else []
    places = "\n".join(f"{part.title} {part.line}" for part in executed)
    try:
        said += [does(part.code) for part in executed]
        used = sources.digest("\n".join(code), places)
        if ran:
            used += "" if sources.importable("\n".join(code)) else sources.state
    except SyntaxError:
        used = sources.state  # running it will say where
    return hashlib.sha256("\n".join([*said, used]).encode()).hexdigest()
