"""Whether the arrays of an output folder are what a training run leaves there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from minimodel.texts.labels import label
from numpy.typing import NDArray

from char_rnn.training import saving as storage

# The shape of what is read of each file, a letter for each axis: n entries and m validations,
# H units, T steps of a chunk.
SHAPES: Final = {
    storage.CURVES: {
        "step": "n",
        "loss": "n",
        "grad_norm": "n",
        "val_step": "m",
        "val_loss": "m",
    },
    storage.RECORDS: {
        "step": "n",
        "eigenvalues": "nH",
        "spectral_radius": "n",
        "per_step_grad_norm": "nT",
        "saturation": "n",
    },
    storage.JACOBIANS: {"step": "n", "product_norms": "nT", "spectral_radius": "n"},
}
# A network that is certain, and wrong, has no finite loss on the text that is held out.
MAY_BE_INFINITE: Final = ("val_loss",)


def fault(
    arrays: Mapping[str, NDArray[Any]],
    shapes: Mapping[str, str],
    sizes: Mapping[str, int],
    lang: str = "en",
) -> str:
    """Return what is wrong with the arrays of a file, in a few words; nothing if they are sound.

    Parameters
    ----------
    arrays
        Those of the file, by name.
    shapes
        What it must hold: the letters of each array's axes, by name. Axes of one letter are
        equally long.
    sizes
        How long the axes of some letters are; the others are as long as they are, but n is not 0.
    lang
        Language of the answer.
    """
    sizes = dict(sizes)
    for name, axes in shapes.items():
        if name not in arrays:
            return label("char_rnn_command.array_missing", lang, name=name)
        values = arrays[name]
        if values.dtype.kind not in "biufc":
            return label("char_rnn_command.array_no_numbers", lang, name=name)
        if len(axes) == values.ndim:
            for letter, size in zip(axes, values.shape, strict=True):
                sizes.setdefault(letter, size)
        expected = tuple(sizes.get(letter, 1) for letter in axes)
        if values.shape != expected or ("n" in axes and not len(values)):
            shape = "×".join(map(str, values.shape)) or "1"
            return label("char_rnn_command.array_shape", lang, name=name, shape=shape)
        if name not in MAY_BE_INFINITE and not np.isfinite(values).all():
            return label("char_rnn_command.array_not_finite", lang, name=name)
    if "step" in shapes and (np.diff(arrays["step"]) <= 0).any():
        return label("char_rnn_command.array_order", lang, name="step")
    return ""
