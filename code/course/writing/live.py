"""The buttons below the blocks that a reader can run, and what their script says."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence

from course.live import lacks
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE

# What the scripts say; they fill in the values in braces.
PLAIN = (
    *("yours", "warned", "computed", "expected", "nothing", "back", "hide"),
    *("loading", "running", "busy", "stopped", "lost", "unreached"),
    *("disk", "unable", "unkept", "elsewhere", "changed", "hint"),
    *("stale", "unrun", "unended", "taken", "update", "still", "ran", "missed"),
    *("above", "late", "halted", "broke", "below", "there"),
    *("figure", "part", "complete", "stored", "trained", "both", "trains", "digits", "cut"),
    *("last", "endless"),
)
FILLED = {
    "done": "seconds",
    "time": "seconds",
    "line": "line",
    "memory": "text",
    "module": "name",
    "unwarned": "kind",
    "editor": "name",
}
BUTTONS = ("run", "stop", "edit", "reset")


def bar(identifier: str, lang: str) -> str:
    """The buttons of a block; hidden until a script shows them."""
    buttons = "".join(
        f'<button type="button" class="live-button" data-act="{act}"'
        f"{'' if act in ('run', 'edit') else ' hidden'}>"
        f"{html.escape(messages.text(f'live_{act}', lang))}</button>"
        for act in BUTTONS
    )
    return (
        f'<div class="live" data-live="{identifier}" data-search-exclude hidden>{buttons}'
        '<span class="live-status" role="status"></span></div>'
    )


def without(lacking: Sequence[str], lang: str, *, shows: bool) -> str:
    """Why a block has no buttons, on a page where others have; hidden as they are.

    Parameters
    ----------
    lacking
        What it needs and a browser lacks.
    lang
        The page's language.
    shows
        Whether a result stands below it.
    """
    sentences = [messages.text("live_without", lang)]
    sentences += [lacks.sentence(kind, lang) for kind in lacking]
    if shows:
        sentences.append(messages.text("live_complete", lang))
    said = " ".join(sentences)
    return f'<p class="live-without" data-search-exclude hidden>{html.escape(said)}</p>'


def texts(path: str, lang: str, place: str) -> str:
    """What a page with such blocks says to their script; `place` has the root that it is below."""
    said: dict[str, object] = {key: messages.text(f"live_{key}", lang) for key in PLAIN}
    for key, name in FILLED.items():
        said[key] = messages.text(f"live_{key}", lang, **{name: f"{{{name}}}"})
    said["lacks"] = {kind: lacks.sentence(kind, lang) for kind in lacks.KINDS}
    data = html.escape(json.dumps(said, ensure_ascii=False))
    depth = path.count("/") + (place != SOURCE_LANGUAGE)
    root = "../" * depth
    return (
        f'<div class="live-texts" data-search-exclude data-path="{html.escape(path)}"'
        f' data-root="{root}" data-texts="{data}" hidden></div>'
    )
