"""The checks of labs 00, 01 and 03: right solutions pass, wrong ones are told their mistake."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from course.student.bptt_cases import CASES, case
from course.student.checklist import WIDTH, Item, done, render
from course.student.checks import corpus as lab_00
from course.student.checks import ngrams as lab_01
from course.student.checks import vanishing as lab_03
from course.student.start import start
from course.student.texts import text
from course.student.variants.recurrent import gru_states, rnn_states
from matplotlib.image import imsave
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.vanishing.folder import experiment_files
from minimodel.labs.vanishing.wrong_backward import backward
from minimodel.sequence_baselines.bptt import gru_gradients, rnn_gradients
from minimodel.sequence_baselines.rnn import VanillaRNN

WRONG = tomllib.loads(Path(__file__).with_name("answers").joinpath("wrong_labs.toml").read_text())
CHECKS = {"corpus": lab_00.check, "ngrams": lab_01.check}
FILES = {"corpus": "my_corpus.py", "ngrams": "my_ngrams.py"}
Answer = Callable[..., Path]


def failed(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.passed is False]


@pytest.fixture(scope="module")
def vanishing() -> dict[str, bytes]:
    return experiment_files("en")


@pytest.fixture
def folder(tmp_path: Path, vanishing: dict[str, bytes]) -> Path:
    """The reference's folder of lab 03."""
    for name, content in vanishing.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("lab", CHECKS)
def test_right_answers_pass(answer: Answer, lab: str, lang: str) -> None:
    items = CHECKS[lab](answer(FILES[lab]), lang)
    assert done(items), render("", items, lang)
    assert max(map(len, render("", items, lang).splitlines())) <= WIDTH


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_reference_of_lab_03_passes(folder: Path, lang: str) -> None:
    if lang == "es":
        for name, content in experiment_files("es", option="B").items():
            (folder / name).write_bytes(content)
    items = lab_03.check(folder, lang)
    assert done(items), render("", items, lang)
    assert len(items) == 7
    assert max(map(len, render("", items, lang).splitlines())) <= WIDTH


@pytest.mark.parametrize(("lab", "name"), [(lab, name) for lab in CHECKS for name in WRONG[lab]])
@pytest.mark.usefixtures("same_process")
def test_a_wrong_answer_is_told_its_mistake(answer: Answer, lab: str, name: str) -> None:
    wrong = WRONG[lab][name]
    items = CHECKS[lab](answer(FILES[lab], wrong["replace"]), "en")
    item = failed(items)[0]
    assert item.title == text(f"{lab}.{wrong['item']}", "en", lines=240, k=0.01).replace(
        "240 held-out", "24 held-out"
    ), render("", items, "en")
    assert item.pitfall == text(f"{lab}.{wrong['mistake']}", "en")
    assert item.expected
    assert item.found


@pytest.mark.parametrize("name", WRONG["vanishing"])
@pytest.mark.usefixtures("same_process")
def test_a_wrong_backward_pass_is_told_its_mistake(folder: Path, name: str) -> None:
    wrong = WRONG["vanishing"][name]
    source = (folder / "bptt_norm.py").read_text()
    for old, new in wrong["replace"]:
        assert old in source
        source = source.replace(old, new)
    (folder / "bptt_norm.py").write_text(source)
    item = lab_03.check_backward(wrong["item"], folder, "en")
    assert item.passed is False
    assert item.pitfall == text(f"vanishing.{wrong['mistake']}", "en"), item
    other = "gru" if wrong["item"] == "rnn" else "rnn"
    if name != "target_missing":  # both models share that line
        assert lab_03.check_backward(other, folder, "en").passed


@pytest.mark.usefixtures("same_process")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cross_entropy(logits, target)", "cross_entropy(logits, token_ids[-1])"),
        ("np.zeros((len(states) + 1, len(model.b_h))", "np.zeros((51, len(model.b_h))"),
    ],
)
def test_what_fails_on_the_second_network_only_is_said_to(folder: Path, old: str, new: str) -> None:
    source = (folder / "bptt_norm.py").read_text()
    assert old in source
    (folder / "bptt_norm.py").write_text(source.replace(old, new))
    item = lab_03.check_backward("rnn", folder, "en")
    assert item.passed is False
    assert "second network (V = 9, T = 7" in item.found
    assert "la segunda red" in lab_03.check_backward("rnn", folder, "es").found


def test_the_first_wrong_gradient_is_named(folder: Path) -> None:
    source = (folder / "bptt_norm.py").read_text()
    (folder / "bptt_norm.py").write_text(source.replace("model.W_hh.T @ da", "model.W_hh @ da"))
    item = lab_03.check_backward("rnn", folder, "es")
    assert item.found.startswith("∂L/∂h_49[")
    assert "el primero mal en el camino de vuelta" in item.found


Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        (lambda g: g.update(rnn=g["gru"], gru=g["rnn"]), "models_exchanged"),
        (lambda g: g.update(rnn=g["rnn"][::-1]), "backward_in_time"),
        (lambda g: g.update(gru=g["gru"][1:]), "one_late"),
        (lambda g: g.update(rnn=[x**2 for x in g["rnn"]]), "squared"),
        (lambda g: g.update(rnn=[0.0] * 51), ""),
        (lambda g: g.update(rnn=np.log10(g["rnn"]).tolist()), "logarithms"),
        (lambda g: g.update(rnn=[1 / x for x in g["rnn"]]), "inverse"),
        (lambda g: g.update(gru=[x / g["gru"][-1] for x in g["gru"]]), "relative"),
        # What only looks like a cause is not told one.
        (lambda g: g.update(rnn=[0.0] * 20 + g["rnn"][20:]), ""),
        (lambda g: g.update(rnn=[1e9, *g["rnn"][1:]]), ""),
        (lambda g: g.update(rnn=g["rnn"][:-1], gru=g["gru"][:-1]), None),
        (lambda g: g.update(rnn=3), ""),
        (lambda g: g.pop("gru"), ""),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_measured_norms(folder: Path, change: Change, mistake: str | None) -> None:
    values = json.loads((folder / "decay.json").read_text())
    change(values)
    (folder / "decay.json").write_text(json.dumps(values))
    title = text("vanishing.decay", "en", file="decay.json")
    (item,) = [item for item in lab_03.check(folder, "en") if item.title == title]
    assert item.passed == (mistake is None)
    assert item.pitfall == (text(f"vanishing.{mistake}", "en") if mistake else "")


@pytest.mark.usefixtures("same_process")
def test_a_norm_in_place_of_the_spectral_radius_is_named(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    ids = list(range(3))
    W_hh = np.asarray(vars(case("rnn", "lab", ids, 3, len(corpus_vocabulary())).model)["W_hh"])
    manifest["results_summary"]["rnn_spectral_radius_W_hh"] = float(np.linalg.norm(W_hh, 2))
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (item,) = [item for item in lab_03.check(folder, "en") if "manifest.json" in item.title]
    assert item.pitfall == text("vanishing.radius", "en")


@pytest.mark.parametrize(
    ("key", "factor", "mistake"),
    [
        ("rnn_orders_of_decay_per_10steps", 5, "total_orders"),
        ("gru_orders_of_decay_per_10steps", -1, "negative_orders"),
        ("gru_orders_of_decay_per_10steps", np.log(10), "natural_logarithm"),
        ("rnn_spectral_radius_W_hh", -1, ""),
        ("rnn_spectral_radius_W_hh", 1.04, ""),
        ("rnn_orders_of_decay_per_10steps", 1.001, None),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_measured_values(folder: Path, key: str, factor: float, mistake: str | None) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["results_summary"][key] *= factor
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (item,) = [item for item in lab_03.check(folder, "en") if "manifest.json" in item.title]
    assert item.passed == (mistake is None)
    assert item.pitfall == (text(f"vanishing.{mistake}", "en") if mistake else "")


@pytest.mark.parametrize(("color", "lacks"), [((1, 0, 0), "blue"), ((0, 0, 1), "red")])
@pytest.mark.usefixtures("same_process")
def test_a_figure_without_one_of_the_curves(
    folder: Path, color: tuple[int, int, int], lacks: str
) -> None:
    pixels = np.ones((100, 400, 3))
    pixels[40:45, :] = color
    pixels[60:65, :] = 0
    imsave(folder / "decay.png", pixels)
    (item,) = [item for item in lab_03.check(folder, "en") if "decay.png" in item.title]
    assert item.found == f"nothing {lacks}"


@pytest.mark.parametrize(
    ("lab", "replace", "found"),
    [
        ("ngrams", [["    return counts\n", "    return list(counts)\n"]], "list (1)"),
        ("ngrams", [["    return counts\n", "    return {1: {}}\n"]], "{1: dict (0)}"),
        ("ngrams", [["    return counts\n", "    return {(): {'a': 'b'}}\n"]], "{(): dict (1)}"),
        ("ngrams", [["    return counts\n", "    return {(): 3}\n"]], "{(): int}"),
        ("corpus", [["def decode(ids, vocabulary):", "def decode(:"]], "is not valid Python"),
        ("corpus", [["return [vocabulary[token] for token in tokens]", "return 3"]], "int"),
        ("corpus", [["    return {token", "    return sorted(others)\n    {token"]], "list (442)"),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_results_of_another_type(
    answer: Answer, lab: str, replace: list[list[str]], found: str
) -> None:
    items = CHECKS[lab](answer(FILES[lab], replace), "en")
    assert found in failed(items)[0].found


@pytest.mark.parametrize("lab", ["lab-00", "lab-01", "lab-03"])
def test_the_started_folder_has_everything_to_do(lab: str, tmp_path: Path) -> None:
    start(lab, tmp_path, "en")
    check = {"lab-00": lab_00.check, "lab-01": lab_01.check, "lab-03": lab_03.check}[lab]
    items = check(tmp_path, "en")
    judged = [item for item in items if item.passed is not None]
    assert failed(items) == judged
    assert all(item.found for item in judged)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("model", ["rnn", "gru"])
def test_the_variants_without_a_mistake_are_the_reference(model: str, name: str) -> None:
    """A diagnosis by comparison is worth as much as what it compares with."""
    given = case(model, name, [3, 1, 4, 1, 5], 9, len(corpus_vocabulary()))
    states = given.model.forward(given.token_ids)[1]
    if isinstance(given.model, VanillaRNN):
        wanted = rnn_gradients(given.model, given.token_ids, given.target).dh
        again = rnn_states(vars(given.model), given.token_ids)
    else:
        wanted = gru_gradients(given.model, given.token_ids, given.target).dh
        again = gru_states(vars(given.model), given.token_ids)
    np.testing.assert_allclose(
        backward(given.model, given.token_ids, given.target), wanted, rtol=1e-9, atol=1e-30
    )
    np.testing.assert_allclose(again, states, rtol=1e-12, atol=1e-16)
