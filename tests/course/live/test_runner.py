"""What runs a page's blocks in a browser leaves out what is missing there, and only that."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from course.live import printing, runner


@pytest.fixture
def session() -> Iterator[runner.Session]:
    """A session in which `absent_drawing` is what the build alone has."""
    before = list(sys.meta_path)
    sys.meta_path.append(runner.Finder(["absent_drawing"]))
    yield runner.Session("en")
    sys.meta_path[:] = before


def run(session: runner.Session, code: str, **options: Any) -> dict[str, Any]:
    return session.run("one", code, **options)


def test_a_block_prints_and_gives_its_value(session: runner.Session) -> None:
    result = run(session, 'print(lang)\nprint("two")\n1 + 1')
    assert (result["stdout"], result["value"]) == ("en\ntwo\n", "2")
    assert result["error"] is None
    assert result["lacking"] == []


def test_what_draws_is_left_out_with_all_that_uses_it(session: runner.Session) -> None:
    result = run(
        session,
        "from math import sqrt\n"
        "from absent_drawing.pyplot import subplots\n"
        "root = sqrt(2)\n"
        "figure, axes = subplots()\n"
        "axes.plot(root)\n"
        'print(f"{root:.2f}")\n'
        "figure",
    )
    assert result["stdout"] == "1.41\n"
    assert result["lacking"] == ["absent_drawing"]
    assert result["error"] is None
    after = session.run("two", "print(root)\nfigure.savefig('x')")
    assert after["stdout"].startswith("1.414")
    assert after["lacking"] == ["absent_drawing"]


def test_a_silent_block_that_draws_says_what_it_computed(session: runner.Session) -> None:
    result = run(session, "import absent_drawing\nn = 3\nabsent_drawing.bars(n)")
    assert result["computed"] == "n = 3"


PROGRAM = '"""One program."""\n\nimport numpy as np\n\n\ndef f(x):\n    return x\n'
LINES = '    """One program."""\n\n    import numpy as np\n\n\n    def f(x):\n        return x'


def test_a_computed_text_of_several_lines_is_shown_as_its_lines(session: runner.Session) -> None:
    left_out = "import absent_drawing\nabsent_drawing.bars(1)"
    result = run(session, f"{left_out}\nmine = {PROGRAM!r}\nn = 3\nword = 'one'")
    assert result["computed"] == f"mine =\n{LINES}\nn = 3\nword = 'one'"
    result = run(session, f"{left_out}\nanswers = {{'a.py': {PROGRAM!r}, 'n': 2}}")
    assert result["computed"] == f"answers['a.py'] =\n{LINES}\nanswers['n'] = 2"
    result = run(session, f"{left_out}\nlong = 100 * {PROGRAM!r}")
    lines = result["computed"].split("\n")
    assert (lines[0], lines[-1]) == ("long =", "…")
    assert set(lines[1:-1]) <= set(LINES.split("\n")), "whole lines"
    assert len(result["computed"]) <= 302
    assert run(session, f"{left_out}\nn = 10 ** 400")["computed"].endswith("00 …")


def test_the_checker_is_told_from_other_code_of_the_course() -> None:
    finder = runner.Finder(["matplotlib"], {"minimodel.figures": "matplotlib"})
    found = {}
    for module in ("course.student.samples", "course.serving", "minimodel.figures", "minimodel.no"):
        with pytest.raises(runner.Unavailable) as error:
            finder.find_spec(module, [])
        found[module] = error.value.name
    assert list(found.values()) == ["course.student", "course", "matplotlib", "minimodel"]


def test_a_list_that_a_left_out_loop_was_to_fill_is_missing_too(session: runner.Session) -> None:
    code = (
        "import absent_drawing\nrows = []\nfor n in (1, 2):\n    rows.append(absent_drawing.f(n))"
    )
    run(session, code)
    after = session.run("two", "assert len(rows) == 2")
    assert after["error"] is None
    assert after["lacking"] == ["absent_drawing"]


def test_what_a_left_out_loop_changes_through_its_own_name_is_missing(
    session: runner.Session,
) -> None:
    code = (
        "import absent_drawing\nlayers = [{}]\nfor one in layers:\n    one['w'] = absent_drawing.w"
    )
    run(session, code)
    assert session.run("two", "layers[0]['w']")["lacking"] == ["absent_drawing"]


def test_a_failure_for_want_of_what_was_left_out_is_left_out_but_a_readers_own_is_shown(
    session: runner.Session,
) -> None:
    code = (
        "import absent_drawing\nabsent_drawing.save('file')\nsize = open('file-of-nobody').read()"
    )
    result = run(session, code, own=True)
    assert result["error"] is None
    assert session.run("two", "size")["lacking"] == ["absent_drawing"]
    assert run(session, code)["error"]["text"].startswith("FileNotFoundError")
    assert run(session, "1 / 0", own=True)["error"]["text"].startswith("ZeroDivisionError")


def test_another_missing_module_is_an_error(session: runner.Session) -> None:
    error = run(session, "n = 1\nimport torch_of_nobody")["error"]
    assert (error["kind"], error["name"], error["line"]) == ("module", "torch_of_nobody", 2)


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("n = 1\nm = (n", 2, "SyntaxError: '(' was never closed"),
        ("def f():\n    return 1 / 0\n\nf()", 2, "ZeroDivisionError: division by zero"),
        ("x = 1\nunknown", 2, "NameError: name 'unknown' is not defined"),
        ("def f():\n    f()\nf()", 2, "RecursionError: maximum recursion depth exceeded"),
        ("input()", 1, "EOFError: a page has no keyboard"),
        ("raise SystemExit(3)", 1, "SystemExit: 3"),
    ],
)
def test_an_exception_is_short_and_has_its_line(
    session: runner.Session, code: str, line: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", runner._no_input)
    error = run(session, code)["error"]
    assert error["line"] == line
    assert error["text"].startswith(said)
    assert not error["expected"]


def test_an_expected_exception_is_marked(session: runner.Session) -> None:
    error = run(session, "[][0]", raises="LookupError")["error"]
    assert error["expected"]
    assert error["text"] == "IndexError: list index out of range"


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\nnp.zeros((2**50,))",
        "import numpy as np\nnp.zeros(2**70)",
        "import numpy as np\nnp.arange(1e30)",
        "bytes(2**70)",
        "[0] * 2**70",
        "raise MemoryError",
    ],
)
def test_memory_that_is_not_there_is_told_apart(session: runner.Session, code: str) -> None:
    assert run(session, code)["error"]["kind"] == "memory"
    assert run(session, "[][2**70]")["error"]["kind"] == ""  # an index is no size
    mine = "raise ValueError('Maximum allowed length is 5')"  # the reader's own words
    assert run(session, mine)["error"]["kind"] == ""


def test_the_end_of_a_long_output_is_kept(session: runner.Session) -> None:
    code = "for n in range(9000):\n    print('step', n)\nprint('loss 0.5')"
    result = run(session, code)
    assert len(result["stdout"]) == printing.SHOWN
    assert result["last"].splitlines()[-2:] == ["step 8999", "loss 0.5"]
    assert result["last"].startswith("step ")
    assert len(result["last"]) <= printing.LAST
    result = run(session, f"print('x' * {printing.SHOWN} + '\\nend')")
    assert result["last"] == "\nend\n", "all that is not shown, where that is little"
    assert run(session, "print('short')")["last"] == ""


def test_output_is_cut_and_output_without_end_is_stopped(session: runner.Session) -> None:
    result = run(session, "print('x' * 30_000)")
    assert len(result["stdout"]) == printing.SHOWN
    assert result["cut"]
    result = run(session, "while True:\n    print('x' * 100_000)")
    assert result["error"]["kind"] == "output"
    assert len(result["stdout"]) == printing.SHOWN


def test_warnings_are_kept_apart_from_what_is_printed(session: runner.Session) -> None:
    result = run(session, "import warnings\nwarnings.warn('mind', stacklevel=1)\nprint(1)")
    assert result["warnings"] == ["UserWarning: mind"]
    assert result["stdout"] == "1\n"


def test_blocks_go_on_from_what_has_run_and_else_begin_anew(session: runner.Session) -> None:
    blocks = [("a", "n = 1"), ("b", "n += 1"), ("c", "n")]
    assert session.begin(blocks[:2]) == 0
    for block in blocks[:2]:
        session.run(*block)
    assert session.begin(blocks) == 2
    assert session.run(*blocks[2])["value"] == "2"
    assert session.begin(blocks[:2]) == 0, "a block that ran twice would add twice"
    assert "n" not in session.namespace
    session.run("a", "n = 5")
    assert session.begin([("a", "n = 6"), blocks[1]]) == 0


def test_after_an_error_all_begins_anew(session: runner.Session) -> None:
    session.run("a", "n = 1\n1 / 0")
    assert session.begin([("a", "n = 1\n1 / 0"), ("b", "n")]) == 0
