"""What has changed between two releases, page by page, as HTML below what is said of them."""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from course.reading import moved, pages, parity, releases
from course.reading.releases import Change, Sections
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE


@dataclass(frozen=True, repr=False)
class Changed:
    """The pages that changed from one release to the next, or since the last one.

    Attributes
    ----------
    version
        The release that they changed for; empty for what stands here now.
    lang
        The language of what is said.
    here
        The address of the page that lists them.
    docs
        The folder of the pages.
    """

    version: str
    lang: str
    here: str = "reference/changes"
    docs: Path = pages.DOCS

    def _repr_html_(self) -> str:
        known = releases.read_all(self.docs)
        earlier = [each for each in known if not self.version or each.version != self.version]
        if self.version:
            earlier = [
                each
                for each in earlier
                if releases.order(each.version) < releases.order(self.version)
            ]
        if not earlier:
            return f"<p>{self._said('changes_first')}</p>"
        sections = self._sections(known)
        found = releases.changes(earlier[-1].pages, sections, moved.read(self.docs))
        items = [self._item(change) for change in found if change.path != self.here]
        return f"<ul>{''.join(items)}</ul>" if items else f"<p>{self._said('changes_none')}</p>"

    def __repr__(self) -> str:
        """The same for a terminal: a line for each page."""
        lines = re.sub(r"</li>|</p>", "\n", self._repr_html_())
        return html.unescape(re.sub(r"<[^>]+>", "", lines)).strip()

    def _sections(self, known: list[releases.Release]) -> dict[str, Sections]:
        """The sections of the version's record; of the pages as they are where it has none."""
        for release in known:
            if release.version == self.version:
                return dict(release.pages)
        paths = pages.paths(self.docs, SOURCE_LANGUAGE)
        return {
            path: releases.snapshot(pages.read(self.docs, SOURCE_LANGUAGE, path)) for path in paths
        }

    def _item(self, change: Change) -> str:
        """A line on a page, with links to what of it still is there."""
        known = pages.paths(self.docs, self.lang)
        if change.path not in known:
            path = f"<code>{html.escape(change.path)}</code>"
            return f"<li>{self._said('changes_gone')} {path}</li>"
        page = pages.read(self.docs, self.lang, change.path)
        titles = {anchor: text for _, anchor, text in parity.headings(page)}
        address = posixpath.relpath(f"{change.path}.html", posixpath.dirname(self.here) or ".")
        parts = [
            f'<a href="{address}#{anchor}">{html.escape(_plain(titles[anchor]))}</a>'
            if anchor in titles
            else self._said("changes_top")
            for anchor in change.anchors
            if anchor in titles or anchor == releases.TOP
        ]
        link = f'<a href="{address}">{html.escape(_plain(page.title))}</a>'
        word = f"{self._said(f'changes_{change.kind}')} " if change.kind in ("new", "moved") else ""
        before = f" ({self._said('changes_before')} <code>{html.escape(change.before)}</code>)"
        name = f"{word}{link}{before if change.before else ''}"
        return f"<li>{name}{': ' if parts else ''}{', '.join(parts)}</li>"

    def _said(self, key: str) -> str:
        return html.escape(messages.text(key, self.lang))


def _plain(heading: str) -> str:
    """A heading's text without the marks of code and emphasis."""
    return heading.translate(str.maketrans("", "", "`*"))
