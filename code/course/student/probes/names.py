"""Call a student's functions for names to nationality: ids, counts, losses, gradients, answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from minimodel.exercises.names import encode
from minimodel.exercises.names_data import NATIONALITIES, split
from numpy.typing import NDArray

from course.student.gradients import keep_gradients
from course.student.networks import enlarge
from course.student.recorder import Recorder
from course.student.trials import keep_parts, trained

Array = NDArray[Any]

FILE: Final = "name_classifier.py"
FUNCTIONS: Final = (
    *("encode", "confusion", "make_network", "loss_and_gradients", "train", "classify"),
)
LETTERS: Final = "abcdefghijklmnopqrstuvwxyzáéíñóú"
# What `encode` is asked, each case for one thing more.
ENCODED: Final = {
    "plain": ["ana", "lucía", "zoe"],
    "capitals": ["Óscar", "Ñusta", "LUZ"],
    "accents": [unicodedata.normalize("NFD", name) for name in ("andrés", "begoña")],
    "unknown": ["łucja", "jörg", "e"],
}
TRUTH: Final = [0, 0, 1, 2, 2, 2, 1, 0, 4, 2]
ANSWERS: Final = [0, 1, 1, 2, 0, 2, 1, 1, 2, 2]  # nobody is taken for 4, nobody is a 3
COUNTED: Final = 5

SMALL: Final = "acdeimnorst"  # the alphabet of the networks whose gradients are measured
N_SYMBOLS: Final = len(SMALL) + 2
N_CLASSES: Final = 4
# Names whose gradients are measured; each case asks for more.
CASES: Final = {
    "letter": ["m"],
    "word": ["marcet"],
    "repeated": ["ananas"],
    "batch": ["roma", "cent", "dino"],
    "lengths": ["ana", "marine", "no", "cid"],
}
ORDER: Final = ("roma", "amor", "toma")
SEED: Final = 7
EXAM: Final = 2  # seed of the split that training is tried on
ALONE: Final = 30  # names that are classified one by one, too


def case(name: str) -> tuple[Array, Array, Array]:
    """Return ids, lengths and labels of one of `CASES`."""
    ids, lengths = encode(CASES[name], SMALL)
    return ids, lengths, np.arange(len(ids)) % N_CLASSES


def probe(recorder: Recorder, part: str) -> None:
    """Run one part: ``"functions"`` or ``"train"``."""
    names = recorder.load(FILE)
    if names is None:
        return
    functions = {name: recorder.function(name, names, name) for name in FUNCTIONS}
    if part == "train":
        _train(recorder, functions["train"], functions["classify"])
        return
    _encode(recorder, functions["encode"])
    if functions["confusion"] is not None:
        given = np.array(TRUTH), np.array(ANSWERS), COUNTED
        counted = recorder.call("confusion", functions["confusion"], *given)
        recorder.keep("confusion", "confusion", counted)
    make, function = functions["make_network"], functions["loss_and_gradients"]
    if make is None or function is None:
        return
    network = trained(recorder, "make_network", make, N_SYMBOLS, N_CLASSES, SEED)
    if network is None:
        return
    for name in CASES:
        fresh = enlarge(recorder.call(f"network {name}", make, N_SYMBOLS, N_CLASSES, SEED))
        if not keep_gradients(recorder, name, function, fresh, *case(name)):
            return
    losses = recorder.attempt("losses", lambda: _losses(make, function))
    if losses is not None:
        recorder.values["losses"] = losses


def _encode(recorder: Recorder, function: Callable[..., Any] | None) -> None:
    if function is None:
        return
    for name, words in ENCODED.items():
        given = (("ids", "lengths"), list(words), LETTERS)
        if keep_parts(recorder, f"encode {name}", function, *given, name="encode") is None:
            return


def _losses(make: Callable[..., Any], function: Callable[..., Any]) -> dict[str, Any]:
    """Compute the losses that must fit together, all of one untrained network."""

    def loss(ids: Array, lengths: Array, labels: Array) -> float:
        network = make(N_SYMBOLS, N_CLASSES, SEED)
        return float(np.ravel(function(network, ids.copy(), lengths.copy(), labels.copy())[0])[0])

    def alone(word: str, label: int) -> float:
        return loss(*encode([word], SMALL), np.array([label]))

    ids, lengths, labels = case("lengths")
    found: dict[str, Any] = {
        name: {
            "together": loss(*case(name)),
            "alone": [
                alone(word, label) for word, label in zip(CASES[name], case(name)[2], strict=True)
            ],
        }
        for name in ("batch", "lengths")
    }
    found["padded"] = loss(np.pad(ids, ((0, 0), (0, 3))), lengths, labels)
    found["classes"] = [alone("marcet", label) for label in range(N_CLASSES)]
    found["order"] = [alone(word, 0) for word in ORDER]
    return found


def _train(
    recorder: Recorder, train: Callable[..., Any] | None, classify: Callable[..., Any] | None
) -> None:
    if train is None or classify is None:
        return
    training, held_out = split(EXAM)
    classifier = trained(
        recorder, "train", train, training.names, training.labels.copy(), len(NATIONALITIES), SEED
    )
    if classifier is None:
        return
    for step, names in (("held_out", held_out.names), ("training", training.names)):
        if not _keep_classes(recorder, step, classify, classifier, names):
            return
    few = held_out.names[:ALONE]
    answers = recorder.attempt("alone", lambda: [classify(classifier, [name]) for name in few])
    if answers is not None and all(np.size(each) in (1, len(NATIONALITIES)) for each in answers):
        rows = [np.ravel(each) for each in answers]
        chosen = [int(row.argmax()) if row.size > 1 else int(row[0]) for row in rows]
        recorder.keep("alone", "answers", chosen)


def _keep_classes(
    recorder: Recorder, step: str, classify: Callable[..., Any], classifier: Any, names: list[str]
) -> bool:
    """Keep the class of each name; of scores, one for each class, that of the largest."""
    answers = recorder.call(step, classify, classifier, list(names))
    if step in recorder.failures or not recorder.keep(step, "classify", answers):
        return False
    array = recorder.arrays.pop(f"{step}/classify")
    if array.size == len(names) * len(NATIONALITIES):
        array = array.reshape(len(names), -1).argmax(axis=1)
    if array.size != len(names):
        expected = (len(names),)
        recorder.fail(step, "shape", name="classify", found=array.shape, expected=expected)
        return False
    recorder.arrays[f"{step}/answers"] = array.ravel()
    return True
