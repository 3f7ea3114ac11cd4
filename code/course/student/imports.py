"""Which modules a student's files may import: NumPy, the standard library, and each other."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any, Final

from course.student.failures import Failure

ALLOWED: Final = frozenset({"numpy", "matplotlib", "minimodel", "__future__"})
FRAMEWORKS: Final = frozenset(
    {
        *("torch", "torchvision", "fastai", "lightning", "tensorflow", "keras", "cntk", "caffe"),
        *("jax", "jaxlib", "flax", "haiku", "optax", "equinox", "autograd", "aesara", "theano"),
        *("pytensor", "mxnet", "paddle", "chainer", "caffe2", "tinygrad", "mlx", "cupy"),
    }
)


class ForbiddenImportError(BaseException):
    """A framework was imported while the code ran; not an `ImportError`, which many catch."""

    def __init__(self, module: str) -> None:
        self.module = module
        super().__init__(module)


class FrameworkBlocker(MetaPathFinder):
    """Stops every import of a framework, also one that no import statement names."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        """Refuse frameworks, and leave all else to the other finders.

        Raises
        ------
        ForbiddenImportError
            If the module belongs to a framework.
        """
        if fullname.partition(".")[0] in FRAMEWORKS:
            raise ForbiddenImportError(fullname)


def forbidden_import(path: Path, solutions: Sequence[str]) -> Failure | None:
    """Find the first import in a file, or in its siblings that it imports, that is not allowed.

    Parameters
    ----------
    path
        A Python file.
    solutions
        Modules of the course that hold the solution.
    """
    waiting, seen = [path], {path}
    while waiting:
        file = waiting.pop(0)
        try:
            tree = ast.parse(file.read_bytes(), str(file))
        except SyntaxError as error:
            return Failure("syntax", file.name, error.lineno or 0, {"message": error.msg})
        except (ValueError, RecursionError, MemoryError) as error:
            return Failure("syntax", file.name, 0, {"message": str(error) or "too deeply nested"})
        for module, line in _imports(tree):
            top = module.partition(".")[0]
            sibling = path.parent / f"{top}.py"
            if any(module == each or module.startswith(f"{each}.") for each in solutions):
                return Failure("solution", file.name, line, {"module": module})
            if sibling.is_file():
                if sibling not in seen:
                    seen.add(sibling)
                    waiting.append(sibling)
            elif top not in ALLOWED and top not in sys.stdlib_module_names:
                return Failure("forbidden", file.name, line, {"module": module})
    return None


def _imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
