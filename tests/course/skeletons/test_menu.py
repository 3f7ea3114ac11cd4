"""mkdocs.yml, changed line by line: nothing else in it moves."""

from __future__ import annotations

import difflib

import pytest
from course.skeletons import menu
from course.texts.errors import CourseError
from mkdocs.utils.yaml import yaml_load
from site_project import ROOT

CONFIG = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def added(after: str) -> list[str]:
    """The lines that are new; fails if another one is gone."""
    lines = list(difflib.ndiff(CONFIG.splitlines(), after.splitlines()))
    assert not [line for line in lines if line.startswith("- ")]
    return [line[2:] for line in lines if line.startswith("+ ")]


@pytest.mark.parametrize("address", ["chapter/99-x", "labs/99-x", "labs/solutions/99-x", "quiz/x"])
def test_a_page_stands_below_the_others_of_its_folder(address: str) -> None:
    after = menu.add(CONFIG, address)
    (line,) = added(after)
    folder = address.rpartition("/")[0]
    above = after.splitlines()[after.splitlines().index(line) - 1]
    assert line.strip() == f"- {address}.md"
    assert above.strip().startswith(f"- {folder}/")
    assert line.index("-") == above.index("-")
    assert menu.add(after, address) == after
    assert folder in menu.folders(CONFIG)


def test_a_language_stands_below_the_others() -> None:
    after = menu.add_language(CONFIG, "pt", "Português")
    assert added(after)[0].strip() == "- locale: pt"
    (i18n,) = (p["i18n"] for p in yaml_load(after)["plugins"] if "i18n" in p)
    assert [each["locale"] for each in i18n["languages"]] == ["en", "es", "pt"]
    assert [*i18n["languages"][2]["nav_translations"]] == menu.sections(CONFIG)
    assert menu.untranslated(after, "pt") == menu.sections(CONFIG)
    assert menu.untranslated(after, "es") == []
    assert menu.untranslated(after.replace("Labs: Labs [en]", "Labs: Oficinas"), "pt") == [
        name for name in menu.sections(CONFIG) if name != "Labs"
    ]


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("plugins: []\n", "mkdocs.yml: it has no menu."),
        ("nav: [\n", "mkdocs.yml"),
        ("nav:\n  - index.md\n", "the menu has no page of labs/"),
    ],
)
def test_a_menu_that_cannot_be_changed_is_one_line(config: str, told: str) -> None:
    with pytest.raises(CourseError, match=told) as caught:
        menu.add(config, "labs/x")
    assert "\n" not in str(caught.value)
