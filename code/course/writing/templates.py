"""The theme's templates, compiled once for all languages and rebuilds."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


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
