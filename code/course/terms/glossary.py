"""The terms of the subject, from one TOML file, in every language, and the words that are them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from minimodel.texts import languages
from minimodel.texts.files import read_text

from course.texts.errors import CourseError
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from course.texts.tables import toml_table

FILE: Final = "glossary.toml"  # below the folder of pages
EVERYWHERE: Final = "*"  # as a page aside: the word is too common to be linked at all
WORD_KEYS: Final = {"term", "says"}
# What a Spanish term's head ends before: tasas de aprendizaje, muchos a uno.
PREPOSITIONS: Final = {"a", "al", "con", "de", "del", "en", "hacia", "para", "por", "que"}


@dataclass(frozen=True)
class Word:
    """A term in one language.

    Attributes
    ----------
    term
        What it is called.
    says
        What it means, as Markdown.
    forms
        All that a page may call it, plurals too.
    aside
        Pages on which these words say something else.
    """

    term: str
    says: str
    forms: frozenset[str]
    aside: frozenset[str]


@dataclass(frozen=True)
class Term:
    """An entry of the glossary.

    Attributes
    ----------
    key
        Its anchor.
    page, section
        Where the course explains it: the page's address and the anchor of its section.
    words
        The term by language.
    kept
        Whether the other languages keep the word of the source language.
    line
        Its line in the file.
    """

    key: str
    page: str
    section: str
    words: dict[str, Word]
    kept: bool
    line: int


def read(docs: Path) -> dict[str, Term]:
    """Read the terms of a project, by their anchors; none if it has no such file.

    Raises
    ------
    CourseError
        If the file is no TOML, an entry lacks something, or two entries have a form in common.
    """
    path = docs / FILE
    if not path.is_file():
        return {}
    text, file = read_text(path), f"{docs.name}/{FILE}"
    terms = {key: _term(key, entry, text, file) for key, entry in toml_table(text, file).items()}
    for lang in LANGUAGES:
        owners: dict[str, str] = {}
        for key, term in terms.items():
            for form in sorted(term.words[lang].forms if lang in term.words else ()):
                if (other := owners.setdefault(form.lower(), key)) != key:
                    raise CourseError(
                        f"{other!r} and {key!r} are both called {form!r} in {lang!r}.",
                        file=file,
                        line=term.line,
                        fix="Give the form to one of them.",
                    )
    return terms


def _term(key: str, entry: Any, text: str, file: str) -> Term:
    start = re.search(rf"^\[{re.escape(key)}\]", text, re.M)
    line = text.count("\n", 0, start.start()) + 1 if start else 1

    def fault(message: str, fix: str) -> CourseError:
        return CourseError(f"the term {key!r} {message}", file=file, line=line, fix=fix)

    if not re.fullmatch(r"[a-z][a-z0-9-]*", key):
        raise fault("is no anchor.", "Use small letters, digits and hyphens: [hidden-state].")
    lists = {f"{name}_{lang}" for name in ("forms", "aside") for lang in LANGUAGES}
    known = {"formed", "kept", *LANGUAGES, *lists}
    if not isinstance(entry, dict) or (strange := sorted(entry.keys() - known)):
        named = f"has {strange[0]!r}." if isinstance(entry, dict) else "is no table."
        raise fault(named, f"An entry has: {', '.join(sorted(known))}.")
    page, mark, section = str(entry.get("formed", "")).partition("#")
    if not (page and mark and section):
        raise fault(
            "does not say where it is explained.",
            'Write formed = "chapter/02-recurrence#equations".',
        )
    words = {}
    for lang in LANGUAGES:
        said = entry.get(lang, {})
        if not said and not languages.LANGUAGES[lang].complete:
            continue
        if strange := sorted(said.keys() - WORD_KEYS):
            raise fault(f"has {lang}.{strange[0]}.", f"Use: {', '.join(sorted(WORD_KEYS))}.")
        if lacking := [name for name in ("term", "says") if not said.get(name)]:
            raise fault(f"has no {lang}.{lacking[0]}.", "Every language has term and says.")
        kept = entry.get("kept", False)
        # A term with an explanation in brackets is called by its forms.
        base = [*entry.get(f"forms_{lang}", []), *([] if "(" in said["term"] else [said["term"]])]
        plural = PLURALS.get(SOURCE_LANGUAGE if kept else lang)
        forms = frozenset(base) | ({plural(form) for form in base} if plural else set())
        aside = frozenset(entry.get(f"aside_{lang}", []))
        words[lang] = Word(said["term"], said["says"], forms, aside)
    return Term(key, page, section, words, bool(entry.get("kept", False)), line)


def pattern(words: dict[str, Word]) -> re.Pattern[str]:
    """What finds any form of any term, the longest first; a capital may begin it."""
    forms = sorted(
        {form for word in words.values() for form in word.forms}, key=lambda f: (-len(f), f)
    )
    return re.compile(rf"(?<![\w–-])(?:{'|'.join(map(_loose, forms))})(?![\w–]|-\w)")


def owners(words: dict[str, Word]) -> dict[str, str]:
    """Whose each form is, as `plain` writes what was found."""
    return {plain(form): key for key, word in words.items() for form in word.forms}


def plain(found: str) -> str:
    """A form as it is compared: one kind of space and hyphen, and small letters."""
    return " ".join(found.replace("–", "-").split()).lower()


def _loose(form: str) -> str:
    """A form as a pattern: over the end of a line, with either hyphen, its first letter in both."""
    first = form[0]
    start = f"[{first.upper()}{first}]" if first.islower() else re.escape(first)
    rest = re.escape(form[1:]).replace(r"\ ", r"\s+").replace(r"\-", "[–-]").replace("–", "[–-]")
    return start + rest.replace("[[–-]-]", "[–-]")


def _english_plural(form: str) -> str:
    head, space, last = form.rpartition(" ")
    if re.search(r"[^aeiou]y$", last):
        last = f"{last[:-1]}ies"
    elif re.search(r"(?:s|x|ch|sh)$", last):
        last = f"{last}es"
    else:
        last = f"{last}s"
    return head + space + last


def _spanish_plural(form: str) -> str:
    """The plural of a term: of each word before the first preposition."""
    words = form.split(" ")
    for number, word in enumerate(words):
        if word in PREPOSITIONS:
            break
        words[number] = _spanish_plural_of(word)
    return " ".join(words)


def _spanish_plural_of(word: str) -> str:
    if word.isupper() or word.endswith(("s", "x")):
        return word
    if word.endswith("z"):
        return f"{word[:-1]}ces"
    if word[-1] in "aeiouáéó":
        return f"{word}s"
    accented = re.sub(r"([áéíóú])n$", lambda m: f"{'aeiou'['áéíóú'.index(m[1])]}n", word)
    return f"{accented}es"


# Another language lists its plurals among the forms of a term.
PLURALS: Final = {"en": _english_plural, "es": _spanish_plural}
