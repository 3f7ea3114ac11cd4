"""How far a language is that is being translated: what is done, and where the rest stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from course.reading import pages, translations
from course.reading.code_texts import CodeTexts
from course.reading.library import Library
from course.skeletons import menu
from course.texts.languages import SOURCE_LANGUAGE


@dataclass
class Progress:
    """What is done of a language, and what is left.

    Attributes
    ----------
    lang
        The language.
    counts
        How many pages, texts and names of the menu there are, and how many of each are done.
    left
        Files in which something is left: how much, and of what (`words`, `texts` or `names`).
    """

    lang: str
    counts: dict[str, int]
    left: list[tuple[str, int, str]] = field(default_factory=list)


def progress(
    library: Library, project: Path, catalogues: Mapping[str, CodeTexts], lang: str
) -> Progress:
    """Count what is left to translate into a language.

    Parameters
    ----------
    library
        The pages.
    project
        The project's folder.
    catalogues
        The files below `code/` that say something.
    lang
        The language.
    """
    known = pages.paths(library.docs, SOURCE_LANGUAGE)
    there = set(pages.paths(library.docs, lang))
    left = []
    for path in known:
        if path not in there or library.page(lang, path).lang != lang:
            sections = translations.sections(library.page(SOURCE_LANGUAGE, path))
            words = sum(len(section.text.split()) for section in sections)
            left.append((f"{library.docs.name}/{lang}/{path}.md", words, "words"))
    pages_left = len(left)
    texts_left = 0
    for file, catalogue in catalogues.items():
        if lacking := len(catalogue.without(lang)):
            left.append((file, lacking, "texts"))
            texts_left += lacking
    config = (project / menu.FILE).read_text(encoding="utf-8")
    names, lacking_names = menu.sections(config), menu.untranslated(config, lang)
    if lacking_names:
        left.append((menu.FILE, len(lacking_names), "names"))
    texts = sum(len(each.texts) for each in catalogues.values())
    counts = {
        **{"pages": len(known), "pages_done": len(known) - pages_left},
        **{"texts": texts, "texts_done": texts - texts_left},
        **{"names": len(names), "names_done": len(names) - len(lacking_names)},
    }
    return Progress(lang, counts, left)
