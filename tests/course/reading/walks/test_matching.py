"""Which edits of a walked file stop a build, and what the author is told."""

from __future__ import annotations

import pytest
from walk_project import Walked

PAGE = "docs/en/code/train.md"
FORWARD = '````walk file="rnn/train.py" name="forward"'


def only(faults: list[str]) -> str:
    assert len(faults) == 1, faults
    return faults[0]


def test_each_annotation_stands_beside_its_lines_and_the_comments_above(walked: Walked) -> None:
    assert walked.shown() == [
        ("Only NumPy.", [1, 2, 3, 4, 5]),
        ("Small steps.", [7]),
        ("Holds $W$.", [10, 11, 12, 13, 14, 15]),
        ("Small weights.", [16, 17, 18, 19, 20, 21]),
        ("How many.", [23, 24]),
        ("Nothing was read.", [27, 28]),
        ("One step; see [the model](#model).", [29, 30, 31, 32]),
        ("The state that came in.", [34, 35]),
        ("The last state.", [36]),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import numpy as np\n", "# A comment above.\n\n\nimport numpy as np\n"),
        ("        # The recurrence.\n", "        # A better comment.\n"),
        ("  # (H,)", "  # (hidden_size,)"),
        ('"""Draw them."""', '"""Draw them from a normal distribution."""'),
        ("(\n            0.0,\n            0.1,\n            (size, size),\n        )",
         "(0.0, 0.1, (size, size),)"),
        ("model.W @ h + x", "model.W  @  h+x"),
    ],
)  # fmt: skip
def test_an_edit_that_changes_no_code_moves_line_numbers_only(
    walked: Walked, old: str, new: str
) -> None:
    before = [note for note, _ in walked.shown()]
    walked.edit(old, new)
    assert walked.faults() == []
    assert [note for note, _ in walked.shown()] == before


def test_lines_move_with_the_code_below_them(walked: Walked) -> None:
    walked.edit("def forward", "# Why.\n\ndef forward")
    assert dict(walked.shown())["Nothing was read."] == [27, 28, 29, 30]


def test_changed_code_is_named_with_what_it_may_have_become(walked: Walked) -> None:
    walked.edit("np.tanh(model.W @ h + x)", "np.tanh(model.W @ h - x)")
    assert only(walked.faults()) == (
        f"{walked.place('@ for x in xs:')}: `for x in xs: h = np.tanh(model.W @ h + x) "
        "states.append(h)` is no longer in rnn/train.py; closest: lines 29–32, "
        "`h = np.tanh(model.W @ h - x)`. "
        "Read the annotation again, then bring its key up to date."
    )


@pytest.mark.parametrize(
    ("new", "more"),
    [("        h = h / 2\n", ""), ("        h = h / 2\n        print(h)\n", " and 1 more")],
)
def test_what_came_between_the_statements_of_a_key_is_named_once(
    walked: Walked, new: str, more: str
) -> None:
    walked.edit("        states.append(h)\n", new + "        states.append(h)\n")
    assert only(walked.faults()) == (
        f"{walked.place('@ for x in xs:')}: between the statements of `for x in xs: "
        "h = np.tanh(model.W @ h + x) states.append(h)` there is now `h = h / 2` "
        f"(rnn/train.py:32){more}. "
        "Put it into the key, or let the annotation end above it and another begin."
    )


def test_code_that_another_annotation_explains_came_between_nothing(walked: Walked) -> None:
    walked.edit("        states.append(h)\n", "")
    walked.edit("        return h\n", "        return h\n    states.append(h)\n")
    faults = walked.faults()
    assert "states.append(h)` is no longer in rnn/train.py; closest: " in faults[0]
    assert not any("between the statements" in fault for fault in faults)


def test_code_that_is_gone_for_good(walked: Walked) -> None:
    walked.edit("RATE = 0.1  # a tenth\n", "")
    assert only(walked.faults()) == (
        f"{walked.place('@ RATE = 0.1')}: `RATE = 0.1` is no longer in rnn/train.py, nor "
        "anything like it. "
        "Delete the annotation or correct its key."
    )


def test_new_code_needs_an_annotation(walked: Walked) -> None:
    walked.edit("    states = []\n", "    states = []\n    h = 0 * h\n    print(h)\n")
    assert only(walked.faults()) == (
        f"{walked.place('@ def forward(model, xs, h):')}: no annotation for `h = 0 * h` "
        "(rnn/train.py:29) and 1 more in `forward`. "
        "`course walk code/train` lists what to annotate."
    )


def test_new_functions_need_annotations_where_the_whole_file_is_walked(walked: Walked) -> None:
    walked.edit("def forward", "def relu(x):\n    return x * (x > 0)\n\n\ndef forward")
    assert "no annotation for `def relu(x):` (rnn/train.py:27) and 1 more in `relu`." in only(
        walked.faults()
    )
    walked.edit_page("walks: [rnn/train.py]\n", "")
    assert walked.faults() == []


def test_a_renamed_function_is_named_with_its_new_name(walked: Walked) -> None:
    walked.edit("def forward(model", "def run(model")
    walked.edit_page("walks: [rnn/train.py]\n", "")
    faults = walked.faults()
    assert faults[0] == (
        f"{walked.place(FORWARD)}: rnn/train.py has no function, class or region 'forward'. "
        "Most of the code that it explains is in `run` now: correct the name."
    )
    assert len(faults) == 2  # one a block


def test_a_misspelt_name_gets_a_hint(walked: Walked) -> None:
    walked.edit_page('name="Model"', 'name="Modle"')
    assert "has no function, class or region 'Modle'. " in walked.faults()[0]
    walked.write("class Model:\n    pass\n")
    walked.edit_page("walks: [rnn/train.py]\n", "")
    assert "Did you mean Model?" in "\n".join(walked.faults())


def test_code_that_moved_to_another_function(walked: Walked) -> None:
    walked.edit("    states = []\n", "")
    walked.edit("        return self.W.size", "        states = []\n        return self.W.size")
    walked.edit_page(
        "@ def forward(model, xs, h):\n@ states",
        "@ def forward(model, xs, h):\nThe header.\n\n@ states",
    )
    walked.edit_page("walks: [rnn/train.py]\n", "")
    faults = "\n".join(walked.faults())
    assert (
        "`states = []` is not in `forward` of rnn/train.py, but in `Model.count` (line 24). "
        'Move the annotation to a block with name="Model.count".' in faults
    )


def test_code_that_changed_places(walked: Walked) -> None:
    walked.edit_page(
        "@ rng = np.random.default_rng(42)\n@ self.W = rng.normal(0.0, 0.1, (size, size),)\n"
        "Small weights.\n\n@ def count(self) -> int:\n@     return self.W.size\nHow many.\n",
        "@ def count(self) -> int:\n@     return self.W.size\nHow many.\n\n"
        "@ rng = np.random.default_rng(42)\n@ self.W = rng.normal(0.0, 0.1, (size, size),)\n"
        "Small weights.\n",
    )
    key = walked.place("@ rng = np.random.default_rng(42)")
    assert only(walked.faults()) == (
        f"{key}: `rng = np.random.default_rng(42) self.W = rng.normal(0.0, 0.1, (size, si…` "
        "is out of order: it stands in line 16 of rnn/train.py, above what is explained before "
        "it. Explain the code in the order of the file."
    )


def test_a_key_that_two_places_fit(walked: Walked) -> None:
    walked.edit_page(
        "@# the-state\n@     if not states:\n@         return h\nThe state that came in.\n\n", ""
    )
    key = walked.place("@ return h")
    assert walked.faults()[0] == (
        f"{key}: `return h` stands in lines 35, 36 of rnn/train.py: which one is meant? "
        "Add the statement before or after it to the key."
    )


def test_a_key_holds_whole_statements(walked: Walked) -> None:
    walked.edit_page("@     h = np.tanh(model.W @ h + x)\n@     states.append(h)\n", "")
    walked.edit_page("@ for x in xs:\n", "@ np.tanh(model.W @ h + x)\n")
    faults = "\n".join(walked.faults())
    assert (
        "`np.tanh(model.W @ h + x)` is only a part of `h = np.tanh(model.W @ h + x)` "
        "(rnn/train.py:31). Write the whole statement into the key." in faults
    )


def test_nothing_is_annotated_twice(walked: Walked) -> None:
    walked.edit_page(
        "## Forward", '````walk file="rnn/train.py" name="Model.count"\n@ def count(self) -> int:\n'
        "@ return self.W.size\nAgain.\n````\n\n## Forward",
    )  # fmt: skip
    again = walked.place("@ def count(self) -> int:", last=True)
    first = walked.place("@ def count(self) -> int:")
    assert only(walked.faults()) == (
        f"{again}: `def count(self) -> int:` (rnn/train.py:23) is already annotated in line "
        f"{first.rpartition(':')[2]}. "
        "Delete one of the two annotations."
    )


def test_a_method_may_have_a_block_of_its_own(walked: Walked) -> None:
    walked.edit_page("@ def count(self) -> int:\n@     return self.W.size\nHow many.\n", "")
    walked.edit_page(
        "## Forward", '````walk file="rnn/train.py" name="Model.count"\n@ def count(self) -> int:\n'
        "@ return self.W.size\nHow many.\n````\n\n## Forward",
    )  # fmt: skip
    assert walked.faults() == []


def test_several_names_make_one_view(walked: Walked) -> None:
    walked.write("def one():\n    return 1\n\n\ndef two():\n    return 2\n")
    walked.english = (
        '# T\n\n````walk file="rnn/train.py" name="one, two"\n@ def one():\n@ return 1\nOne.\n\n'
        "@ def two():\n@ return 2\nTwo.\n````\n"
    )
    assert walked.faults() == []


def test_regions_hold_module_level_code_and_their_markers_are_not_shown(walked: Walked) -> None:
    walked.write("# region rates\nA = 1\nB = 2\n# endregion rates\nC = 3\n")
    walked.english = (
        '# T\n\n````walk file="rnn/train.py" name="rates"\n@ A = 1\n@ B = 2\nX.\n````\n'
    )
    assert walked.faults() == []
    assert walked.shown() == [("X.", [2, 3])]


def test_missing_and_broken_files_are_one_line(walked: Walked) -> None:
    walked.edit_page('````walk file="rnn/train.py"\n', '````walk file="rnn/tain.py"\n')
    assert walked.faults()[0] == (
        f"{PAGE}:11: there is no file 'rnn/tain.py' in the folder code/. Correct file or name."
    )
    walked.write("def f(:\n")
    assert "rnn/train.py is not Python" in walked.faults()[1]


def test_the_front_matter_may_name_a_file_that_is_not_there(walked: Walked) -> None:
    walked.english = walked.english.replace("[rnn/train.py]\n---", "[rnn/other.py]\n---")
    assert only(walked.faults()) == (
        f"{PAGE}:1: the front matter's walks: there is no file 'rnn/other.py' in the folder "
        "code/. Name files as char_rnn/train.py."
    )
