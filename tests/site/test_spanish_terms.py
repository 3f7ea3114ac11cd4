"""One term, one word: what the Spanish pages and messages say otherwise than the course does."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from site_project import ROOT


class Rule(NamedTuple):
    """What is not said, what is said for it, and a sample of each."""

    pattern: str
    instead: str
    caught: str
    passes: str


RULES = (
    Rule(r"\bordenador", "computadora, equipo", "En el ordenador", "En la computadora"),
    Rule(r"\barreglos?\b", "array", "cada arreglo", "cada array"),
    Rule(r"\btraspuest", "transpuest-", "su traspuesta", "su transpuesta"),
    Rule(
        r"\b(?:text|part|frase|dato|línea|form)\w* apartad[oa]s?\b|\bapartar algo\b",
        "reservado (held out)",
        "las frases apartadas",
        "se han apartado de 1",
    ),
    Rule(r"\bel \*?softmax\b", "la softmax", "es estable el softmax", "la softmax"),
    Rule(r"\blínea a línea\b", "línea por línea", "línea a línea", "línea por línea"),
    Rule(
        r"\bsentencia a sentencia\b|\b[Ll]as? sentencias? (?:anterior|siguiente|entera|de \{)",
        "instrucción",
        "las sentencias de {}",
        "¿Es una sentencia la compuerta?",
    ),
    Rule(
        r"\bdependencias? largas?\b",
        "dependencia de largo alcance",
        "dependencias largas",
        "dependencias de largo alcance",
    ),
    Rule(r"\b[Aa]centos?\b(?! grave)", "tilde", "sin acentos", "cuatro acentos graves"),
    Rule(r"## Para seguir\b", "Por dónde seguir", "## Para seguir {", "Para seguir, el banco"),
    Rule(r"\blado a lado\b", "comparados, frente a frente", "lado a lado", "al lado"),
    Rule(
        r"\bse extraen\b|\b[Ee]xtrae\b|\b[Ee]xtra(?:íd[oa]s?|er|erl[oa]s?)\b",
        "sortear",
        "los pesos extraídos en otro orden",
        "un orden extraño",
    ),
    Rule(
        r"(?<!escala lo)[a-záéíóúñü»0-9–]\.(?:\[\^[\w-]+\])?\)",
        "el punto, detrás del paréntesis",
        "(Guarda dos sesgos, $b$ y $c$.[^torch-rnn])",
        "(Guarda dos sesgos, $b$ y $c$[^torch-rnn]).",
    ),
    Rule(r"\b(?:Pone|pone) \*", "dice", "donde pone *exacto*", "donde dice *exacto*"),
    Rule(r"\boraci[oó]n(?:es)?\b", "frase", "600 oraciones", "600 frases"),
    Rule(r"\b[Rr]especto al?\b", "respecto de", "respecto a los pesos", "respecto de los pesos"),
    Rule(r"\bcomandos?\b", "orden", "la línea de comandos", "la línea de órdenes"),
    Rule(r"\bestados? viejos?\b", "estado anterior", "el estado viejo", "el texto viejo"),
    Rule(
        r"\b[Dd]ivid\w* por (?!cero\b)",
        "dividir entre",
        "divididos por su suma",
        "no se divide por cero, sino entre uno",
    ),
    Rule(
        r"gradientes? contra un|ello contra la",
        "comparado con",
        "cada gradiente contra un paso complejo",
        "un remedio contra un gradiente",
    ),
    Rule(r"\best[ée] conforme\b", "dar el visto bueno", "no esté conforme", "esté bien"),
    Rule(r"## Y ahora\b", "¿Y ahora qué?", "## Y ahora, qué {", "## ¿Y ahora qué? {"),
    Rule(
        r"(?<![\w.,])\d{1,3} 000\b|(?<![\w.,])[1-9]000 (?:pasos|fechas|tokens|caracteres|frases)",
        "un punto en los millares: 2.000 pasos",
        "unos 30 000 pesos",
        "el año 2000, 2.000 pasos",
    ),
    Rule(r"\bese ancla\b", "esa ancla", "no tiene ese ancla", "no tiene esa ancla"),
)
FENCED = re.compile(r"^( *)(`{3,})[^\n]*\n.*?^\1\2 *$", re.S | re.M)
NOT_PROSE = re.compile(r"`[^`\n]*`|\]\([^)\n]*\)|\$\$.*?\$\$|\$[^$\n]+\$", re.S)


def prose(page: str) -> str:
    """A page without its code, formulas and addresses, its lines kept; texts of blocks stay."""

    def emptied(match: re.Match[str]) -> str:
        opening, *lines = match[0].split("\n")
        if "walk" in opening.split("`")[-1].split()[:1]:  # annotations stand below their code
            return "\n".join(
                "" if line.lstrip().startswith(("@", "`")) else line for line in [opening, *lines]
            )
        texts = " ".join(re.findall(r'(?:alt|caption|title)="([^"]*)"', opening))
        return texts + "\n" * match[0].count("\n")

    return NOT_PROSE.sub("–", FENCED.sub(emptied, page))


def leaves(entry: Any) -> Iterator[str]:
    """Every text of an entry, however deep."""
    if isinstance(entry, str):
        yield entry
    for inner in entry.values() if isinstance(entry, dict) else ():
        yield from leaves(inner)


def spanish_texts(entry: Any) -> Iterator[str]:
    """Every text under the key `es`, however deep."""
    if isinstance(entry, dict):
        for key, value in entry.items():
            yield from leaves(value) if key == "es" else spanish_texts(value)


def sources() -> Iterator[tuple[str, str]]:
    """Where each text that a reader may see comes from, and the text."""
    for page in sorted((ROOT / "docs" / "es").rglob("*.md")):
        for number, line in enumerate(prose(page.read_text(encoding="utf-8")).split("\n"), 1):
            yield f"{page.relative_to(ROOT)}:{number}", line
    for catalog in sorted([*(ROOT / "code").rglob("*.toml"), *(ROOT / "docs").glob("*.toml")]):
        if "vendored" not in catalog.parts:
            found = tomllib.loads(catalog.read_text(encoding="utf-8"))
            # what the build says of faults is Spanish throughout, under the English text
            texts = found.values() if catalog.name.endswith(".es.toml") else ()
            for text in [*spanish_texts(found), *(each for each in texts if isinstance(each, str))]:
                yield str(catalog.relative_to(ROOT)), text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.instead)
def test_one_term_has_one_word(rule: Rule) -> None:
    found = [
        f"{place}: {text.strip()[:90]}"
        for place, text in sources()
        if re.search(rule.pattern, text)
    ]
    assert not found, f"say: {rule.instead}\n" + "\n".join(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.instead)
def test_each_rule_catches_what_it_means_and_nothing_else(rule: Rule) -> None:
    assert re.search(rule.pattern, prose(rule.caught))
    assert not re.search(rule.pattern, prose(rule.passes))


def test_texts_come_from_pages_figures_and_messages() -> None:
    places = {place.partition(":")[0] for place, text in sources() if text}
    assert {"docs/es/index.md", "docs/es/labs/03-vanishing.md"} < places
    assert any("catalogue" in place for place in places)
    assert any("student/messages" in place for place in places)
    block = '```python exec id="a" alt="Una línea."\nordenador = 1\n```'
    page = f"Antes.\n\n{block}\n\nDespués `ordenador`.\n"
    assert prose(page).split("\n") == ["Antes.", "", "Una línea.", "", "", "", "Después –.", ""]
    walk = '````walk file="a.py"\n@ ordenador = 1\nGuarda el `ordenador`.\n````\n'
    assert prose(walk).split("\n") == ["", "", "Guarda el –.", "", ""]
