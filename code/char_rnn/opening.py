"""Opens a run's output folder together with the corpus that it learned from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from minimodel.figures.labels import label

from char_rnn import storage
from char_rnn.options import BadInput
from char_rnn.results import Results, load_results
from char_rnn.train import load_corpus

NEEDED = {
    storage.CURVES: ("step", "loss", "grad_norm", "val_step", "val_loss"),
    storage.RECORDS: (
        "step",
        "eigenvalues",
        "spectral_radius",
        "per_step_grad_norm",
        "saturation",
        "W_hh",
    ),
    storage.JACOBIANS: ("step", "product_norms", "spectral_radius"),
}


def open_run(folder: Path, corpus: Path | None = None, lang: str = "en") -> tuple[Results, str]:
    """Read an output folder, and the text that its network learned.

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
    if not (folder / storage.CHECKPOINT).exists():
        key = "no_run" if folder.is_dir() else "no_folder"
        raise BadInput(label(f"char_rnn_command.{key}", lang, folder=folder))
    results = load_results(folder)
    parts = (results.curves, results.records, results.jacobians)
    for (name, keys), arrays in zip(NEEDED.items(), parts, strict=True):
        missing = [key for key in keys if key not in arrays]
        if arrays and missing:
            path = folder / name
            raise BadInput(
                label("char_rnn_command.lacks", lang, folder=folder, path=path, missing=missing[0])
            )
    if not results.curves or not len(results.curves["loss"]):
        path = folder / storage.CURVES
        raise BadInput(
            label("char_rnn_command.lacks", lang, folder=folder, path=path, missing="loss")
        )
    path = corpus or _recorded_corpus(folder, results)
    if not path.is_file():
        raise BadInput(label("char_rnn_command.no_corpus", lang, path=path))
    text = load_corpus(path)
    digest = storage.saved_config(folder).get("corpus_sha256")
    if digest != hashlib.sha256(text.encode()).hexdigest():
        raise BadInput(label("char_rnn_command.other_corpus", lang, path=path, folder=folder))
    return results, text


def _recorded_corpus(folder: Path, results: Results) -> Path:
    """Where the corpus was for train.py; if not there, beside the output folder."""
    path = Path(results.config.corpus)
    beside = folder.absolute().parent / path.name
    return beside if not path.exists() and beside.exists() else path
