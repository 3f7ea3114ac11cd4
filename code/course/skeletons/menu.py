"""The menu and the languages in mkdocs.yml, changed line by line, so that its comments stay."""

from __future__ import annotations

import posixpath
import re
from typing import Any

import yaml

from course.texts.errors import CourseError
from course.texts.languages import SOURCE_LANGUAGE

FILE = "mkdocs.yml"
ENTRY = re.compile(r"^(?P<indent> *)- (?:[^:#]+: )?(?P<address>[\w./-]+)\.md\s*(?:#.*)?$")


class _Loader(yaml.SafeLoader):
    """Reads what MkDocs reads; what a tag such as `!ENV` gives is not asked for."""


_Loader.add_multi_constructor("", lambda loader, tag, node: None)


def folders(text: str) -> list[str]:
    """The folders that the menu has pages of, in its order."""
    found = (posixpath.dirname(address) for _, address in _entries(text))
    return [folder for folder in dict.fromkeys(found) if folder]


def add(text: str, address: str) -> str:
    """Put a page below the last one of its folder, unless the menu has it.

    Parameters
    ----------
    text
        The text of mkdocs.yml.
    address
        The page's, such as `labs/04-gates`.

    Raises
    ------
    CourseError
        If the menu has no page of that folder, or cannot be read line by line.
    """
    entries = _entries(text)
    if address in (known for _, known in entries):
        return text
    folder = posixpath.dirname(address)
    beside = [number for number, known in entries if posixpath.dirname(known) == folder]
    if not beside:
        raise CourseError(
            f"the menu has no page of {folder + '/' if folder else 'the top folder'}.",
            file=FILE,
            fix=f"Choose one of its folders: {', '.join(folders(text))}.",
        )
    lines = text.splitlines(keepends=True)
    match = ENTRY.match(lines[beside[-1]].rstrip("\n"))
    assert match, "an entry is what ENTRY finds"
    lines[beside[-1]] = lines[beside[-1]].rstrip("\n") + "\n"
    lines.insert(beside[-1] + 1, f"{match['indent']}- {address}.md\n")
    return _checked("".join(lines))


def sections(text: str) -> list[str]:
    """What the menu names itself: its sections, and pages that it calls otherwise."""
    found: list[str] = []

    def collect(items: list[Any]) -> None:
        for item in items:
            if isinstance(item, dict):
                for name, below in item.items():
                    found.append(str(name))
                    if isinstance(below, list):
                        collect(below)

    collect(_read(text)["nav"])
    return found


def untranslated(text: str, lang: str) -> list[str]:
    """Those names that a language has no word of its own for in mkdocs.yml."""
    words = _language(text, lang).get("nav_translations") or {}
    return [name for name in sections(text) if words.get(name, name) in (name, marked(name))]


def marked(name: str) -> str:
    """How the menu shows a name that is not translated: `Labs [en]`."""
    return f"{name} [{SOURCE_LANGUAGE}]"


def add_language(text: str, lang: str, own_name: str) -> str:
    """Put a language below the last one of the i18n plugin.

    Its menu is in the source language, and says so, until someone translates the names.
    """
    lines = text.splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if re.match(r" *- locale: ", line)]
    if not starts:
        raise CourseError(
            "no line begins with `- locale:`.", file=FILE, fix="List the languages of i18n so."
        )
    last = starts[-1]
    indent = len(lines[last]) - len(lines[last].lstrip())
    end = last + 1
    while end < len(lines) and (
        not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent
    ):
        end += 1
    whole = _read(text)
    block = [
        f"- locale: {lang}",
        f"  name: {own_name}",
        "  build: true",
        f"  site_name: {quoted(whole['site_name'])} # to translate",
        f"  site_description: {quoted(whole['site_description'])} # to translate",
        "  nav_translations: # what stands on the right is to be translated",
        *(f"    {name}: {marked(name)}" for name in sections(text)),
    ]
    lines[end:end] = [f"{' ' * indent}{line}\n" for line in block]
    return _checked("".join(lines))


def _entries(text: str) -> list[tuple[int, str]]:
    """The pages of the menu, each with its line, counted from 0."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if re.match(r"nav:\s*(#.*)?$", line)), None)
    if start is None:
        raise CourseError("it has no menu.", file=FILE, fix="Add `nav:`, a line of its own.")
    found = []
    for number in range(start + 1, len(lines)):
        if re.match(r"\S", lines[number]) and not lines[number].startswith("#"):
            break
        if match := ENTRY.match(lines[number]):
            found.append((number, match["address"]))
    return found


def _language(text: str, lang: str) -> dict[str, Any]:
    plugins = _read(text)["plugins"]
    (options,) = (p["i18n"] for p in plugins if isinstance(p, dict) and "i18n" in p)
    return next((dict(each) for each in options["languages"] if each["locale"] == lang), {})


def _read(text: str) -> dict[str, Any]:
    try:
        return dict(yaml.load(text, _Loader))
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        raise CourseError(
            f"this is no YAML: {getattr(error, 'problem', error)}.",
            file=FILE,
            line=place.line + 1 if place else None,
            fix="Correct that line.",
        ) from None


def quoted(text: object) -> str:
    """A text between double quotes, as YAML and TOML read it."""
    return str(
        yaml.safe_dump(str(text), default_style='"', allow_unicode=True, width=10**6)
    ).strip()


def _checked(text: str) -> str:
    """The text, if it still is YAML."""
    _read(text)
    return text
