"""The experiment's seven files, and what they hold."""

from __future__ import annotations

import inspect
from typing import Any

from minimodel.drawing.style import to_png
from minimodel.labs.folders import MANIFEST, manifest_with_digests
from minimodel.labs.forward import walkthrough
from minimodel.labs.forward.analysis import (
    canonical_ids,
    canonical_tokens,
    untrained_gru,
    untrained_rnn,
)
from minimodel.labs.forward.constants import EXPERIMENT
from minimodel.labs.forward.figures import hidden_state_evolution
from minimodel.labs.forward.report import manifest, readme
from minimodel.mathematics import functions
from minimodel.sequence_baselines import rnn

__all__ = ["EXPERIMENT", "experiment_files"]


def experiment_files(lang: str = "en", full: bool = False) -> dict[str, bytes]:
    """Return the content of the seven files, by name.

    Parameters
    ----------
    lang
        Language of the README, the figure and the printout.
    full
        Whether walkthrough.txt holds every entry of every state.

    Raises
    ------
    ValueError
        If SOURCE_DATE_EPOCH is set and is not a number of seconds.
    """
    ids = canonical_ids()
    figure = hidden_state_evolution(
        untrained_rnn().forward(ids)[1], untrained_gru().forward(ids)[1], canonical_tokens(), lang
    )
    files = {
        "rnn_forward.py": model_source("vanilla RNN", rnn.VanillaRNN).encode(),
        "gru_forward.py": model_source("GRU", rnn.GRU, functions.sigmoid).encode(),
        "walkthrough.py": walkthrough_source(lang, full).encode(),
        "walkthrough.txt": walkthrough.walkthrough(lang, full).encode(),
        "hidden_state_evolution.png": to_png(figure),
        "README.md": readme(lang).encode(),
    }
    return files | {MANIFEST: manifest_with_digests(manifest(lang), files)}


def model_source(name: str, *definitions: type | Any) -> str:
    """Return a module that holds one model alone: the imports it needs and the reference's code."""
    code = [inspect.getsource(part) for part in (rnn.check_token_ids, *definitions[::-1])]
    typing_names = ", ".join(
        alias for alias in ("ArrayLike", "DTypeLike", "NDArray") if alias in "".join(code)
    )
    heading = [
        f'"""The {name} of the forward-pass lab: random weights, forward pass only."""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Sequence",
        "from typing import Any",
        "",
        "import numpy as np",
        f"from numpy.typing import {typing_names}",
    ]
    return "\n\n\n".join(["\n".join(heading), *(part.rstrip() for part in code)]) + "\n"


def walkthrough_source(lang: str, full: bool) -> str:
    """Return walkthrough.py as it stands beside the models' files, which it then imports."""
    source = inspect.getsource(walkthrough)
    for old, new in (
        (
            "from minimodel.sequence_baselines.rnn import GRU, VanillaRNN\n",
            "from gru_forward import GRU\nfrom rnn_forward import VanillaRNN\n",
        ),
        ('LANGUAGE = "en"\n', f'LANGUAGE = "{lang}"\n'),
        ("FULL = False\n", f"FULL = {full}\n"),
    ):
        if source.count(old) != 1:
            raise RuntimeError(f"walkthrough.py must hold {old!r} exactly once")
        source = source.replace(old, new)
    return source
