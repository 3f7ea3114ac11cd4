"""The panel over a page that shows a fault in the page's language."""

from __future__ import annotations

import hashlib
import html
from functools import cache
from importlib.resources import files

from course.serving.faults import Fault
from course.serving.translated import translated
from course.texts import messages
from course.texts.languages import SOURCE_LANGUAGE


def markup(faults: list[Fault], lang: str) -> str:
    """The panel with its style; empty if there is no fault."""
    if not faults:
        return ""
    one = len(faults) == 1
    said = repr(faults)
    items = "".join(_item(fault, lang) for fault in faults)
    title = _text("fault_title_one" if one else "fault_title", lang, count=len(faults))
    shown = _text("fault_open_one" if one else "fault_open", lang, count=len(faults))
    return (
        f"<style>{asset('panel.css')}</style>"
        f'<div class="course-fault" data-fault="{hashlib.sha256(said.encode()).hexdigest()[:12]}">'
        '<div role="dialog" aria-modal="false" aria-labelledby="course-fault-title" tabindex="-1">'
        f'<button type="button" data-fault-close>{_text("fault_close", lang)} <kbd>Esc</kbd>'
        f'</button><p id="course-fault-title">{title}</p>'
        f"<p>{_text('fault_behind', lang)}</p><ul>{items}</ul></div>"
        '<button type="button" data-fault-open aria-haspopup="dialog" hidden>'
        f"{shown}</button></div>"
    )


def _item(fault: Fault, lang: str) -> str:
    rows = [
        ("fault_file", f"<code>{html.escape(fault.file)}</code>" if fault.file else ""),
        ("fault_line", str(fault.line) if fault.line else ""),
        ("fault_cause", _said(fault.cause, lang)),
        ("fault_fix", _said(fault.fix, lang) if fault.fix else _text("fault_mend", lang)),
    ]
    shown = "".join(f"<dt>{_text(key, lang)}</dt><dd>{said}</dd>" for key, said in rows if said)
    return f"<li><dl>{shown}</dl></li>"


def _said(text: str, lang: str) -> str:
    """A message in the page's language, or in English and marked so."""
    said = None if lang == SOURCE_LANGUAGE else translated(text, lang)
    if said is None:
        return f'<span lang="{SOURCE_LANGUAGE}">{html.escape(text)}</span>'
    return html.escape(said)


def _text(key: str, lang: str, **values: object) -> str:
    return html.escape(messages.text(key, lang, **values))


@cache
def asset(name: str) -> str:
    """A style or script of this room."""
    return files("course.serving").joinpath(name).read_text(encoding="utf-8")
