"""No import runs back up: the rooms of the three packages in their order, read from the files."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

CODE: Final = Path(__file__).parents[1] / "code"

# From below to above: a room, or a file that stands beside the rooms, imports only what is named
# before it, wherever in the file the import stands.
ORDER: Final = {
    "minimodel": (
        *("texts", "running", "mathematics", "drawing"),
        *("corpus", "nn", "tasks", "remedies"),
        *("sequence_baselines", "ngrams", "exercises", "labs", "chapter_figures"),
    ),
    "char_rnn": (
        *("generate_corpus", "training", "train", "runs", "measures"),
        *("figures", "inside", "experiments", "asking", "analyze", "explore"),
    ),
    "course": (
        *("arithmetic", "texts", "reading", "terms", "running", "session", "live", "api"),
        *("writing", "serving", "student", "export", "skeletons", "commands", "assembly"),
        *("plugin", "cli"),
    ),
}
STRANGERS: Final = (  # the first may not import the second, whatever the order
    ("minimodel.nn", "minimodel.sequence_baselines"),
    ("minimodel.sequence_baselines", "minimodel.nn"),
    ("minimodel", "char_rnn"),
    ("minimodel", "course"),
    ("char_rnn", "course"),
    ("minimodel.texts", "matplotlib"),
    ("minimodel.running", "matplotlib"),
    ("minimodel.mathematics", "matplotlib"),
)


class Import(NamedTuple):
    """One name that a file imports: the importing module, what it imports, and where."""

    importer: str
    imported: str
    place: str


def imports(code: Path) -> Iterator[Import]:
    """Read every import of the packages, also those inside functions or for type checks only."""
    for package in ORDER:
        for file in sorted((code / package).rglob("*.py")):
            if "starters" in file.parts:  # students' files
                continue
            path = file.relative_to(code).with_suffix("")
            importer = ".".join(path.parts).removesuffix(".__init__")
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    assert not node.level, f"{file}:{node.lineno}: write the module's full name"
                    names = [f"{node.module}.{alias.name}" for alias in node.names]
                else:
                    continue
                for name in names:
                    yield Import(importer, name, f"{path}.py:{node.lineno}")


def faults(code: Path) -> list[str]:
    """Return a line for each import that runs back up, or between rooms that are strangers."""
    found = []
    for importer, imported, place in imports(code):
        strangers = [
            f"{place}: {one} may not import {other}"
            for one, other in STRANGERS
            if f"{importer}.".startswith(f"{one}.") and f"{imported}.".startswith(f"{other}.")
        ]
        if strangers:
            found += strangers
            continue
        package, room, *_ = f"{importer}.".split(".")
        other_package, target, *_ = f"{imported}.".split(".")
        if package != other_package or room in ("", target):
            continue
        order = ORDER[package]
        found += [
            f"{place}: give {package}.{name} a place in ORDER"
            for name in (room, target)
            if name not in order
        ]
        if {room, target} <= set(order) and order.index(room) < order.index(target):
            found.append(f"{place}: {package}.{room} stands below {package}.{target}")
    return found


def test_no_import_runs_back_up() -> None:
    assert faults(CODE) == []


def test_every_planted_import_is_found(tmp_path: Path) -> None:
    planted = {
        "minimodel/nn/gru.py": "from minimodel.sequence_baselines.rnn import GRU",
        "minimodel/texts/labels.py": "import matplotlib.pyplot as plt",
        "minimodel/corpus/tokenizer.py": "def late():\n    from minimodel import labs",
        "char_rnn/runs/results.py": "from course.texts import errors",
        "char_rnn/training/saving.py": "if TYPE_CHECKING:\n    from char_rnn.train import Run",
        "course/reading/pages.py": "import course.plugin",
        "minimodel/attic/old.py": "from minimodel.texts import labels",
        "course/cli.py": "from course import plugin",  # the right way round
    }
    for name, code in planted.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code + "\n", encoding="utf-8")
    assert sorted(faults(tmp_path)) == [
        "char_rnn/runs/results.py:1: char_rnn may not import course",
        "char_rnn/training/saving.py:2: char_rnn.training stands below char_rnn.train",
        "course/reading/pages.py:1: course.reading stands below course.plugin",
        "minimodel/attic/old.py:1: give minimodel.attic a place in ORDER",
        "minimodel/corpus/tokenizer.py:2: minimodel.corpus stands below minimodel.labs",
        "minimodel/nn/gru.py:1: minimodel.nn may not import minimodel.sequence_baselines",
        "minimodel/texts/labels.py:1: minimodel.texts may not import matplotlib",
    ]
