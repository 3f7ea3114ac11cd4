"""Files for those without Python: the empty report and the reflection, published with the site."""

from __future__ import annotations

from typing import Final

from course.student.report import Collected, reflection, report
from course.student.texts import text
from course.texts.languages import SOURCE_LANGUAGE

EXPERIMENT: Final = "14-report"


def experiment_files(lang: str) -> dict[str, bytes]:
    """Return both templates, by name, in a language."""
    return {
        text("report.file", SOURCE_LANGUAGE): report(Collected(), [], lang).encode(),
        text("report.reflection_file", SOURCE_LANGUAGE): reflection(lang).encode(),
    }
