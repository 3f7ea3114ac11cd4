"""python -m minimodel.corpus."""

import pytest
from minimodel.corpus.__main__ import main
from minimodel.corpus.verb_sentences import corpus_lines


def test_writes_every_line(tmp_path):
    path = tmp_path / "new" / "corpus.txt"
    main(["--out", str(path)])
    assert path.read_text(encoding="utf-8").splitlines() == corpus_lines()
    assert list(path.parent.iterdir()) == [path]


def test_keeps_a_file_that_differs(tmp_path, capsys):
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    with pytest.raises(SystemExit) as exit_:
        main(["--out", str(path)])
    assert exit_.value.code == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text() == "mine"
    main(["--out", str(path), "--force"])
    assert path.read_text(encoding="utf-8").splitlines() == corpus_lines()


@pytest.mark.parametrize("arguments", [[], ["--out"], ["--to", "x"], ["--out", "/dev/null/x"]])
def test_bad_arguments_are_one_line(arguments, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    message = capsys.readouterr().err
    assert message.startswith("error: ")
    assert message.count("\n") == 1
