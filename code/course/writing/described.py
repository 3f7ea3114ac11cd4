"""What a page says of itself to search engines and whoever shares it: schema.org, Open Graph."""

from __future__ import annotations

from html import unescape
from typing import Any, Final

from course.writing.generated import root

# By the folder of a page: what schema.org's learningResourceType calls it.
KINDS: Final = {
    "chapter": "lesson",
    "labs": "laboratory",
    "code": "annotated source code",
    "inside": "visualization",
    "exercises": "exercise",
    "quiz": "quiz",
    "reference": "reference",
}


def is_home(page: Any, lang: str) -> bool:
    """Whether it is the first page of a language, which stands for the whole course."""
    return page.file.src_uri.removeprefix(f"{lang}/") == "index.md"


def name(page: Any, course: str, lang: str) -> str:
    """What a page is called where its menu is not beside it: the first one as the course is."""
    return course if is_home(page, lang) else unescape(str(page.title))


def structured(page: Any, config: Any, lang: str, description: str) -> dict[str, Any]:
    """Return a page as structured data: the home page is the course, others are parts of it.

    Parameters
    ----------
    page
        Of MkDocs.
    config
        Of the build in the page's language.
    lang
        The language.
    description
        One sentence on the page.

    Returns
    -------
    dict
        For a script of the type ``application/ld+json``.
    """
    address = str(config.site_url or "").rstrip("/")
    folder = page.file.src_uri.removeprefix(f"{lang}/").partition("/")[0]
    home = is_home(page, lang)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course" if home else "LearningResource",
        "name": name(page, config.site_name, lang),
        "description": description,
        "inLanguage": lang,
        "isAccessibleForFree": True,
    }
    if page.canonical_url:
        data["url"] = page.canonical_url.replace("/notebooks/", "/")
    if not home:
        data["isPartOf"] = {"@type": "Course", "name": config.site_name}
        if address:
            data["isPartOf"]["url"] = f"{address}/{root(lang)}index.html"
        if folder in KINDS:
            data["learningResourceType"] = KINDS[folder]
        if minutes := page.meta.get("minutes"):
            data["timeRequired"] = f"PT{minutes}M"
    return data


def breadcrumbs(page: Any, config: Any, lang: str) -> dict[str, Any] | None:
    """Return the way to a page through the menu as structured data.

    Nothing where the site's address is not known, without which nobody could follow it, and for a
    page that the menu has not below anything.

    Parameters
    ----------
    page
        Of MkDocs.
    config
        Of the build in the page's language.
    lang
        The language.
    """
    if not (config.site_url and page.ancestors and page.canonical_url):
        return None
    address = str(config.site_url).rstrip("/")
    way = [(config.site_name, f"{address}/{root(lang)}index.html")]
    for section in reversed(page.ancestors):
        first = section
        while first.is_section:
            first = first.children[0]
        way.append((str(section.title), first.canonical_url))
    way.append((unescape(str(page.title)), page.canonical_url))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": item}
            for number, (name, item) in enumerate(way, 1)
        ],
    }


FOR_TEMPLATES: Final = (breadcrumbs, is_home, name, structured)
