"""Jinja templates, each compiled once a process however many environments ask for it."""

from __future__ import annotations

from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from nbconvert.exporters.templateexporter import TemplateExporter


class CompiledTemplates(BytecodeCache):
    """Compiled templates, kept in memory by the digest of their source."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was compiled, if it was from this source."""
        if (code := self._code.get(f"{bucket.key} {bucket.checksum}")) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


_notebooks: CompiledTemplates | None = None


def compile_notebooks_once() -> None:
    """Let nbconvert keep its compiled templates, of which it makes anew for every notebook.

    They take a quarter of a notebook's time, and nbconvert has no option for it.
    """
    global _notebooks
    if _notebooks is not None:
        return
    _notebooks = CompiledTemplates()
    create = TemplateExporter._create_environment

    def create_with_cache(exporter: TemplateExporter) -> Any:
        environment = create(exporter)
        environment.bytecode_cache = _notebooks
        return environment

    # mkdocs-jupyter makes its exporters itself: no subclass would be asked.
    TemplateExporter._create_environment = create_with_cache  # type: ignore[method-assign]
