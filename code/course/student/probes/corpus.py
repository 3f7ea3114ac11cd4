"""Call a student's tokenizer and vocabulary on the whole corpus, and keep what they give."""

from __future__ import annotations

from typing import Any

from course.student.recorder import Recorder, message, named

FILE = "my_corpus.py"


def probe(recorder: Recorder, lines: list[str], tokenized: list[list[str]], unknown: str) -> None:
    """Keep ``tokens``, ``ids``, ``back`` and what is said of an unknown token."""
    names = recorder.load(FILE)
    if names is None:
        return
    functions = {
        name: recorder.function(name, names, name)
        for name in ("tokenize", "build_vocabulary", "encode", "decode")
    }
    if functions["tokenize"]:
        tokens = [_call(recorder, functions, "tokenize", line) for line in lines]
        _keep(recorder, "tokenize", tokens, list)
    vocabulary = _call(recorder, functions, "build_vocabulary", lines)
    if not _keep(recorder, "build_vocabulary", [vocabulary], dict):
        return
    encoded = [_call(recorder, functions, "encode", tokens, vocabulary) for tokens in tokenized]
    if _keep(recorder, "encode", encoded, list):
        back = [_call(recorder, functions, "decode", ids, vocabulary) for ids in encoded]
        _keep(recorder, "decode", back, list)
    _unknown(recorder, functions["encode"], unknown, vocabulary)


def _call(recorder: Recorder, functions: dict[str, Any], name: str, *arguments: Any) -> Any:
    """Call a function; not again after a failure."""
    if functions[name] is None or name in recorder.failures:
        return None
    return recorder.call(name, functions[name], *arguments)


def _keep(recorder: Recorder, name: str, values: list[Any], kind: type) -> bool:
    """Keep results as JSON, if each is of the right type."""
    if name in recorder.failures:
        return False
    for value in values:
        if not isinstance(value, kind):
            recorder.fail(name, "returned", name=name, found=named(value), expected=kind.__name__)
            return False
    recorder.values[name] = [_plain(value) for value in values]
    return True


def _plain(value: Any) -> Any:
    """Return lists and pairs of text and numbers; anything else as its `repr`."""
    if isinstance(value, dict):
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str | int | float):
        return value
    item = getattr(value, "item", None)  # a NumPy scalar
    return item() if callable(item) and getattr(value, "ndim", 1) == 0 else repr(value)


def _unknown(recorder: Recorder, encode: Any, token: str, vocabulary: dict[Any, Any]) -> None:
    """Note whether `encode` refuses a token that the vocabulary does not hold, and how."""
    if encode is None or "encode" in recorder.failures:
        return

    def tried() -> Any:
        try:
            return ["accepted", repr(encode([token], vocabulary))]
        except Exception as error:  # whatever the student chose to raise
            return ["raised", f"{type(error).__name__}: {message(error)}"]

    recorder.values["unknown"] = recorder.attempt("unknown", tried)
