"""What a rebuild of `mkdocs serve` renders again, and what it publishes as it was."""

from __future__ import annotations

from pathlib import Path

from course.writing.rebuilds import Rebuilds, site_digest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page


def pages(config: MkDocsConfig, *names: str) -> Files:
    site = config.site_dir
    return Files([File(f"{name}.md", config.docs_dir, site, False) for name in names])


def config_in(folder: Path) -> MkDocsConfig:
    (folder / "mkdocs.yml").write_text("site_name: x\n")
    config = MkDocsConfig(str(folder / "mkdocs.yml"))
    (folder / "docs").mkdir()
    config.load_dict({"site_name": "x"})
    assert config.validate() == ([], [])
    return config


def build(rebuilds: Rebuilds, config: MkDocsConfig, digests: dict[str, str | None]) -> list[str]:
    """Build pages as MkDocs does; returns the names of those that were rendered."""
    files = pages(config, *digests)
    for file in files.documentation_pages():
        Page(None, file, config)
    rebuilds.keep_unchanged(
        files, lambda file: digests[file.name], lambda file: (f"Guess {file.name}", "to come")
    )
    rendered = []
    for file in files.documentation_pages():
        assert file.page is not None
        rebuilds.remember(file.page, f"{file.name} as {digests[file.name]}")
        rendered.append(file.name)
    files.copy_static_files()
    return rendered


def test_only_pages_that_changed_are_rendered(tmp_path: Path) -> None:
    config, rebuilds = config_in(tmp_path), Rebuilds()
    assert build(rebuilds, config, {"a": "1", "b": "1"}) == ["a", "b"]
    assert build(rebuilds, config, {"a": "2", "b": "1"}) == ["a"]
    assert (tmp_path / "site" / "b.html").read_text() == "b as 1"
    assert build(rebuilds, config, {"a": "1", "b": "1"}) == ["a"]


def test_a_page_that_cannot_be_rendered_stays_as_it_was_or_says_so(tmp_path: Path) -> None:
    config, rebuilds = config_in(tmp_path), Rebuilds()
    assert build(rebuilds, config, {"a": "1", "b": None}) == ["a"]
    assert (tmp_path / "site" / "b.html").read_text() == "to come"
    assert build(rebuilds, config, {"a": None, "b": None}) == []
    assert (tmp_path / "site" / "a.html").read_text() == "a as 1"
    # The menu of page a holds a title that was only guessed, so it has to be rendered again.
    assert rebuilds.wrong_guesses == 0
    assert build(rebuilds, config, {"a": "1", "b": "1"}) == ["b"]
    assert rebuilds.wrong_guesses == 1


def test_search_entries_of_unchanged_pages_stay_and_others_go() -> None:
    rebuilds = Rebuilds()
    first = [{"location": "a.html", "text": "a"}, {"location": "b.html#x", "text": "b"}]
    assert rebuilds.complete(first, "en", ["a.html", "b.html"]) == first
    again = [{"location": "a.html", "text": "new"}]
    assert rebuilds.complete(again, "en", ["a.html", "b.html"]) == [again[0], first[1]]
    assert rebuilds.complete([], "en", ["b.html"]) == [first[1]]
    assert rebuilds.complete([], "es", ["b.html"]) == []


def test_every_page_depends_on_configuration_and_titles(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    before = site_digest(config, ["A", "B"])
    assert site_digest(config, ["A", "B"]) == before
    assert site_digest(config, ["A", "C"]) != before
    (tmp_path / "mkdocs.yml").write_text("site_name: another\n")
    assert site_digest(config, ["A", "B"]) != before
