"""The check of a student's tokenizer: what it accepts, and what it says of each mistake."""

import re
import runpy

import pytest
from minimodel.labs.tokenized_corpus import solution
from minimodel.labs.tokenized_corpus.__main__ import main
from minimodel.labs.tokenized_corpus.check import DifferenceError, check

SOLUTION = runpy.run_path(solution.__file__)


def report(**replaced):
    """What the check says of the solution with some functions replaced."""
    said = []
    try:
        said.extend(check(SOLUTION | replaced))
    except DifferenceError as difference:
        said.append(str(difference))
    return said


def test_the_solution_passes_every_check():
    assert [sentence.partition(":")[0] for sentence in check(SOLUTION)] == [
        "tokenize",
        "build_vocabulary",
        "encode, decode",
        "encode",
    ]


@pytest.mark.parametrize(
    ("replaced", "passed", "said"),
    [
        ({"tokenize": str.split}, 0, "token 1 of 'I work"),
        ({"tokenize": lambda line: ["<bos>", *line.split()[:-1]]}, 0, "token 18 .* is missing"),
        ({"tokenize": lambda line: "<bos> " + line}, 0, "returned as a str"),
        ({"build_vocabulary": lambda lines: ["<bos>"]}, 1, "returns a list"),
        ({"build_vocabulary": lambda lines: {"<bos>": 0}}, 1, "1 tokens, ',' is not among them"),
        (
            {"build_vocabulary": lambda lines: SOLUTION["build_vocabulary"]([*lines, "he jumps"])},
            1,
            "445 tokens, 'jumps' is one too many; expected 444",
        ),
        (
            {"build_vocabulary": lambda lines: dict.fromkeys(solution.build_vocabulary(lines), 7)},
            1,
            "the id of '<bos>' is 7; expected 0",
        ),
        ({"decode": lambda ids, vocabulary: list(vocabulary)}, 2, "token 2 .* comes back as '/'"),
        (
            {"encode": lambda tokens, vocabulary: [vocabulary.get(t, 0) for t in tokens]},
            3,
            r"'work,' becomes \[0\]",
        ),
        ({"decode": lambda ids: []}, 2, "decode: raises TypeError"),
    ],
)
def test_the_first_difference_is_named(replaced, passed, said):
    *sentences, difference = report(**replaced)
    assert len(sentences) == passed
    assert re.search(said, difference)


def test_an_error_that_does_not_name_the_token():
    def encode(tokens, vocabulary):
        if not all(token in vocabulary for token in tokens):
            raise ValueError("unknown token")
        return solution.encode(tokens, vocabulary)

    assert "does not name it" in report(encode=encode)[-1]


def test_a_function_that_is_missing():
    functions = {name: SOLUTION[name] for name in ("tokenize", "build_vocabulary")}
    with pytest.raises(DifferenceError, match="encode: your file does not define it"):
        list(check(functions))


def test_the_command_reports_in_the_language_asked_for(tmp_path, capsys):
    main([solution.__file__, "--lang", "es"])
    assert capsys.readouterr().out.count("✓") == 4
    mine = tmp_path / "my_corpus.py"
    mine.write_text("def tokenize(line):\n    return line.split()\n")
    with pytest.raises(SystemExit) as exit_:
        main([str(mine), "--lang", "es"])
    assert exit_.value.code == 1
    assert capsys.readouterr().out.startswith("✗ tokenize: el token 1 de")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "is not a file"),
        ("def tokenize(line:", "my_corpus.py:1 is not Python"),
        ("x = 1\ny = 1 / 0\n", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_file_that_cannot_be_run_is_one_line(tmp_path, capsys, text, said):
    mine = tmp_path / "my_corpus.py"
    if text is not None:
        mine.write_text(text)
    with pytest.raises(SystemExit) as exit_:
        main([str(mine)])
    assert exit_.value.code == 2
    message = capsys.readouterr().err
    assert said in message
    assert message.count("\n") == 1
