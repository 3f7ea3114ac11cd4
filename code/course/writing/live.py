"""The buttons below the blocks that a reader can run, and what their script says."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence

from course.live.stored import LONG
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE

# What the scripts say; they fill in the values in braces.
PLAIN = (
    *("yours", "warned", "computed", "expected", "nothing", "back"),
    *("loading", "running", "busy", "stopped", "lost", "unreached"),
    *("disk", "unable", "unkept", "elsewhere", "changed", "hint"),
    *("stale", "unrun", "update", "above", "there"),
    *("figure", "training", "stored", "trained", "trains", "digits", "cut", "endless"),
)
FILLED = {
    "done": "seconds",
    "time": "seconds",
    "line": "line",
    "memory": "text",
    "module": "name",
    "lacking": "names",
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


def without(lacking: Sequence[str], lang: str) -> str:
    """Why a block has no buttons, on a page where others have; hidden as they are."""
    names = [messages.text("live_large", lang) if name == LONG else name for name in lacking]
    said = messages.text("live_without", lang, names=", ".join(names))
    return f'<p class="live-without" data-search-exclude hidden>{html.escape(said)}</p>'


def texts(path: str, lang: str, place: str) -> str:
    """What a page with such blocks says to their script; `place` has the root that it is below."""
    said = {key: messages.text(f"live_{key}", lang) for key in PLAIN}
    for key, name in FILLED.items():
        said[key] = messages.text(f"live_{key}", lang, **{name: f"{{{name}}}"})
    data = html.escape(json.dumps(said, ensure_ascii=False))
    depth = path.count("/") + (place != SOURCE_LANGUAGE)
    root = "../" * depth
    return (
        f'<div class="live-texts" data-search-exclude data-path="{html.escape(path)}"'
        f' data-root="{root}" data-texts="{data}" hidden></div>'
    )
