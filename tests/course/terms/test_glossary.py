"""The glossary: what its file must hold, and which words of a page are a term."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.terms import glossary, term_links
from course.texts.errors import CourseError
from site_project import ROOT

GATE = """[gate]
formed = "labs/x#part"
en.term = "gate"
en.says = "Opens."
es.term = "compuerta de paso"
es.says = "Se abre."
"""
NET = """[net]
formed = "labs/x#part"
en.term = "neural network (NN)"
forms_en = ["neural network", "cross-entropy"]
en.says = "Learns."
es.term = "red neuronal"
es.says = "Aprende."
aside_es = ["labs/y"]
"""
LOGITS = """[logits]
formed = "labs/x#part"
kept = true
en.term = "logit"
en.says = "Scores."
es.term = "logit"
es.says = "Puntuaciones."
"""
TO = "../reference/glossary.html"


def read(folder: Path, text: str) -> dict[str, glossary.Term]:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "glossary.toml").write_text(text, encoding="utf-8")
    return glossary.read(folder / "docs")


def linked(folder: Path, page: str, lang: str = "en", path: str = "labs/x") -> str:
    words = {key: term.words[lang] for key, term in read(folder, GATE + NET + LOGITS).items()}
    return term_links.link(page, words, path, TO)


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "Gates open. A gate shuts.", "[gate|Gates] open. A gate shuts."),
        ("en", "gated, gate-like, subgate", "gated, gate-like, subgate"),
        ("en", "A neural\nnetwork and its gate", "A [net|neural\nnetwork] and its [gate|gate]"),
        ("en", "cross–entropy", "[net|cross–entropy]"),
        ("es", "Las redes neuronales", "Las [net|redes neuronales]"),
        ("es", "compuertas de paso", "[gate|compuertas de paso]"),
        ("es", "Los <em>logits</em>", "Los <em>[logits|logits]</em>"),
    ],
)
def test_the_first_use_is_linked_in_any_form(
    tmp_path: Path, lang: str, text: str, found: str
) -> None:
    for key in ("gate", "net", "logits"):
        found = found.replace(f"[{key}|", f'<a class="course-term" href="{TO}#{key}">')
    assert linked(tmp_path, f"<p>{text}</p>", lang) == f"<p>{found.replace(']', '</a>')}</p>"


@pytest.mark.parametrize(
    "page",
    [
        "<h2>A gate</h2>",
        '<p><a href="#x">a gate</a> <code>gate</code> <button>gate</button></p>',
        "<figure><figcaption>A gate<br> of a gate</figcaption></figure>",
        '<p><span class="arithmatex">\\(gate\\)</span> <span lang="es">gate</span></p>',
        '<div data-search-exclude class="course-output"><p>gate</p></div>',
        '<details><summary>Which gate?</summary></details><img alt="A > gate">',
        '<p class="admonition-title">Gate</p><div class="footnote"><p>gate</p></div>',
        "<!-- gate -->",
    ],
)
def test_a_term_is_not_linked_where_it_would_be_in_the_way(tmp_path: Path, page: str) -> None:
    assert linked(tmp_path, page) == page
    assert linked(tmp_path, page + "<p>gate</p>") == (
        f'{page}<p><a class="course-term" href="{TO}#gate">gate</a></p>'
    )


def test_a_word_that_says_something_else_on_a_page_is_not_linked_there(tmp_path: Path) -> None:
    assert linked(tmp_path, "<p>red neuronal</p>", "es", "labs/y") == "<p>red neuronal</p>"
    assert "course-term" in linked(tmp_path, "<p>red neuronal</p>", "es", "labs/x")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GATE + NET.replace("es.says", "es.say"), 7, "'net' has es.say."),
        (GATE + NET.replace('es.says = "Aprende."\n', ""), 7, "'net' has no es.says."),
        (GATE.replace("#part", ""), 1, "does not say where it is explained"),
        (GATE.replace("formed", "former"), 1, "has 'former'"),
        (GATE.replace("[gate]", "[Gate]"), 1, "is no anchor"),
        (GATE + NET.replace('"cross-entropy"', '"gates"'), 7, "are both called 'gates' in 'en'"),
        ("[gate", None, "this is no TOML"),
    ],
)
def test_a_faulty_entry_is_named_with_its_line(
    tmp_path: Path, text: str, line: int | None, said: str
) -> None:
    with pytest.raises(CourseError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("docs/glossary.toml", line)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("exploding gradient", "gradiente que explota"),
        ("validation set", "conjunto de validación"),
        ("Jacobian", "jacobiano"),
        ("learning rate", "tasa de aprendizaje"),
        ("reset gate", "compuerta de reinicio"),
        ("checkpoint", "punto de control"),
    ],
)
def test_the_real_glossary_calls_things_as_the_course_does(english: str, spanish: str) -> None:
    terms = glossary.read(ROOT / "docs").values()
    assert (english, spanish) in {(t.words["en"].term, t.words["es"].term) for t in terms}
