"""The check of a student's folder: right work passes, and each mistake is named."""

import pytest
from minimodel.labs.conjugation_completion.check import check, main, report
from minimodel.labs.conjugation_completion.experiment import experiment_files


@pytest.fixture(scope="module")
def reference():
    return experiment_files("en")


@pytest.fixture
def folder(tmp_path, reference):
    for name, content in reference.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def failures(folder):
    return [finding.text for finding in check(folder) if not finding.passed]


def change(folder, name, old, new):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_the_reference_itself_passes_in_both_languages(folder):
    assert failures(folder) == []
    assert main([str(folder), "--lang", "es"]) == 0
    lines = report(check(folder, "es"), "es").splitlines()
    assert len(lines) == 8
    assert all(line.startswith("bien") for line in lines)


def test_files_that_are_missing_are_named(folder):
    (folder / "manifest.json").unlink()
    (folder / "README.md").unlink()
    assert failures(folder) == ["not there yet: manifest.json, README.md"]
    assert main([str(folder)]) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("rnn_forward.py", "self.W_xh @ x", "0.5 * self.W_xh @ x", "differ from h_1 on"),
        ("rnn_forward.py", "self.W_hh @ h", "self.W_hh.T @ h", "differ from h_2 on"),
        ("rnn_forward.py", "states.append(h)", "states.append(x)", "shape (8, 16), not (8, 32)"),
        ("rnn_forward.py", "final_logits = self.W_ho @ h", "final_logits = self.E @ x", "logits"),
        ("rnn_forward.py", "class VanillaRNN", "class Vanilla", "AttributeError"),
        ("gru_forward.py", "(1 - z) * h + z * h_tilde", "z * h + (1 - z) * h_tilde", "h_1 on"),
        ("gru_forward.py", "np.concatenate([r * h, x])", "np.concatenate([h, x])", "h_2 on"),
    ],
)
def test_a_wrong_model_is_told_apart_by_its_first_wrong_state(folder, file, old, new, said):
    change(folder, file, old, new)
    (folder / "walkthrough.py").unlink()  # it would print other numbers too
    (line,) = [text for text in failures(folder) if text.startswith(file)]
    assert said in line


def test_a_printout_without_a_norm_or_out_of_date_is_found(folder):
    change(folder, "walkthrough.txt", "0.3703", "0.3")
    assert failures(folder) == [
        "walkthrough.txt is not what walkthrough.py prints now",
        "walkthrough.txt lacks ∥h_3∥ of VanillaRNN",
    ]


def test_a_walkthrough_that_raises_is_quoted(folder):
    (folder / "walkthrough.py").write_text("raise ValueError('no tokens')\n")
    assert failures(folder) == ["walkthrough.py: ValueError: no tokens"]


def test_an_image_a_manifest_and_a_readme_that_are_none(folder):
    (folder / "hidden_state_evolution.png").write_text("a figure")
    (folder / "manifest.json").write_text('{"seed": 42}')
    (folder / "README.md").write_text("# Answers\n\nOne.\n")
    found = failures(folder)
    assert found[0] == "hidden_state_evolution.png is not a PNG image"
    assert found[1].startswith("manifest.json lacks experiment, date")
    assert found[2] == "README.md has fewer than two paragraphs"


def test_another_seed_is_found(folder):
    change(folder, "manifest.json", '"seed": 42', '"seed": 7')
    assert failures(folder) == ["manifest.json: the seed is 7, not 42"]


def test_a_folder_that_is_none_is_one_clear_line(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main([str(tmp_path / "nowhere")])
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
