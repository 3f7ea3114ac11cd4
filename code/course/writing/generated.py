"""Files that a build makes and MkDocs publishes: notebook editions and experiments."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

from course.texts.languages import SOURCE_LANGUAGE


class GeneratedFile(File):
    """A file of one language, made outside the folder of pages.

    Parameters
    ----------
    folder
        Where it lies, below a folder named as its language.
    lang, path
        Its language, and its place below that folder.
    config
        The build's configuration.
    published
        Its place below the language's root of the site; `path` where empty.
    """

    def __init__(
        self,
        folder: Path,
        lang: str,
        path: str,
        config: MkDocsConfig,
        root: str,
        published: str = "",
    ) -> None:
        super().__init__(
            f"{lang}/{path}",
            src_dir=str(folder),
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            dest_uri=f"{root}{published or path}",
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        # What mkdocs-static-i18n notes of the files that it knows, for the language switcher.
        self.locale = self.locale_alternate_of = self.localization = lang
        self.norm_src_uri = path
        self.alternates: dict[str, File] = {lang: self}

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders it; a README of an experiment is offered as it is."""
        return False


class NotebookFile(GeneratedFile):
    """A notebook, which mkdocs-jupyter renders as a page."""

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders it: it does."""
        return True


def root(lang: str) -> str:
    """Where a language stands below the site's root."""
    return "" if lang == SOURCE_LANGUAGE else f"{lang}/"


def address(file: File) -> tuple[str, str]:
    """The language and address of a page, or of the page that a notebook is an edition of."""
    lang, _, rest = file.src_uri.partition("/")
    return lang, re.sub(r"^notebooks/|\.(?:md|ipynb)$", "", rest)
