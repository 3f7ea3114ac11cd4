"""Which files of `code/` a piece of code depends on, and importing those that changed anew."""

from __future__ import annotations

import ast
import hashlib
import importlib
import sys
from collections.abc import Iterable
from pathlib import Path

TEACHING = ("minimodel", "char_rnn")  # the packages that pages import and authors edit


class Sources:
    """The teaching code below a folder.

    Parameters
    ----------
    folder
        The folder that holds the packages.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._imports: dict[tuple[Path, int], set[str]] = {}
        self._loaded: str | None = None

    def file_of(self, module: str) -> Path | None:
        """The file of a module of the teaching code; `None` for any other module."""
        parts = module.split(".")
        if parts[0] not in TEACHING:
            return None
        base = self.folder.joinpath(*parts)
        for candidate in (base / "__init__.py", base.with_suffix(".py")):
            if candidate.is_file():
                return candidate
        return None

    def dependencies(self, code: str, package: str = "") -> set[Path]:
        """The files that `code` imports, directly and through each other."""
        found: set[Path] = set()
        pending = _imported(code, package)
        seen: set[str] = set()
        while pending:
            module = pending.pop()
            if module in seen:
                continue
            seen.add(module)
            if "." in module:
                pending.add(module.rpartition(".")[0])
            path = self.file_of(module)
            if path is None or path in found:
                continue
            found.add(path)
            inside = module if path.name == "__init__.py" else module.rpartition(".")[0]
            key = (path, path.stat().st_mtime_ns)
            if key not in self._imports:
                self._imports[key] = _imported(path.read_text(encoding="utf-8"), inside)
            pending |= self._imports[key]
        return found

    def digest(self, code: str) -> str:
        """A digest of `code` and of every file, data files beside modules too, that it uses."""
        digest = hashlib.sha256(code.encode())
        files = self.dependencies(code)
        data = {path for folder in {f.parent for f in files} for path in _data(folder)}
        for path in sorted(files | data):
            digest.update(path.relative_to(self.folder).as_posix().encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def refresh(self) -> bool:
        """Forget the teaching modules if any of their files changed since the last call.

        They are then imported anew when next needed. All are forgotten, not only those that
        changed, since a module keeps hold of the names that it imported from another.
        """
        state = _digest_of(
            path
            for package in TEACHING
            for path in (self.folder / package).rglob("*")
            if path.suffix in (".py", ".toml", ".json")
        )
        changed = self._loaded is not None and state != self._loaded
        self._loaded = state
        if changed:
            forget()
        return changed


def forget() -> None:
    """Let the teaching code be imported anew when it is next needed."""
    importlib.invalidate_caches()
    for name in [n for n in sys.modules if n.partition(".")[0] in TEACHING]:
        del sys.modules[name]


def _data(folder: Path) -> Iterable[Path]:
    """The data files of a package, those in folders without modules of their own too."""
    for path in folder.iterdir():
        if path.is_dir() and not any(path.glob("*.py")):
            yield from _data(path)
        elif path.suffix in (".toml", ".json"):
            yield path


def _digest_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _imported(code: str, package: str) -> set[str]:
    """Names of the modules that `code`, standing in `package`, may import."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                parents = parts[: len(parts) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            names.add(base)
            # `from package import module` names a module too.
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return names
