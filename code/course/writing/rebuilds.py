"""What a rebuild of `mkdocs serve` need not make again: pages whose every source is as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

Entries = list[dict[str, Any]]


class RenderedFile(File):
    """A page that was rendered before, published like a file that needs no rendering.

    Parameters
    ----------
    file
        The page's file, whose place in the site it takes.
    output
        The page as it was written.
    """

    def __init__(self, file: File, output: str) -> None:
        super().__init__(
            file.src_uri,
            src_dir=None,
            dest_dir=file.dest_dir,
            use_directory_urls=file.use_directory_urls,
            dest_uri=file.dest_uri,
            inclusion=file.inclusion,
        )
        # mkdocs-static-i18n moves a file by changing these two, whatever it was made with.
        self.abs_dest_path, self.url = file.abs_dest_path, file.url
        self.page = file.page
        self.content_string = output

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders it: it already did."""
        return False


@dataclass
class _Rendered:
    """A page as it was written, its title, and the digest of all that it was made from."""

    digest: str
    title: str
    output: str


class Rebuilds:
    """The pages of earlier builds of this process."""

    def __init__(self) -> None:
        self._pages: dict[str, _Rendered] = {}
        self._entries: dict[str, dict[str, Entries]] = {}
        self._digests: dict[str, str] = {}
        self._guessed: dict[str, str] = {}
        self.wrong_guesses = 0

    def keep_unchanged(
        self,
        files: Files,
        digest: Callable[[File], str | None],
        stand_in: Callable[[File], tuple[str, str]],
        choose: Callable[[list[File]], Collection[File]] = list,
    ) -> None:
        """Replace each page that would be rendered to the same bytes by what it was rendered to.

        Parameters
        ----------
        files
            All files of the language being built, the navigation already made from them.
        digest
            Gives a digest of all that a page is made from; `None` if it cannot be rendered now.
        stand_in
            Gives a title and what is shown for a page that could never be rendered so far.
        choose
            Of the pages that have to be rendered, those whose turn it is.
        """
        digests = {file: digest(file) for file in files.documentation_pages()}
        stale = [file for file, made_from in digests.items() if self._stale(file, made_from)]
        chosen = choose(stale)
        for file, made_from in digests.items():
            uri = file.src_uri
            if file in chosen:
                self._digests[uri] = str(made_from)
                continue
            if known := self._pages.get(uri):
                title, output = known.title, known.output
            else:
                title, output = stand_in(file)
                self._guessed[uri] = title
            if file.page is not None and file.page.title is None:
                file.page.title = title  # for the menus of the pages that are rendered
            files.remove(file)
            files.append(RenderedFile(file, output))

    def _stale(self, file: File, made_from: str | None) -> bool:
        known = self._pages.get(file.src_uri)
        return made_from is not None and (known is None or known.digest != made_from)

    def __contains__(self, uri: object) -> bool:
        """Whether a page has ever been rendered."""
        return uri in self._pages

    def remember(self, page: Page, output: str) -> None:
        """Keep a page that has just been rendered."""
        uri = page.file.src_uri
        # The menus of other pages hold the guess.
        self.wrong_guesses += self._guessed.pop(uri, page.title) != page.title
        self._pages[uri] = _Rendered(self._digests[uri], str(page.title), output)

    def complete(self, entries: Entries, lang: str, locations: Iterable[str]) -> Entries:
        """The search entries of all pages of a language, from those of the pages rendered now.

        Parameters
        ----------
        entries
            What was collected in this build.
        lang
            The language.
        locations
            The addresses of all its pages; entries of any other page are forgotten.
        """
        fresh: dict[str, Entries] = {}
        for entry in entries:
            fresh.setdefault(entry["location"].partition("#")[0], []).append(entry)
        known = self._entries.get(lang, {})
        found = {place: fresh.get(place, known.get(place, [])) for place in locations}
        self._entries[lang] = found
        return [entry for of_page in found.values() for entry in of_page]


def site_digest(config: MkDocsConfig, titles: Iterable[str]) -> str:
    """A digest of what every page depends on: configuration, theme and the pages' titles."""
    digest = hashlib.sha256("\n".join([str(config.site_url), *titles]).encode())
    files = [Path(config.config_file_path)]
    if config.theme.custom_dir:
        files += sorted(p for p in Path(config.theme.custom_dir).rglob("*") if p.is_file())
    for file in files:
        digest.update(f"{file} {file.stat().st_mtime_ns} {file.stat().st_size}\n".encode())
    return digest.hexdigest()
