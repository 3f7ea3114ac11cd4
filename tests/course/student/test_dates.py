"""The check of the date converter: right ones pass in unlike styles, wrong ones are named."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from complex_step import complex_step_gradient
from course.student.checklist import done, render
from course.student.checks import dates as checks
from course.student.compare import compare
from course.student.outcomes import Limits
from course.student.probes import dates as probes
from course.student.texts import text
from course.student.variants.dates import BACKWARD, FORWARD, compute, dates_mistake
from hints import full, is_hint
from minimodel.nn.attention import DotAttention

ANSWERS = Path(__file__).with_name("answers")
WRONG = tomllib.loads((ANSWERS / "wrong_dates.toml").read_text())
Folder = Callable[..., Path]


@pytest.fixture
def folder(answer: Callable[..., Path]) -> Folder:
    """Write one of `answers/` as `dates.py`, with some of its text replaced."""
    return lambda file, replace=(): answer("dates.py", replace, (ANSWERS / file).read_text())


LISTS = [
    ["return weights @ h, weights\n", "return (weights @ h).tolist(), weights.tolist()\n"],
    ["return ds, dh\n", "return [ds.tolist(), dh.tolist()]\n"],
    ["context, self.weights = attend(", "context, self.weights = map(np.array, attend("],
    ["self.mask)\n        both", "self.mask))\n        both"],
    ["ds_look, dh = attend_backward(", "ds_look, dh = map(np.array, attend_backward("],
    ["self.h, self.weights)", "self.h, self.weights))"],
]
GRU = [["minimodel.nn.lstm import LSTM", "minimodel.nn.gru import GRU as LSTM"]]
RIGHT: dict[str, tuple[str, list[list[str]]]] = {
    "composed": ("dates_composed.py", []),
    "in float64": ("dates_composed.py", [["np.float32", "np.float64"]]),
    "another layer": ("dates_composed.py", GRU),
    "lists": ("dates_composed.py", LISTS),
    "NumPy alone": ("dates_dict.py", []),
}
UNTRAINED = [["TYPE = 48, 16, 500", "TYPE = 48, 16, 0"]]


@pytest.fixture(autouse=True)
def few_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure few derivatives of each parameter, where the test's own process does it."""
    monkeypatch.setattr("course.student.gradients.ENTRIES", 6)


@pytest.mark.parametrize("style", RIGHT)
@pytest.mark.usefixtures("same_process")
def test_a_right_answer_passes_in_any_style(
    folder: Folder, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "LANGUAGES", ())  # its training is another test
    items = checks.check(folder(*RIGHT[style]), "en")
    assert done(items), render("", items, "en")
    assert len(items) == 4


@pytest.mark.usefixtures("same_process")
def test_a_trained_network_is_judged_by_dates_that_it_has_not_seen(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "LANGUAGES", ("es",))
    items = checks.check(folder("dates_composed.py"), "en")
    assert done(items), render("", items, "en")
    assert items[-1].lines[0].startswith("100% right · year 100%") or "99." in items[-1].lines[0]
    texts, dates = probes.pairs("es")
    assert not set(dates[: probes.TAUGHT]) & set(dates[probes.TAUGHT :])
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("same_process")
def test_a_wrong_answer_is_told_its_mistake(folder: Folder, name: str) -> None:
    wrong = WRONG[name]
    # Where attention is wrong the network is not looked at, so that need not be done.
    no_network = [["def make_network", "def no_network"]] if wrong["item"] < 2 else []
    items = checks.check(folder("dates_composed.py", [*wrong["replace"], *no_network]), "en")
    failed = next(item for item in items if item.passed is False)
    assert failed == items[wrong["item"]], render("", items, "en")
    assert failed.found
    assert is_hint(full("dates", wrong["mistake"]), failed.pitfall), failed
    assert items[-1].found == text("dates.blocked", "en")


@pytest.mark.usefixtures("same_process")
def test_nothing_back_names_what_has_no_gradient(folder: Folder) -> None:
    replace = WRONG["the_encoder_learns_nothing"]["replace"]
    items = checks.check(folder("dates_composed.py", replace), "es")
    named = items[3].pitfall.partition(" no le llega")[0]
    assert "encoder.W_xh" in named and "encoder.b_h" in named
    assert "decoder" not in named and "readout" not in named


@pytest.mark.usefixtures("same_process")
def test_a_network_that_is_not_trained_is_told_so(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "LANGUAGES", ("en",))
    items = checks.check(folder("dates_composed.py", UNTRAINED), "en")
    assert items[-1].passed is False
    assert items[-1].lines[0].startswith("0% right")
    assert "→" in items[-1].expected and "→" in items[-1].found


def test_a_starter_is_told_what_is_missing(folder: Folder) -> None:
    missing = [["def attend_backward", "def attend_back"], ["def train(", "def t("]]
    items = checks.check(folder("dates_dict.py", missing), "en")
    assert [item.passed for item in items] == [True, False, False, False, False, False]
    assert items[1].found == "dates.py does not define attend_backward"
    assert "attend_backward" in items[2].found


@pytest.mark.parametrize("module", ["exercises.dates", "nn.attention", "tasks.verb_translation"])
def test_the_solution_may_not_be_imported(folder: Folder, module: str) -> None:
    line = f"import numpy as np\nimport minimodel.{module}\n"
    (item,) = checks.check(folder("dates_dict.py", [["import numpy as np\n", line]]), "en")
    assert "the course's own solution" in item.found


def test_an_endless_training_is_stopped(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LANGUAGES", ("en",))
    monkeypatch.setattr(checks, "TRAINING", Limits(seconds=2.0))
    endless = [["    for _ in range(STEPS):", "    while True:"]]
    items = checks.check(folder("dates_dict.py", endless), "en")
    assert [item.passed for item in items] == [True, True, True, True, False]
    assert "was still running after 2 s (train en)" in items[-1].found


@pytest.mark.parametrize("name", probes.LOOKS)
def test_what_is_compared_with_is_attention(name: str) -> None:
    given = probes.look(name)
    right = compute("", given)
    layer = DotAttention(given["s"].shape[-1], 0)
    layer.forward(given["s"], given["h"], given["mask"])
    np.testing.assert_allclose(right["weights"], layer.weights, rtol=1e-12)
    if name == "large":
        return
    for key, of in (("ds", "s"), ("dh", "h")):

        def loss(states: np.ndarray, of: str = of) -> complex:
            s, h = (states if of == each else given[each] for each in ("s", "h"))
            e = np.exp(s @ h.mT) * given["mask"][:, None]
            context = e / e.sum(axis=-1, keepdims=True) @ h
            return complex((context * given["d_context"]).sum())

        np.testing.assert_allclose(
            right[key], complex_step_gradient(loss, given[of]), rtol=1e-9, atol=1e-12
        )


@pytest.mark.parametrize("mistake", (*FORWARD, *BACKWARD))
def test_each_mistake_shows_in_some_look(mistake: str) -> None:
    names = ("context", "weights") if mistake in FORWARD else ("ds", "dh")
    assert any(
        not compare(compute(mistake, given)[key], compute("", given)[key]).agrees
        for given in map(probes.look, probes.LOOKS)
        for key in names
    )


def test_dates_tell_what_is_wrong_with_them() -> None:
    right = ["2023-01-15", "1999-05-07", "2011-11-11"]
    for made, loss, mistake in (
        ([f"<{each}>" for each in right], 0.0, "signs_kept"),
        ([f"{each}00" for each in right], 0.0, "unended"),
        (["2000-01-01"] * 3, 2.0, "constant"),
        (["2023-01-51", "1999-05-70", "2011-11-11"], 0.01, "only_with_teacher"),
        (["2023-01-15", "1999-05-17", "2011-11-11"], 0.01, "only_days"),
        (["2023-01-15", "1989-05-07", "2011-11-11"], 0.2, ""),
    ):
        assert dates_mistake(made, right, loss) == mistake
        assert not mistake or text(f"dates.{mistake}", "es")
