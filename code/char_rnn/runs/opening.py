"""Opens a run's output folder together with the corpus that it learned from."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from minimodel.texts.labels import label
from minimodel.texts.reasons import reason

from char_rnn.runs.results import Results, load_results
from char_rnn.train import load_corpus
from char_rnn.training.flags import BadInput


def open_run(folder: Path, corpus: Path | None = None, lang: str = "en") -> tuple[Results, str]:
    """Read an output folder, and the text that its network learned.

    The `corpus` of the run's configuration is then where the text is now.

    Parameters
    ----------
    folder
        What ``--output-dir`` of train.py named.
    corpus
        Where the text is now; by default where it was for train.py.
    lang
        Language of what is said if that fails.

    Raises
    ------
    BadInput
        If the folder has no run, a file of it is missing, damaged or of something else, or the
        corpus is not there or not the text that the network learned.
    """
    results = load_results(folder, lang)
    path = corpus or _recorded_corpus(folder, results)
    text = _read(path, lang)
    if results.corpus_sha256 != hashlib.sha256(text.encode()).hexdigest():
        raise BadInput(label("char_rnn_command.other_corpus", lang, path=path, folder=folder))
    config = dataclasses.replace(results.config, corpus=str(path))
    return dataclasses.replace(results, config=config), text


def _recorded_corpus(folder: Path, results: Results) -> Path:
    """Where the corpus was for train.py; if not there, beside the output folder."""
    path = Path(results.config.corpus)
    beside = folder.absolute().parent / path.name
    return beside if not _is_there(path) and _is_there(beside) else path


def _is_there(path: Path) -> bool:
    """Whether a file can be seen; one that is out of reach is as good as not there."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def _read(path: Path, lang: str) -> str:
    """Read the corpus as train.py does, and tell in the reader's language if that fails."""
    try:
        return load_corpus(path)
    except BadInput as problem:
        cause = problem.__context__
        why = reason(cause, lang) if isinstance(cause, OSError) else None
        keys = {
            FileNotFoundError: "no_corpus",
            IsADirectoryError: "corpus_folder",
            OSError: "corpus_unreadable",
            UnicodeDecodeError: "no_text",
        }
        key = next((key for kind, key in keys.items() if isinstance(cause, kind)), "empty_corpus")
        text = label(f"char_rnn_command.{key}", lang, path=path, reason=why)
        raise BadInput(text) from None
