"""The experiment's five files, and what they hold."""

from __future__ import annotations

import inspect
import textwrap
from typing import Final

from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.drawing.style import to_png
from minimodel.labs.folders import MANIFEST, as_json, manifest_with_digests
from minimodel.labs.vanishing import measurement
from minimodel.labs.vanishing.constants import D_EMBED, D_HIDDEN, EXPERIMENT, GATE_BIAS, SEED
from minimodel.labs.vanishing.figures import decay
from minimodel.labs.vanishing.report import manifest, readme
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.mathematics import functions
from minimodel.sequence_baselines import bptt, rnn

__all__ = ["EXPERIMENT", "bptt_norm_source", "experiment_files"]

SIGNIFICANT_DIGITS: Final = 9  # of the norms in decay.json

IMPORTS: Final = '''"""The gradient's norm at each of fifty steps: BPTT by hand, for both models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray
'''

MAIN: Final = '''def main() -> None:
    """Print g_t for t = 0 … T."""
    closed = GRU(VOCAB_SIZE, D_EMBED, D_HIDDEN, SEED)
    closed.b_z += GATE_BIAS
    gradients = {
        "rnn": rnn_gradients(VanillaRNN(VOCAB_SIZE, D_EMBED, D_HIDDEN, SEED), TOKEN_IDS, TARGET),
        "gru": gru_gradients(GRU(VOCAB_SIZE, D_EMBED, D_HIDDEN, SEED), TOKEN_IDS, TARGET),
        "gru_closed": gru_gradients(closed, TOKEN_IDS, TARGET),
    }
    print(norm_table({name: norms(each.dh) for name, each in gradients.items()}))


if __name__ == "__main__":
    main()
'''


def experiment_files(lang: str = "en", option: str = "A") -> dict[str, bytes]:
    """Return the content of the five files, by name.

    Parameters
    ----------
    lang
        Language of the README and the figure.
    option
        Which sequence the gradient is measured on, ``"A"`` or ``"B"``.

    Raises
    ------
    ValueError
        If there is no such option, or SOURCE_DATE_EPOCH is set and is not a number of seconds.
    """
    curves = measurement.measure(option)
    rounded = {
        name: [float(f"{g:.{SIGNIFICANT_DIGITS - 1}e}") for g in norms]
        for name, norms in curves.items()
    }
    files = {
        "bptt_norm.py": bptt_norm_source(option).encode(),
        "decay.json": as_json(rounded),
        "decay.png": to_png(decay(curves, lang)),
        "README.md": readme(lang, option).encode(),
    }
    return files | {MANIFEST: manifest_with_digests(manifest(option), files)}


def bptt_norm_source(option: str = "A") -> str:
    """Return a program that needs NumPy alone: the models, their BPTT and the measurement."""
    sequence = synthetic_sequence(option)
    ids = textwrap.fill(", ".join(map(str, sequence.ids)), 90)
    constants = [
        f"SEED: Final = {SEED}",
        f"VOCAB_SIZE: Final = {len(corpus_vocabulary())}",
        f"D_EMBED: Final = {D_EMBED}",
        f"D_HIDDEN: Final = {D_HIDDEN}",
        f"GATE_BIAS: Final = {GATE_BIAS}",
        f"PATHS: Final = {bptt.PATHS}".replace("'", '"'),
        "",
        f"# Option {option}: {' '.join(sequence.tokens[:8])} …, as ids of the verb corpus.",
        f"TOKEN_IDS: Final = (\n{textwrap.indent(ids, '    ')},\n)",
        f"TARGET: Final = {sequence.target}",
    ]
    definitions = (
        rnn.check_token_ids,
        rnn.VanillaRNN,
        functions.sigmoid,
        rnn.GRU,
        bptt.Gradients,
        bptt.rnn_gradients,
        bptt.gru_gradients,
        bptt.cross_entropy,
        bptt.rnn_backward,
        bptt.gru_backward,
        measurement.norms,
        measurement.orders_lost,
        measurement.norm_table,
    )
    code = [inspect.getsource(definition).rstrip() for definition in definitions]
    return "\n\n\n".join([IMPORTS + "\n" + "\n".join(constants), *code, MAIN])
