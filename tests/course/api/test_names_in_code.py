"""Names in code stand for what was imported, and for nothing once they are bound otherwise."""

import textwrap

import pytest
from course.api.names_in_code import read

GRU = "minimodel.nn.gru.GRU"


def said(code: str, names: dict[str, str] | None = None, module: str = "") -> list[str]:
    """Each place of a piece of code: its text, and what it stands for if that is longer."""
    code = textwrap.dedent(code)
    places = read(code, names or {}, module).places
    return [f"{code[place.start : place.end]}={place.path}" for place in places]


def test_an_import_its_module_and_what_is_called_later_stand_for_the_same() -> None:
    code = """
    from minimodel.nn.gru import GRU, GRUCell as Cell
    import numpy as np
    é, layer = "σ", GRU(3, Cell)
    """
    assert said(code) == [
        "minimodel.nn.gru=minimodel.nn.gru",
        f"GRU={GRU}",
        "GRUCell=minimodel.nn.gru.GRUCell",
        f"GRU={GRU}",
        "Cell=minimodel.nn.gru.GRUCell",
    ]


def test_an_attribute_is_read_through_its_module() -> None:
    assert said("from char_rnn import train\ntrain.forward(model).loss") == [
        "char_rnn=char_rnn",
        "train=char_rnn.train",
        "train=char_rnn.train",
        "forward=char_rnn.train.forward",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "GRU = 3\nGRU",
        "for GRU in range(3):\n    GRU",
        "[GRU for GRU in range(3)]",
        "lambda GRU: GRU",
        "def f(GRU):\n    return GRU",
        "def f():\n    GRU = 1\n    return GRU",
        "class A:\n    GRU = 1\n    x = GRU",
        "from numpy import GRU\nGRU",
        "import GRU\nGRU",
        "def GRU():\n    ...\nGRU",
        "with open('x') as GRU:\n    GRU",
        "GRU(",  # is not Python
    ],
)
def test_a_name_that_is_bound_otherwise_stands_for_nothing(code: str) -> None:
    assert said(code, {"GRU": GRU}) == []


def test_what_is_bound_on_the_left_is_read_on_the_right() -> None:
    reading = read("GRU = GRU(3)", {"GRU": GRU})
    assert [place.start for place in reading.places] == [6]
    assert not reading.names
    assert reading.rebound == {"GRU"}


def test_what_a_function_imports_or_binds_stays_within() -> None:
    code = """
    def f():
        from minimodel.nn.rnn import RNN
        GRU = RNN
    GRU, RNN
    """
    assert said(code, {"GRU": GRU})[-1] == f"GRU={GRU}"
    assert len(said(code, {"GRU": GRU})) == 4


def test_a_module_s_own_code_stands_for_its_own_definitions() -> None:
    code = """
    class GRU(Recurrent):
        def forward(self, x):
            return GRU
    """
    names = {"Recurrent": "minimodel.nn.recurrent.Recurrent"}
    assert said(code, names, "minimodel.nn.gru") == [
        f"GRU={GRU}",
        "Recurrent=minimodel.nn.recurrent.Recurrent",
        f"forward={GRU}.forward",
        f"GRU={GRU}",
    ]
