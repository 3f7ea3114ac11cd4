"""Faults over a Spanish page are said in Spanish: every message has its translation."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from course.serving.faults import Fault
from course.serving.panel import markup
from course.serving.translated import translated

COURSE = Path(__file__).parents[3] / "code" / "course"
ROOMS = ("reading", "terms", "running", "session.py", "live", "writing")
# The messages of these are for who renews what is vendored, in a terminal, or runs a block.
ELSEWHERE = (
    *("vendor.py", "vendor_archives.py", "vendor_fonts.py", "compiled.py"),
    *("licenses.py", "katex.py", "runner.py", "publish.py"),
)
SAYS = re.compile(r"_?fault|\w+Error|Faults")
SPANISH = tomllib.loads((COURSE / "serving" / "faults.es.toml").read_text(encoding="utf-8"))


def written(node: ast.AST, constants: dict[str, ast.expr]) -> Iterator[str]:
    """The texts that an argument may be, with {} for what is inserted."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
        yield "".join(map(str, parts))
    elif isinstance(node, ast.IfExp):
        yield from written(node.body, constants)
        yield from written(node.orelse, constants)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield from written(constants[node.id], {})


def sentence(text: str) -> bool:
    """Whether a text of the code is one that somebody reads: no pattern, script or address."""
    begins = re.match(r"[A-Za-z`{]", text) and not re.search(r"\n|\\|://", text)
    return bool(begins) and text.endswith((".", "?")) and len(re.findall("[a-z]{2,}", text)) > 2


def messages() -> Iterator[tuple[str, str]]:
    """Every message of a fault, and the file that has it."""
    for file in sorted(COURSE.rglob("*.py")):
        if file.relative_to(COURSE).parts[0] not in ROOMS or file.name in ELSEWHERE:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        # Whatever hands it on, a call or not: all that is a sentence.
        aside = {
            id(part)
            for node in ast.walk(tree)
            for part in (
                [node.value]  # a docstring
                if isinstance(node, ast.Expr)
                else node.values  # pieces of what is looked at as a whole
                if isinstance(node, ast.JoinedStr)
                else ()
            )
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in aside:
                yield from ((text, file.name) for text in written(node, {}) if sentence(text))
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if not SAYS.fullmatch(name) or name in ("ValueError", "TypeError", "KeyError"):
                continue
            texts = [
                *call.args,
                *(k.value for k in call.keywords if k.arg in ("fix", "message", "long")),
            ]
            for text in (said for each in texts for said in written(each, constants)):
                if len(re.findall(r"[a-z]{2,}", text.replace("{}", ""))) > 1:
                    yield text, file.name


def test_every_message_has_a_translation() -> None:
    found = dict(messages())
    assert len(found) > 150
    lacking = [f"{file}: {text}" for text, file in found.items() if text not in SPANISH]
    assert not lacking, "\n".join(lacking)


def test_a_translation_has_a_place_for_all_that_is_inserted() -> None:
    assert [text for text, said in SPANISH.items() if text.count("{}") != said.count("{}")] == []


@pytest.mark.parametrize(
    ("said", "spanish"),
    [
        (
            "block 'one' raised ZeroDivisionError: division by zero.",
            "el bloque 'one' lanzó ZeroDivisionError: division by zero.",
        ),
        (
            "block 'one' raised ValueError: no. (at docs/en/a.md:4)",
            "el bloque 'one' lanzó ValueError: no. (docs/en/a.md:4)",
        ),
        ("block 'one' still ran after 20 s.", "el bloque 'one' seguía en marcha tras 20 s."),
        (
            "block 'x': labs.py has no region or definition 'f'; it has: g, h.",
            "el bloque 'x': labs.py no tiene ninguna región ni definición 'f'; tiene: g, h.",
        ),
        (
            'Mend the code, or mark it raises="ValueError".',
            'Corrige el código, o márcalo con raises="ValueError".',
        ),
        (
            "the list items of this section differ from docs/en/a.md:9: missing 'item' ×1.",
            "los elementos de esta sección (list items) no son los de docs/en/a.md:9: "
            "missing 'item' ×1.",
        ),
        (
            "the page holds the script 'alert(1)', which its policy forbids.",
            "la página contiene el script 'alert(1)', que su política prohíbe.",
        ),
        ("Did you mean exec?", "¿Querías decir exec?"),
        (
            "block 'one' calls os._exit, which would end the build.",
            "el bloque 'one' llama a os._exit, que acabaría con la compilación.",
        ),
    ],
)
def test_what_is_inserted_stands_in_the_translation(said: str, spanish: str) -> None:
    assert translated(said, "es") == spanish


def test_what_nobody_has_translated_is_shown_in_english_and_marked() -> None:
    assert translated("something unheard of", "es") is None
    shown = markup([Fault("something unheard of", "a.md", 3, "Save it as UTF-8.")], "es")
    assert '<span lang="en">something unheard of</span>' in shown
    assert "<dd>Guárdala en UTF-8.</dd>" in shown
