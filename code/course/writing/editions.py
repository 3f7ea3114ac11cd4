"""The notebook editions and experiment folders that a build makes beside its pages."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from course.running.pending import Pending
from course.session import Session
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from course.writing import notebook_html, notebooks
from course.writing.generated import GeneratedFile, NotebookFile, root

Made = TypeVar("Made")


class Editions:
    """What a build offers besides pages.

    Attributes
    ----------
    notebooks
        The addresses of the pages that have a notebook edition.
    experiment_files
        The files of the experiments, `experiments/NAME/FILE`.
    """

    def __init__(self) -> None:
        self.notebooks: list[str] = []
        self.experiment_files: list[str] = []
        self._session: Session | None = None
        self._offered: set[str] = set()
        self._made: dict[str, tuple[str, Any]] = {}
        self._pages: dict[str, tuple[bytes, Future[Any]]] = {}

    def make(
        self, session: Session, patterns: list[str], experiments: list[str], folder: Path
    ) -> None:
        """Write them below `folder/LANGUAGE`.

        Parameters
        ----------
        session
            The pages with their results.
        patterns
            Which pages have a notebook, as shell patterns of their addresses.
        experiments
            Modules that have an `EXPERIMENT`, its name, and `experiment_files(lang)`, which gives
            each file's content by its name.
        folder
            Where to write.
        """
        self._session = session
        self.notebooks = [
            path
            for path in session.results.paths
            if any(fnmatch(path, pattern) for pattern in patterns)
            and session.results.complete(path)
            and session.results.of(SOURCE_LANGUAGE, path).page.executed
        ]
        for path in self.notebooks:
            for lang in LANGUAGES:
                target = folder / lang / "notebooks" / f"{path}.ipynb"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(self._notebook(lang, path), encoding="utf-8")
        self.experiment_files = []
        for name in experiments:
            module = importlib.import_module(name)
            try:
                contents = {lang: self._experiment(module, lang) for lang in LANGUAGES}
            except Pending:
                continue
            for lang in LANGUAGES:
                target = folder / lang / "experiments" / module.EXPERIMENT
                target.mkdir(parents=True, exist_ok=True)
                for file, content in contents[lang].items():
                    (target / file).write_bytes(content)
            self.experiment_files += sorted(
                f"experiments/{module.EXPERIMENT}/{path.name}" for path in target.iterdir()
            )

    def _notebook(self, lang: str, path: str, base: str = "") -> str:
        """A page's notebook as a file's text, made once per state of the page."""
        session = self._session
        assert session is not None, "make comes first"

        def make() -> str:
            link = notebooks.page_link(path, base)
            made = notebooks.build(
                session.results.of(lang, path), link, session.results.lines(lang, path)
            )
            return nbformat.writes(made) + "\n"

        return self._once(f"{lang} {path} {base}", session.results.digest(lang, path), make)

    def _experiment(self, module: ModuleType, lang: str) -> dict[str, bytes]:
        """An experiment's files, made once per state of the code that they come from."""
        assert self._session is not None, "make comes first"
        made_by = f"from {module.__name__} import experiment_files\nexperiment_files"
        code = self._session.sources.digest(made_by)
        return self._once(f"{lang} {module.__name__}", code, lambda: module.experiment_files(lang))

    def _once(self, name: str, state: str, make: Callable[[], Made]) -> Made:
        if name not in self._made or self._made[name][0] != state:
            self._made[name] = (state, make())
        return self._made[name][1]

    def render_ahead(self, plugin: Any, folder: Path) -> None:
        """Let workers make the pages of the notebooks that have changed, with mkdocs-jupyter.

        Parameters
        ----------
        plugin
            mkdocs-jupyter as it is configured.
        folder
            The notebooks' folder, as `make` was given it.
        """
        assert self._session is not None, "make comes first"
        options = {key: plugin.config[key] for key, _ in plugin.config_scheme}
        for lang in LANGUAGES:
            for path in self.notebooks:
                uri = f"{lang}/notebooks/{path}.ipynb"
                content = (folder / uri).read_bytes()
                if uri not in self._pages or self._pages[uri][0] != content:
                    made = self._session.workers.submit(
                        notebook_html.convert, uri, str(folder / uri), options
                    )
                    self._pages[uri] = (content, made)

    def drop_unmade(self, patient: bool) -> list[Future[Any]]:
        """Offer no notebook whose page the workers have not made yet; what they are still making.

        Those that were offered before stay, for a worker to make soon, if `patient`.
        """
        late: list[Future[Any]] = []
        for path in list(self.notebooks):
            made = [self._pages[f"{lang}/notebooks/{path}.ipynb"][1] for lang in LANGUAGES]
            unmade = [future for future in made if not future.done()]
            if unmade and not (patient and path in self._offered):
                self.notebooks.remove(path)
                late += unmade
        self._offered = set(self.notebooks)
        return late

    def rendered(self, page: Any) -> None:
        """Give a notebook's page what the workers made of it, in the place of rendering it."""
        made = self._pages[page.file.src_uri][1]

        def render(config: Any, files: Any) -> None:
            page.content, page.toc, page.title = made.result()

        page.render = render

    def files(self, lang: str, folder: Path, config: MkDocsConfig) -> Iterator[File]:
        """What MkDocs has to publish of them in one language.

        Parameters
        ----------
        lang
            The language.
        folder
            The folder as `make` was given it.
        config
            The build's configuration.
        """
        for path in self.notebooks:
            place, published = f"notebooks/{path}.ipynb", f"notebooks/{path}.html"
            versions = {
                code: NotebookFile(folder, code, place, config, root(code), published)
                for code in LANGUAGES
            }
            for version in versions.values():
                version.alternates.update(versions)
            yield versions[lang]
        for path in self.experiment_files:
            yield GeneratedFile(folder, lang, path, config, root(lang))

    def publish_downloads(self, site: Path, site_url: str) -> None:
        """Put each notebook beside its page, its links led back to the site if that is known."""
        for path in self.notebooks:
            for lang in LANGUAGES:
                base = re.sub(r"/*$", "/", site_url) + root(lang) if site_url else ""
                target = site / root(lang) / "notebooks" / f"{path}.ipynb"
                target.write_text(self._notebook(lang, path, base), encoding="utf-8")
