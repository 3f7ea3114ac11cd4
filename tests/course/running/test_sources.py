"""Which files code depends on, and taking them up again when they change."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest
from course.running.sources import Sources, forget


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "minimodel/__init__.py": "",
        "minimodel/a.py": "from . import b\n",
        "minimodel/b.py": "from minimodel.deep.c import thing\n",
        "minimodel/deep/__init__.py": "",
        "minimodel/deep/c.py": "import numpy\nthing = 1\n",
        "minimodel/apart.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_imports_are_followed(folder: Path) -> None:
    found = Sources(folder).dependencies("from minimodel.a import b\nimport os")
    names = {path.relative_to(folder / "minimodel").as_posix() for path in found}
    assert names == {"__init__.py", "a.py", "b.py", "deep/__init__.py", "deep/c.py"}


def test_a_digest_changes_with_what_the_code_uses_and_nothing_else(folder: Path) -> None:
    sources = Sources(folder)
    code = "from minimodel.a import b\nb.thing"
    before = sources.digest(code)
    (folder / "minimodel" / "apart.py").write_text("changed = True\n")
    assert sources.digest(code) == before
    (folder / "minimodel" / "deep" / "c.py").write_text("thing = 2\n")
    assert sources.digest(code) != before


MODULE = '''"""About the module."""
import operator
from minimodel.deep.c import thing as start

FACTOR = 2  # why two

def helper(x):
    """About the helper."""
    return x * FACTOR

def used(x):
    # A comment.
    return helper(x) + start

def unused(x):
    return used(x) - 1

class Shape:
    """About shapes."""

    def area(self):
        return used(3)
'''
USED = "from minimodel.m import used\nused(1)"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A comment", "Another comment"),
        ("# why two", "# since two is enough"),
        ("About the helper", "About a helper"),
        ('"""About the module."""\n', ""),
        ("def unused(x):\n    return used(x) - 1\n\n", ""),
        ("x) - 1", "x) - 2"),
        ("used(3)", "used(4)"),
        ("(x) + start", "(\n        x\n    ) + start"),
        ("FACTOR = 2  # why two\n\ndef helper", "def helper"),  # moved, see below
    ],
)
def test_what_does_nothing_else_to_the_code_is_no_part_of_it(
    folder: Path, old: str, new: str
) -> None:
    file, sources = folder / "minimodel" / "m.py", Sources(folder)
    file.write_text(MODULE)
    before = sources.digest(USED)
    assert old in MODULE
    moved = "\nFACTOR = 2\n" if "FACTOR = 2" in old and "FACTOR = 2" not in new else ""
    file.write_text(MODULE.replace(old, new) + moved)
    assert sources.digest(USED) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x * FACTOR", "x * FACTOR * 1"),
        ("FACTOR = 2", "FACTOR = 3"),
        ("as start", "as start\nstart = 4"),
        ("minimodel.deep.c import thing", "operator import add"),
        ("import operator", "import operator\noperator.thing = 1"),
        ("def helper", "@operator.register\ndef unseen(x): ...\n\ndef helper"),
        ("class Shape:", "class Shape:\n    kinds = registered(1)\n"),
        ("import operator", "from minimodel.deep.c import *"),
    ],
)
def test_what_may_change_a_result_is_part_of_it(folder: Path, old: str, new: str) -> None:
    file, sources = folder / "minimodel" / "m.py", Sources(folder)
    file.write_text(MODULE)
    before = sources.digest(USED)
    assert old in MODULE
    file.write_text(MODULE.replace(old, new))
    assert sources.digest(USED) != before


@pytest.mark.parametrize(
    "code",
    [
        "import inspect\nfrom minimodel.m import used\ninspect.getsource(used)",
        "from inspect import getsource as shown\nfrom minimodel import m\nshown(m.used)",
        "from minimodel.m import Shape\nShape.area.__doc__",
        "import minimodel.m\nhelp(minimodel.m.used)",
        "import traceback\nfrom minimodel.m import used\ntraceback.print_exc()",
    ],
)
def test_code_that_looks_at_text_depends_on_it(folder: Path, code: str) -> None:
    file, sources = folder / "minimodel" / "m.py", Sources(folder)
    file.write_text(MODULE)
    before = sources.digest(code)
    file.write_text(MODULE.replace("A comment", "Another comment"))
    assert sources.digest(code) != before
    assert sources.digest(code, "line 1") != sources.digest(code, "line 2")


@pytest.mark.parametrize(
    "code",
    [
        "from minimodel import m\ngetattr(m, 'un' + 'used')(1)",
        "import minimodel.m as m\nvars(m)",
        "from minimodel.m import *\nunused(1)",
        "import minimodel\nminimodel.m.unused(1)\nimport minimodel.m",
        "from minimodel import m\nm.__dict__",
        "import importlib\nimportlib.import_module('minimodel.m')",
    ],
)
def test_code_that_reaches_definitions_unnamed_depends_on_all(folder: Path, code: str) -> None:
    file, sources = folder / "minimodel" / "m.py", Sources(folder)
    file.write_text(MODULE)
    before = sources.digest(code)
    file.write_text(MODULE.replace("used(x) - 1", "used(x) - 2"))
    assert sources.digest(code) != before


def test_a_programs_docstring_is_part_of_who_prints_it(folder: Path) -> None:
    file, sources = folder / "minimodel" / "m.py", Sources(folder)
    program = MODULE + "\ndef main():\n    print(__doc__)\n"
    file.write_text(program)
    printing = "from minimodel.m import main\nmain()"
    before = [sources.digest(code) for code in (printing, USED)]
    file.write_text(program.replace("About the module", "Of the module"))
    assert sources.digest(printing) != before[0]
    assert sources.digest(USED) == before[1]


def test_data_counts_for_code_that_reads_it(folder: Path) -> None:
    place = folder / "minimodel" / "deep"
    (place / "d.py").write_text("HERE = __file__\ndef read():\n    return open(HERE)\nx = 1\n")
    sources = Sources(folder)
    codes = [f"from minimodel.deep.d import {name}\n{name}" for name in ("read", "x")]
    before = [sources.digest(code) for code in codes]
    (place / "values.toml").write_text("a = 1\n")
    assert sources.digest(codes[0]) != before[0]
    assert sources.digest(codes[1]) == before[1]


def test_a_label_counts_for_code_that_names_its_table(folder: Path) -> None:
    catalogue = folder / "minimodel" / "texts" / "catalogue"
    catalogue.mkdir(parents=True)
    (catalogue.parent / "__init__.py").write_text("")
    (catalogue.parent / "labels.py").write_text(
        "PLACE = __file__\ndef label(key):\n    return PLACE, key\n"
    )
    (folder / "minimodel" / "m.py").write_text(
        "from minimodel.texts.labels import label\n"
        "def one(name): return label(f'one.{name}')\n"
        "def two(): return label('two.name')\n"
        "def some(table): return label(f'{table}.name')\n"
        "def train(): return 1\n"
    )
    sources = Sources(folder)
    names = ("one", "two", "some", "train")
    codes = [f"from minimodel.m import {name}\n{name}" for name in names]
    before = [sources.digest(code) for code in codes]
    (catalogue / "one.toml").write_text("a = 1\n")
    after = [sources.digest(code) for code in codes]
    changed = {name for name, old, new in zip(names, before, after, strict=True) if old != new}
    assert changed == {"one", "some"}


def test_code_compiled_from_an_earlier_text_is_not_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python tells texts apart by size and second only."""
    monkeypatch.syspath_prepend(str(folder))
    (folder / "char_rnn").mkdir()
    (folder / "char_rnn" / "__init__.py").write_text("")
    file, sources = folder / "char_rnn" / "quick.py", Sources(folder)
    found = []
    for value in range(4):
        file.write_text(f"value = {value}\n")
        os.utime(file, ns=(10**18 + value, 10**18 + value))
        sources.refresh()
        forget()
        found.append(importlib.import_module("char_rnn.quick").value)
    forget()
    assert found == [0, 1, 2, 3]
