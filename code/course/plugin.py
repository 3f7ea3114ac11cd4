"""The MkDocs plugin: calls the plain modules of the course at the moments of a build."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.observers.polling import PollingObserver

from course.assembly import Assembly
from course.reading import history
from course.running import limits, memory, supervision
from course.serving.drafts import Drafts
from course.serving.server import PreviewServer, install
from course.session import Session
from course.texts import messages
from course.texts.errors import CourseError, CourseErrors
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from course.writing import (
    cards,
    citing,
    dark_scheme,
    described,
    editions,
    joined,
    lost,
    provenance,
    reading_order,
    rebuilds,
    redirects,
    search,
    theme_scripts,
    theme_styles,
    vendor,
)
from course.writing import walk_files as walked
from course.writing.generated import NotebookFile, root
from course.writing.publish import Staging, Workplace, scratch
from course.writing.templates import CompiledTemplates

log = logging.getLogger("mkdocs.plugins.course")
TOLD = (*described.FOR_TEMPLATES, joined.linked)  # what templates may call

POLLING = 0.1  # seconds between two looks at the files; MkDocs' own 0.5 would be felt
FIRST, LAST = 200, -200  # before and after mkdocs-static-i18n, whose events have 50 and −100


class CourseConfig(Config):
    """Options of the plugin in mkdocs.yml."""

    code = config_options.Dir(exists=True, default="code")
    timeout = config_options.Type(int, default=20)
    notebooks = config_options.ListOfItems(config_options.Type(str), default=[])
    experiments = config_options.ListOfItems(config_options.Type(str), default=[])


class CoursePlugin(BasePlugin[CourseConfig]):
    """Runs the pages before anything is written, then hands MkDocs what they gave."""

    session: Session | None = None
    staging: Staging | None = None
    scratch: Workplace
    server: PreviewServer | None = None
    drafts: Drafts | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep this plugin, hence its results, for all builds of `mkdocs serve`."""
        memory.seldom_search()
        self.command = command
        self.succeeded = False
        self.editions = editions.Editions()
        self.rebuilds = rebuilds.Rebuilds()
        self.templates = CompiledTemplates()
        if command == "serve":
            install(lambda server: setattr(self, "server", server))

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Prepare the folders; `mkdocs build` writes beside the site until it has succeeded."""
        if self._nested(config):
            return config
        self._check_languages(config)
        project = Path(config.config_file_path).parent
        provenance.fix_date(project)
        if self.session is None:
            self._begin(config)
            cache = project / ".cache" / "course" if self.command == "serve" else None
            self.session = Session(
                Path(config.docs_dir),
                Path(self.config.code),
                timeout=self.config.timeout,
                cache=cache,
            )
            self.assembly = Assembly(self.session, self.editions)
            if self.server is not None:
                self.drafts = Drafts(self.session, self.server)
        if self.server is not None:
            config.site_dir = self.server.staging
        if self.staging is not None:
            self.building = config
            config.site_dir = str(self.staging.new)
            limits.last_acts[:] = [self.session.workers.kill, self.staging.discard]
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check and run every page of every language, before MkDocs touches the site."""
        if self._nested(config):
            return
        self.entries: dict[str, list[dict[str, Any]]] = {}
        if changed := vendor.check(Path(config.docs_dir) / "assets"):
            raise PluginError("\n".join(changed))
        session = self._session()
        try:
            self.drafts.prepare() if self.drafts else session.prepare()
            self.assembly.begin()
            docs = Path(config.docs_dir)
            self.changes = history.changes(docs.parent, docs.name)
            if not self.drafts:
                self.assembly.api.hold()
            for fault in self.assembly.api.faults:
                log.warning("%s", fault)
            self.editions.make(
                session, self.config.notebooks, self.config.experiments, self.scratch.folder
            )
            self.editions.render_ahead(config.plugins["mkdocs-jupyter"], self.scratch.folder)
            if self.drafts:
                self.drafts.offer_made(self.editions)
        except (CourseError, CourseErrors) as error:
            raise PluginError(str(error)) from None

    @event_priority(LAST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the notebook editions and experiments of the language being built."""
        for file in self.editions.files(self._language(config), self.scratch.folder, config):
            files.append(file)
        return files

    @event_priority(LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Let `mkdocs serve` render only the pages that are not as they were."""
        reading_order.set_order(nav)
        self.assembly.cited = citing.course(config, self.changes)
        self.addresses = [file.url for file in files.documentation_pages()]
        if self.drafts:
            self.drafts.keep_unchanged(files, config, self.rebuilds, self._also)
        return nav

    def _also(self, lang: str, path: str) -> str:
        """What a page is made from besides its text, code and results."""
        times, digest = self.assembly.times(lang, path), self.assembly.api.digest(path)
        return f"{digest} {path in self.editions.notebooks} {times}"

    @event_priority(-50)
    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Take what the workers made of a notebook with mkdocs-jupyter."""
        if isinstance(page.file, NotebookFile):
            self.editions.rendered(page)
        return page

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Put the results of a page into its text."""
        return self.assembly.markdown(markdown, page)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill in the results."""
        return self.assembly.content(html, page)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put in drawings and formulas."""
        output = self.assembly.finished(output, page)
        if self.drafts:
            before = self.rebuilds.wrong_guesses
            self.rebuilds.remember(page, output)
            self.drafts.server.again |= self.rebuilds.wrong_guesses > before
        return output

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Compile the templates once, not once a language; give them the catalog's texts."""
        env.bytecode_cache = self.templates
        env.globals |= {"course_text": messages.text, "course_each": messages.in_each}
        env.globals |= {"course_root": root, "course_card": cards.address}
        env.globals |= {f"course_{told.__name__}": told for told in TOLD}
        if citing.public(config.site_url):
            lang, site = self._language(config), Path(config.site_dir)
            shown = cards.publish(files, self.assembly.result, config.site_name, lang, site)
            env.globals["course_card_says"] = partial(
                cards.says, course=config.site_name, shown=shown
            )
        return env

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Keep the one 404 page, which speaks both languages, from being written over; guard it."""
        if template_name == lost.PAGE and self._language(config) != SOURCE_LANGUAGE:
            return ""
        if template_name == lost.PAGE:
            return self._lost(output_content, config)
        if template_name.endswith(".html"):
            return self.assembly.guarded(output_content, template_name)
        return output_content

    def _lost(self, output: str, config: MkDocsConfig) -> str:
        try:
            output = lost.anywhere(output, lost.base(config.site_url))
        except CourseError as error:
            raise PluginError(str(error)) from None
        return lost.allowed(self.assembly.guarded(output, lost.PAGE))

    @event_priority(FIRST)
    def _collect_search(self, *, config: MkDocsConfig) -> None:
        material: Any = config.plugins["material/search"]
        entries = list(material.search_index.entries)
        lang = self._language(config)
        self.entries[lang] = self.rebuilds.complete(entries, lang, self.addresses)

    @event_priority(LAST)
    def _finish(self, *, config: MkDocsConfig) -> None:
        if self._nested(config):
            return
        site = Path(config.site_dir)
        for lang, entries in self.entries.items():
            search.write(search.index(entries, lang, root(lang)), site / root(lang))
            search.write_query(lang, site)
        try:
            theme_scripts.edit(site)
            joined.gather(site)
            dark_scheme.write(site)
            if self.command != "serve":  # each saved page may need another rule
                theme_styles.trim(site)
            joined.write(site)
        except CourseError as error:
            raise PluginError(str(error)) from None
        self.editions.publish_downloads(site, config.site_url or "")
        walked.publish(self._session().results.originals, site)
        self.assembly.publish(site)
        for lang in LANGUAGES:
            redirects.publish(self._session().moves, lang, root(lang), site)
        if self.command != "serve":  # the next build has work for them
            self._session().close()
        self.succeeded = True

    on_post_build = CombinedEvent(_collect_search, _finish)

    def on_build_error(self, *, error: Exception) -> None:
        """Note that the build failed, strict mode's verdict at its very end included."""
        self.succeeded = False
        if self.staging is not None and (said := self.staging.explains(error)):
            raise PluginError(said) from None

    def on_shutdown(self) -> None:
        """Publish what was built if it is whole; otherwise leave the last site as it was."""
        if self.staging is not None:
            if self.succeeded:
                try:
                    self.staging.promote()
                except OSError as error:
                    said = self.staging.explains(error)
                    self.staging.discard()
                    raise PluginError(said or str(error)) from None
                self.building.site_dir = str(self.staging.site)  # `gh-deploy` goes on from there
                self.published()
                log.info("Published to %s", self.staging.site.name)
            else:
                self.staging.discard()
        if self.session is not None:
            self.session.workers.kill()  # a build that failed or was stopped waits for nothing
            self.session.close()
            self.scratch.discard()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Build again when the code changes, too, and notice a change soon."""
        own = [config.docs_dir, *filter(None, [config.config_file_path])]
        for path in own:
            server.unwatch(path)
        server.observer = PollingObserver(timeout=POLLING)
        for path in [*own, self.config.code]:
            server.watch(path)
        return server

    def _begin(self, config: MkDocsConfig) -> None:
        """Leave this process to answer for the build, which goes on in a new one."""

        def clear() -> None:
            Staging(site).clear()
            scratch().clear()

        site = Path(config.site_dir)
        if self.command == "serve":
            supervision.stop_on_term()
        else:
            self.published = supervision.supervise(clear)
            self.staging = Staging(site)
            self.staging.begin()
        self.scratch = scratch()
        self.scratch.begin()

    def _session(self) -> Session:
        assert self.session is not None, "MkDocs calls on_config first"
        return self.session

    def _check_languages(self, config: MkDocsConfig) -> None:
        i18n: Any = config.plugins["i18n"]
        built = {language.locale for language in i18n.config.languages}
        for lang in sorted(built.symmetric_difference(LANGUAGES)):
            lacking = "mkdocs.yml" if lang in LANGUAGES else "code/minimodel/texts/languages.py"
            raise PluginError(
                f"mkdocs.yml: the language {lang!r} is missing in {lacking}. Add it there, as "
                "authors/translations says under another language, or take it out."
            )

    def _language(self, config: MkDocsConfig) -> str:
        i18n: Any = config.plugins["i18n"]
        return str(i18n.current_language or SOURCE_LANGUAGE)

    def _nested(self, config: MkDocsConfig) -> bool:
        """Whether this is a build inside the build, which i18n makes for each further language."""
        i18n: Any = config.plugins["i18n"]
        return bool(i18n.building)
