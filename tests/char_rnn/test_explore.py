"""explore.py: its page, its prompt, and what it says to a typo."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from char_rnn import explore
from char_rnn.asking.answers import Explorer, Mistake
from char_rnn.runs.default_run import as_results, train_on

SCRIPT = Path(explore.__file__)


@pytest.fixture(scope="module")
def explorer(results, corpus):
    return Explorer(results, corpus.read_text(encoding="utf-8"))


def converse(run_folder, typed, *arguments, **options):
    command = [sys.executable, str(SCRIPT), "--data-dir", str(run_folder), "--interactive"]
    settings = {"capture_output": True, "text": True} | options
    return subprocess.run([*command, *arguments], input=typed, **settings)


def explorer_of(text):
    """An explorer of a network that has read a text for a moment."""
    run = train_on(text, steps=20, hidden_size=8, record_interval=0, jacobian_interval=0)
    return Explorer(as_results(run), text.strip())


def test_a_whole_conversation_ends_cleanly(run_folder):
    lines = "generate 0.5\npredict the bo\nstates a\nwords\nsimilar boy\neig\njacobian\nprobe\n"
    found = converse(run_folder, lines + "help\nquit\nnever read")
    assert (found.returncode, found.stderr) == (0, "")
    assert "Traceback" not in found.stdout
    assert "group 7" in found.stdout
    assert "never" not in found.stdout


def test_the_end_of_input_and_typos_end_cleanly_too(run_folder):
    found = converse(run_folder, "predct the\ngenerate hot\n\n  \nsimilar gril", "--lang", "es")
    assert (found.returncode, found.stderr) == (0, "")
    assert "¿querías decir predict?" in found.stdout
    assert "¿querías decir girl?" in found.stdout
    assert "hot: no es una temperatura" in found.stdout


def test_without_a_prompt_it_prints_one_page(capsys, run_folder):
    assert explore.main(["--data-dir", str(run_folder)]) == 0
    out = capsys.readouterr().out
    assert "spectral radius" in out
    assert 20 < out.count("\n") < 50


def test_a_missing_folder_is_one_line(capsys, tmp_path):
    assert explore.main(["--data-dir", str(tmp_path / "no"), "--interactive"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("explore.py: error: --data-dir")
    assert err.count("\n") == 1


def test_control_c_ends_it_and_its_line(monkeypatch, capsys, run_folder):
    def interrupt(prompt):
        print("rnn> half a li", end="")
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupt)
    assert explore.main(["--data-dir", str(run_folder), "--interactive"]) == 130
    assert capsys.readouterr().out.endswith("half a li\n")


def test_bytes_that_are_no_text_and_an_encoding_without_bars_do_not_stop_it(run_folder):
    typed = b"states a\xff\nstates a \r\npredict\tthe\r\nquit\n"
    env = os.environ | {"PYTHONIOENCODING": "cp1252"}
    found = converse(run_folder, typed, text=False, env=env)
    assert (found.returncode, found.stderr) == (0, b"")
    no_letter, _, *states = found.stdout.decode("cp1252").splitlines()[1:]
    assert "not in the network's alphabet" in no_letter
    assert [line[0] for line in states[:2]] == ["a", "?"]  # a space stands as ␣, which it lacks
    assert "100.0%" in states[3]


def test_white_space_of_any_kind_is_a_single_space(explorer):
    asked = explorer.answer("predict the")
    for line in ("predict\tthe", "predict   the", "  predict the\r", "PREDICT The\r\n"):
        assert explorer.answer(line) == asked
    assert explorer.answer("predict the \t") == explorer.answer("predict the_")


def test_words_that_cannot_be_grouped_or_are_not_there():
    with pytest.raises(Mistake, match=r"three nouns or verbs of two categories.*man sleep"):
        explorer_of("the man sleep " * 40).answer("words")
    with pytest.raises(Mistake, match="no whole word"):
        explorer_of("x" * 200 + " " + "y" * 300).answer("words")
    with pytest.raises(Mistake, match="knows no space"):
        explorer_of("xy" * 100).answer("words")


def test_predictions_add_up_and_stand_beside_the_exact_ones(explorer):
    lines = explorer.answer("predict the qu").splitlines()
    assert lines[1].split()[0] == "e"  # queen is the only word
    assert lines[1].split()[2] == "100.0%"
    # A space at the end is part of the text, and _ stands for one.
    assert explorer.answer("predict the ") == explorer.answer("predict the_")
    assert explorer.answer("predict the ") != explorer.answer("predict the")
    assert "never writes" in explorer.answer("predict boy")


def test_states_have_a_line_for_each_character(explorer):
    lines = explorer.answer("states the_b").splitlines()
    assert [line[0] for line in lines[1:]] == ["t", "h", "e", "␣", "b"]
    assert all(len(line.split()[-1]) == 64 for line in lines[1:])


def test_similar_words_come_with_the_nearest_first(explorer):
    lines = explorer.answer("similar boy").splitlines()
    distances = [float(line.split()[0]) for line in lines]
    assert distances == sorted(distances)
    assert "boy" not in [line.split()[1] for line in lines]


def test_each_generation_is_another(explorer):
    texts = [explorer.answer("generate") for _ in range(2)]
    assert texts[0] != texts[1]
    assert [len(text) for text in texts] == [300, 300]


def test_eigenvalues_and_jacobians_are_those_of_the_network(explorer, analysis):
    assert f"{analysis.spectral_radius:.3f} now" in explorer.answer("eig")
    first = explorer.answer("jacobian").splitlines()[2].split()
    assert first[0] == "1"
    assert float(first[1]) == pytest.approx(float(first[2]), abs=0.01)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("predct x", "did you mean predict?"),
        ("jac", "did you mean jacobian?"),
        ("qu", "did you mean quit?"),
        ("xyzzy", "help lists them"),
        ("generate 0", "no temperature"),
        ("generate nan", "no temperature"),
        ("generate inf", "no temperature"),
        ("generate 1e999", "no temperature"),
        ("generate -1", "no temperature"),
        ("predict", "give a text"),
        ("predict ñ", "'ñ'"),
        ("states", "give a text"),
        ("similar", "give a word"),
        ("similar gril", "did you mean girl?"),
        ("similar wom", "did you mean woman?"),
        ("similar xyzzy", "does not occur"),
    ],
)
def test_mistakes_say_what_to_do(explorer, line, says):
    with pytest.raises(Mistake, match=says.replace("?", r"\?")):
        explorer.answer(line)


def test_an_argument_too_many_is_no_reason_to_refuse(explorer):
    assert "4 is ignored" in explorer.answer("eig 4")
    assert explorer.answer("   ") == ""


def test_completion_knows_commands_and_words(explorer):
    assert explore.completions(explorer, "", "pr") == ["predict ", "probe "]
    assert explore.completions(explorer, "similar ", "qu") == ["queen "]
    assert explore.completions(explorer, "eig ", "q") == []
    assert explore.completions(explorer, "", "PR") == ["predict ", "probe "]
    assert explore.completions(explorer, "SIMILAR ", "Qu") == ["queen "]
