"""The way from page to page: solutions stand beside it, each back to back with its lab."""

from __future__ import annotations

from typing import Final

from mkdocs.structure.nav import Navigation

ASIDE: Final = "/solutions/"


def set_order(nav: Navigation) -> None:
    """Link each page to the one before and after it, and a solution only to its lab.

    Whoever goes on from the last lab goes on to the next page, not through all solutions.
    """
    way = [page for page in nav.pages if ASIDE not in page.file.src_uri]
    for before, page, after in zip([None, *way], way, [*way[1:], None], strict=False):
        page.previous_page, page.next_page = before, after
    labs = {page.file.src_uri: page for page in way}
    for page in nav.pages:
        if ASIDE in page.file.src_uri:
            page.previous_page = labs.get(page.file.src_uri.replace(ASIDE, "/"))
            page.next_page = None
