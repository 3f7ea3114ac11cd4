"""The order of pages: the menu's."""

from __future__ import annotations

from pathlib import Path

from course.reading import order
from site_project import ROOT, Project, faults


def test_pages_stand_in_the_order_of_the_menu_and_others_last(tmp_path: Path) -> None:
    menu = "site_url: !ENV [URL, x]\nnav:\n  - A: b.md\n  - C:\n      - c/a.md\n      - D: [a.md]\n"
    (tmp_path / "mkdocs.yml").write_text(menu, encoding="utf-8")
    assert order.menu(tmp_path) == ["b", "c/a", "a"]
    assert order.sort(["a", "z", "b", "c/a", "d"], tmp_path) == ["b", "c/a", "a", "d", "z"]


def test_a_project_may_have_no_menu(tmp_path: Path) -> None:
    assert order.sort(["b", "a"], tmp_path) == ["a", "b"]
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    assert order.menu(tmp_path) == []


def test_the_real_menu_has_the_chapter_before_the_labs() -> None:
    menu = order.menu(ROOT)
    assert menu.index("chapter/09-today") < menu.index("labs/00-corpus") < menu.index("code/train")


def test_a_page_that_was_renamed_is_missed_in_the_menu_where_its_line_is(project: Project) -> None:
    project.page("# T\n\nWords.\n", "labs/04-new")
    menu = "nav:\n  - labs/04-old.md\n  - Elsewhere: https://example.org/a.md\n"
    (project.folder / "mkdocs.yml").write_text(menu, encoding="utf-8")
    assert faults(project) == (
        "mkdocs.yml:2: the menu has the page 'labs/04-old', which is not there. "
        "Take the line out, or name a page that the menu lacks: labs/04-new."
    )
    (project.folder / "mkdocs.yml").write_text(f"{menu}  - labs/04-new.md\n", encoding="utf-8")
    assert faults(project).endswith("Take the line out, or name a page that is there.")
    (project.folder / "mkdocs.yml").write_text("nav: [labs/04-new.md]\n", encoding="utf-8")
    project.session().check()
