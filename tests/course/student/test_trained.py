"""The judge of trained networks: right gradients pass in any form, wrong ones are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from course.student import progress, trials
from course.student.checklist import Item
from course.student.gradients import keep_gradients
from course.student.outcomes import read
from course.student.recorder import Recorder
from course.student.texts import text
from course.student.trained import Gradients, gradient_item
from minimodel.mathematics.losses import mean_squared_error
from minimodel.nn.gru import GRU
from minimodel.nn.network import RecurrentNetwork

RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(4, 5, 2)), RNG.normal(size=(4, 1))
WEIGHTS = {
    "W_x": RNG.normal(size=(2, 3)),
    "W_h": RNG.normal(size=(3, 3)),
    "b": RNG.normal(size=3),
    "w": RNG.normal(size=(3, 1)),
}
Judge = Callable[..., Item]


def rnn(p: Any, x: Any, y: Any, *, through_time: bool = True, real: bool = False) -> Any:
    """A vanilla RNN, its last state read: the loss and every gradient."""
    shape = (x.shape[1] + 1, len(x), len(p["b"]))
    kept = np.asarray(p["b"])
    h = np.zeros(shape, kept.real.dtype if real else kept.dtype)
    for t in range(x.shape[1]):
        h[t + 1] = np.tanh(x[:, t] @ p["W_x"] + h[t] @ p["W_h"] + p["b"])
    error = h[-1] @ p["w"] - y
    d = 2 * error / error.size
    grads = {name: np.zeros_like(value) for name, value in p.items()}
    grads["w"] = h[-1].T @ d
    dh = d @ p["w"].T
    for t in reversed(range(x.shape[1])):
        da = dh * (1 - h[t + 1] ** 2)
        grads["W_x"] = grads["W_x"] + x[:, t].T @ da
        grads["W_h"] = grads["W_h"] + h[t].T @ da
        grads["b"] = grads["b"] + da.sum(axis=0)
        dh = da @ p["W_h"].T if through_time else 0 * da
    return np.mean(error**2), grads


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """The item on a function's gradients."""

    def judged(function: Any, network: Any, x: Any = X, y: Any = Y, **options: Any) -> Item:
        recorder = Recorder(tmp_path, tmp_path, [], 10**6, 2 * 10**9)
        keep_gradients(recorder, "case", function, network, x, y)
        recorder.save()
        judged.outcome = read(tmp_path)  # type: ignore[attr-defined]
        return gradient_item("", judged.outcome, ["case"], "en", **options)  # type: ignore[attr-defined]

    return judged


def layer(dtype: Any = np.float64) -> RecurrentNetwork:
    """A network of the course's own layers, whose arrays are changed in place."""
    return RecurrentNetwork(GRU(2, 6, 0, dtype=dtype), 1, 1, last_only=True)


def of_layer(network: RecurrentNetwork, x: Any, y: Any) -> Any:
    network.zero_grads()
    predictions, *_ = network.forward(x.astype(network.params["readout.W"].dtype))
    loss, dy = mean_squared_error(predictions, y.astype(predictions.dtype))
    network.backward(dy)
    return loss, network.grads


LAYERS = {"cell": layer().recurrent, "out": layer().readout}


def of_layers(network: Any, x: Any, y: Any) -> Any:
    """Layers in a dictionary, their gradients in another one."""
    for each in network.values():
        each.zero_grads()
    _, h_n = network["cell"].forward(x)
    loss, dy = mean_squared_error(network["out"].forward(h_n[-1]), y)
    network["cell"].backward(None, network["out"].backward(dy)[None])
    return loss, {name: each.grads for name, each in network.items()}


class Plain:
    """Arrays as attributes, the gradients in a dictionary; keeps a count, too."""

    def __init__(self) -> None:
        self.count, self.weights = 3, np.ones(2)
        for name, value in WEIGHTS.items():
            setattr(self, name, value.copy())


def as_list(p: Any, x: Any, y: Any) -> Any:
    loss, grads = rnn({k: np.asarray(v) for k, v in zip(WEIGHTS, p, strict=True)}, x, y)
    return loss, [grads[name].tolist() for name in WEIGHTS]


def taking_absolute_values(p: Any, x: Any, y: Any) -> Any:
    """Complex numbers go in and come out, but their imaginary part is no derivative."""
    loss, grads = rnn(p, x, y)
    return (abs(loss) + 0j if np.iscomplexobj(loss) else loss), grads


RIGHT = {
    "a dictionary": (rnn, WEIGHTS, "complex"),
    "real arrays inside": (lambda p, x, y: rnn(p, x, y, real=True), WEIGHTS, "differences"),
    "absolute values": (taking_absolute_values, WEIGHTS, "differences"),
    "lists": (as_list, [value.tolist() for value in WEIGHTS.values()], "complex"),
    "nested, with a size beside": (
        lambda p, x, y: (lambda found: (found[0], {"cell": found[1]}))(rnn(p["cell"], x, y)),
        {"cell": WEIGHTS, "hidden": 3},
        "complex",
    ),
    "layers of the course": (of_layer, layer(), "differences"),
    "layers in float32": (of_layer, layer(np.float32), "single"),
    "a dictionary of layers": (of_layers, LAYERS, "differences"),
    "a class": (
        lambda n, x, y: rnn({k: getattr(n, k) for k in WEIGHTS}, x, y),
        Plain(),
        "differences",
    ),
    "float32 inside": (
        lambda p, x, y: rnn({k: np.float32(v) for k, v in p.items()}, x, y, real=True),
        WEIGHTS,
        "single",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_gradients_pass_in_any_form(judge: Judge, name: str) -> None:
    function, network, how = RIGHT[name]
    item = judge(function, network)
    assert item.passed, item
    assert text(f"trained.{how}", "en") in item.notes
    assert len(item.lines) >= 4


def scaled(factor: float) -> Any:
    def function(p: Any, x: Any, y: Any) -> Any:
        loss, grads = rnn(p, x, y)
        return loss, {name: factor * g for name, g in grads.items()}

    return function


def changed(change: Callable[[Any], Any]) -> Any:
    def function(p: Any, x: Any, y: Any) -> Any:
        loss, grads = rnn(p, x, y)
        return loss, change(grads)

    return function


def clipped(grads: Any) -> Any:
    norm = np.sqrt(sum(np.sum(np.abs(g) ** 2) for g in grads.values()))
    return {name: g * 0.25 / norm for name, g in grads.items()}


def one_row_wrong(grads: Any) -> Any:
    grads["W_h"][2, 1] *= 1.01
    return grads


def accumulating(network: RecurrentNetwork, x: Any, y: Any) -> Any:
    predictions, *_ = network.forward(x)
    loss, dy = mean_squared_error(predictions, y)
    network.backward(dy)
    return loss, network.grads


NOISE = np.random.default_rng(0)
WRONG: dict[str, tuple[Any, Any, str, str]] = {
    "no time": (lambda p, x, y: rnn(p, x, y, through_time=False), WEIGHTS, "W_x[", ""),
    "turned": (scaled(-1), WEIGHTS, "W_x[", "trained.sign"),
    "half": (scaled(0.5), WEIGHTS, "W_x[", "checklist.close"),  # a factor that the test names
    "one entry": (changed(one_row_wrong), WEIGHTS, "W_h[2, 1]", ""),
    "clipped": (changed(clipped), WEIGHTS, "W_x[", "trained.clipped"),
    "cut off": (
        changed(lambda g: {k: np.clip(v.real, -0.1, 0.1) for k, v in g.items()}),
        WEIGHTS,
        "W_x[",
        "trained.clipped",
    ),
    "one missing": (
        changed(lambda g: {k: v for k, v in g.items() if k != "b"}),
        WEIGHTS,
        "none under the name b",
        "",
    ),
    "transposed": (changed(lambda g: g | {"W_x": g["W_x"].T}), WEIGHTS, "shape (3, 2)", ""),
    "not a number": (changed(lambda g: g | {"b": g["b"] * np.nan}), WEIGHTS, "NaN", ""),
    "zero": (scaled(0), WEIGHTS, "W_x[", ""),
    "never set to zero": (accumulating, layer(), "second call", "trained.accumulated"),
    "drawn": (lambda p, x, y: rnn(p, x + NOISE.normal(), y), WEIGHTS, "two losses", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_gradients_are_named(judge: Judge, name: str) -> None:
    function, network, found, pitfall = WRONG[name]
    item = judge(function, network, factors={"case": {"checklist.close": 0.5}})
    assert item.passed is False
    assert found in item.found
    assert item.pitfall == (text(pitfall, "en") if pitfall else "")


def test_what_is_no_pair_is_reported(judge: Judge) -> None:
    for function, found in (
        (lambda p, x, y: 3.0, "returns float; expected (loss, gradients)"),
        (lambda p, x, y: (3.0, None), "returns None; expected dict"),
        (lambda p, x: 3.0, "takes other arguments"),
        (lambda p, x, y: (3.0, {"V": np.ones(2)}), "with the names of the gradients (V)"),
        (lambda p, x, y: 1 / 0, "raises ZeroDivisionError"),
    ):
        item = judge(function, WEIGHTS)
        assert item.passed is False
        assert found in item.found


def test_nothing_of_the_student_is_changed(judge: Judge) -> None:
    network = layer()
    before = {name: value.copy() for name, value in network.params.items()}
    judge(of_layer, network)
    assert all(np.array_equal(network.params[name], value) for name, value in before.items())
    assert isinstance(Gradients(judge.outcome, "case").loss, float)  # type: ignore[attr-defined]


def test_what_is_new_in_a_case_is_said_where_it_fails(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, tmp_path, [], 10**6, 2 * 10**9)

    def no_time(p: Any, x: Any, y: Any) -> Any:
        return rnn(p, x, y, through_time=False)

    keep_gradients(recorder, "one", no_time, WEIGHTS, X[:, :1], Y)
    keep_gradients(recorder, "five", no_time, WEIGHTS, X, Y)
    recorder.save()
    outcome = read(tmp_path)
    scopes = {"five": "checklist.different"}
    item = gradient_item("", outcome, ["one", "five"], "es", scopes=scopes)
    assert item.pitfall == text("checklist.different", "es")
    assert [line.split()[1] for line in item.lines] == ["✗", "✗", "✗", "✓"]


def test_answers_count_in_any_arrangement(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, tmp_path, [], 10**6, 2 * 10**9)
    for place, answers in enumerate(([1, 2, 3], np.ones((3, 1)), np.ones((1, 3), np.float32))):
        assert trials.keep_predictions(recorder, f"{place}", lambda a=answers: a, shape=(3, 1))
        assert recorder.arrays[f"{place}/answers"].shape == (3, 1)
    assert not trials.keep_predictions(recorder, "few", lambda: np.ones(2), shape=(3, 1))
    assert recorder.failures["few"].kind == "shape"
    assert trials.keep_texts(recorder, "texts", lambda: np.array(["a", "b"]), count=2)
    assert recorder.values["texts/texts"] == ["a", "b"]
    for name, answers, found in (
        ("n", [1, 2], "int"),
        ("s", "ab", "str (2)"),
        ("l", ["a"], "list"),
    ):
        assert not trials.keep_texts(recorder, name, lambda a=answers: a, count=2)
        assert recorder.failures[name].values["found"].startswith(found)


def test_a_training_is_timed_and_returns_something(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, tmp_path, [], 10**6, 2 * 10**9)
    assert trials.trained(recorder, "train", lambda seed: {"seed": seed}, seed=3) == {"seed": 3}
    assert recorder.values["train/seconds"] >= 0
    assert trials.trained(recorder, "nothing", lambda: None) is None
    assert recorder.failures["nothing"].kind == "none"


def test_a_long_step_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = {"doing_train": {"en": "training {detail}", "es": "entrenando {detail}"}}
    monkeypatch.setattr(progress, "catalogue", lambda probe: sentence)
    monkeypatch.setattr(
        progress, "text", lambda key, lang, **values: sentence["doing_train"][lang].format(**values)
    )
    with progress.shown("es"):
        for seconds in (1.0, 4.0, 5.0):
            progress.report("adding", "train 50", seconds)
        progress.report("adding", "numbers", 9.0)
    progress.report("adding", "train 50", 9.0)
    assert capsys.readouterr().err == "entrenando 50\n"
