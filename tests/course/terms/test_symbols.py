"""Symbols of formulas: how TeX is read, what the table must hold, and what a page may use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from course.reading import pages
from course.terms import formulas, symbols
from course.texts.errors import CourseError
from site_project import ROOT, Project, faults

STATE = """[h]
tex = "h_t"
indexed = true
kind = "signal"
formed = "labs/x#state"
shape = "(H,)"
code = "h"
en = "state"
es = "estado"
"""
STEP = """[t]
tex = "t"
kind = "index"
formed = "labs/x"
en = "step"
es = "paso"
"""
WEIGHT = """[W]
tex = 'W_{hh}'
pages = ["labs/y"]
shape = "(H, H)"
code = "W_hh"
en = "weights"
es = "pesos"
"""
FIRST = "# First\n\nThe $t$.\n\n## State { #state }\n\nThe $h_{t-1}$.\n"
SECOND = "# Second\n\nThe $W_{hh} h_t$.\n"
LIST = "# List\n\n## A { #a }\n\n[NOTATION: SIGNAL]\n\n## B { #b }\n\n[NOTATION: SINGLE PAGES]\n"


@pytest.fixture
def noted(project: Project) -> Project:
    """Two pages of formulas, and one that lists their symbols."""
    project.docs.mkdir(exist_ok=True)
    (project.docs / "symbols.toml").write_text(STATE + STEP + WEIGHT, encoding="utf-8")
    project.page(FIRST, "labs/x")
    project.page(SECOND, "labs/y")
    project.page(LIST, "reference/notation")
    return project


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"W_{hh}\, h_{t-1}", ["W_{hh}", "h_{t-1}"]),
        (r"\tilde h_t + \hat{a}_t", [r"\tilde{h}_t", r"\hat{a}_t"]),
        (r"da_t \odot d x", ["da_t", r"\odot", "d", "x"]),
        (r"h_t^{(l)} \cdot \rho^k", ["h_t", "l", r"\rho", "k"]),
        (r"d_\text{hidden} \text{ if } \mathtt{dh}[t]", [r"d_{\text{hidden}}", "t"]),
        (r"\operatorname{diag}(s)\, \tanh(\alphabet)", [r"\operatorname{diag}", "s", r"\alphabet"]),
        (r"\begin{aligned} a &= b \\[6pt] c \end{aligned}", ["a", "b", "c"]),
        (r"x^\top_i", ["x_i", r"\top"]),
        (r"\frac{1}{2} \le 3", []),
    ],
)
def test_a_formula_is_read_symbol_by_symbol(tex: str, found: list[str]) -> None:
    assert [used.tex for used in formulas.symbols(tex)] == found


def test_a_formula_gets_marks_around_whole_symbols() -> None:
    def mark(used: formulas.Used) -> str:
        return r"\m" if used.base in ("h", "z", r"\tilde{h}") else ""

    for tex, marked in {
        r"h_{t-1}^2 + z": r"\m{h_{t-1}^2} + \m{z}",
        r"\frac z2 e^{-z} h": r"\frac {\m{z}}2 e^{-\m{z}} \m{h}",
        r"\frac1z \sqrt h": r"\frac1{\m{z}} \sqrt {\m{h}}",
        r"e^z_1 \ln z": r"e^{\m{z}}_1 \ln \m{z}",
        r"\tilde h_t \text{ h } W_{hh}": r"\m{\tilde{h}_t} \text{ h } W_{hh}",
    }.items():
        assert formulas.marked(tex, mark) == marked


def test_formulas_are_read_where_they_stand_and_not_in_code(project: Project) -> None:
    project.page(
        "---\ndescription: d\n---\n# T\n\n`$a$` costs \\$5.\n\n$$\nb \\\\\nc\n$$\n\n```\n$d$\n```\n"
    )
    page = pages.read(project.docs, "en", "labs/x")
    found = [(used.tex, used.line + 1 + page.offset) for used in formulas.used(page)]
    assert found == [("b", 9), ("c", 10)]


def test_the_notation_lists_name_shape_code_and_first_use(noted: Project) -> None:
    session = noted.session()
    session.prepare()
    text = "\n".join(session.results.lines("es", "reference/notation"))
    assert "| Símbolo | Qué es | Forma | En el código | Primer uso |" in text
    row = "</span>$h_t$ | estado | $(H{,})$ | `h` | First, [State](../labs/x.md#state) |"
    assert row in text
    assert "### Second { #on-labs-y }" in text
    assert "$W_{hh}$ | pesos, $(H, H)$, `W_hh` | [Second](../labs/y.md) |" in text


def test_a_symbol_that_other_pages_have_is_led_to_their_entries(noted: Project) -> None:
    file = noted.docs / "symbols.toml"
    other = WEIGHT.replace("[W]", "[V]").replace("labs/y", "reference/notation")
    file.write_text(file.read_text(encoding="utf-8") + other, encoding="utf-8")
    noted.page(FIRST.replace("The $t$", "The $W_{hh} t q$"), "labs/x")
    said = faults(noted)
    assert (
        'gets pages = ["labs/x"] in place of kind and formed. If it says here what [W] or [V] says '
        "elsewhere, name the page there."
    ) in said
    assert said.count("elsewhere, name") == 2  # once a language, and not for q


@pytest.mark.parametrize(
    ("path", "before", "after", "said"),
    [
        ("x", "The $t$", "The $q_t$", "x.md:3: the symbol q_t has no entry in docs/symbols.toml."),
        ("x", "The $t$", "The $h$, $t$", "x.md:3: the symbol h is used before it is explained"),
        ("x", "The $t$", "The $W_{hh} t$", "x.md:3: the symbol W_{hh} has no entry"),
        ("y", "h_t", "h_q", "y.md:3: the symbol q has no entry"),
        ("y", "h_t", "h_t + x_{a", "y.md:3: the symbol x_{{a} has no entry"),
    ],
)
def test_a_symbol_that_nothing_explains_names_page_and_line(
    noted: Project, path: str, before: str, after: str, said: str
) -> None:
    for lang in ("en", "es"):
        file = noted.docs / lang / "labs" / f"{path}.md"
        file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    found = faults(noted)
    assert f"docs/en/labs/{said}" in found
    assert f"docs/es/labs/{said}" in found


def test_without_a_menu_no_page_comes_first(noted: Project) -> None:
    noted.page(SECOND.replace("W_{hh} ", "t "), "labs/a")
    noted.session().prepare()


def test_a_page_read_earlier_may_not_use_what_a_later_one_explains(noted: Project) -> None:
    menu = "nav:\n  - Home: labs/y.md\n  - More:\n      - labs/x.md\n"
    (noted.folder / "mkdocs.yml").write_text(f"x: !ENV [A, b]\n{menu}", encoding="utf-8")
    found = faults(noted)
    assert "docs/en/labs/y.md:3: the symbol h_t is used before it is explained, on labs/x" in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (STATE.replace("#state", "#stat"), "toml:1: the symbol 'h' is explained at 'labs/x#stat'"),
        (WEIGHT.replace("labs/y", "labs/x"), "toml:1: the symbol 'W' is not used on labs/x."),
        (STEP.replace('"t"', '"u"').replace("[t]", "[u]"), "'u' is used on no page."),
    ],
)
def test_an_entry_that_no_page_bears_out_is_a_fault(noted: Project, text: str, said: str) -> None:
    (noted.docs / "symbols.toml").write_text(text, encoding="utf-8")
    assert said in faults(noted)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (STATE + WEIGHT.replace("pages", "page"), 10, "'W' has 'page'. Use: pages"),
        (STATE.replace('es = "estado"', ""), 1, "'h' has no es."),
        (STATE.replace("formed", "pages"), 1, "'h' has pages that are no list"),
        (STATE + 'pages = ["x"]\n', 1, "needs either formed or pages"),
        (STATE.replace('"signal"', '"signals"'), 1, "is of no kind"),
        (STATE + STATE.replace("[h]", "[h2]"), 10, "'h' and 'h2' are both written h_t"),
        ("h = 1\n", 1, "'h' is no table"),
        ("[h", None, "this is no TOML"),
    ],
)
def test_a_faulty_entry_is_named_with_its_line(
    tmp_path: Path, text: str, line: int | None, said: str
) -> None:
    (tmp_path / "symbols.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        symbols.read(tmp_path)
    assert said in str(caught.value)
    assert caught.value.line == line


def test_the_names_in_code_are_names_in_code() -> None:
    files = [*(ROOT / "code").rglob("*.py"), *(ROOT / "docs" / "en").rglob("*.md")]
    known = {word for file in files for word in re.findall(r"\w+", file.read_text("utf-8"))}
    for symbol in symbols.read(ROOT / "docs").symbols:
        assert set(re.findall(r"\w+", symbol.code)) <= known, symbol.key


def test_a_page_that_has_another_name_is_told_once(noted: Project) -> None:
    text = WEIGHT.replace("labs/y", "labs/z")
    more = text.replace("[W]", "[V]").replace("W_{hh}", "W_{xh}")
    (noted.docs / "symbols.toml").write_text(STATE + STEP + text + more, encoding="utf-8")
    (told,) = faults(noted).splitlines()
    assert "symbols.toml:16: 2 entries name 'labs/z', and there is no such page. Put the" in told
