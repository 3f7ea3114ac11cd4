"""Colors as people with the common color-vision deficiencies see them, and how far apart they are.

Machado, Oliveira & Fernandes (2009), "A physiologically-based model for simulation of color vision
deficiency", with a severity of 1: no working cone of a kind. Distances are CIEDE2000 (Sharma, Wu &
Dalal, 2005).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SEEN_WITH: dict[str, Array] = {
    "all cones": np.eye(3),
    "no cones for red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no cones for green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no cones for blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip


def lab(color: str, seen_with: str = "all cones") -> Array:
    """CIELAB (3,) of an sRGB color such as #c62828, as somebody with these cones sees it."""
    encoded = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    seen = np.clip(SEEN_WITH[seen_with] @ linear, 0, 1)
    relative = (TO_XYZ @ seen) / TO_XYZ.sum(axis=1)  # to the white of the screen
    root = np.where(
        relative > (6 / 29) ** 3, np.cbrt(relative), relative * (29 / 6) ** 2 / 3 + 4 / 29
    )
    return np.array(
        [116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])], dtype=float
    )


def difference(one: Array, other: Array) -> float:
    """CIEDE2000 between two colors in CIELAB."""
    lightness = np.array([one[0], other[0]])
    a, b = np.array([one[1], other[1]]), np.array([one[2], other[2]])
    seventh = np.hypot(a, b).mean() ** 7
    a = a * (1 + 0.5 * (1 - np.sqrt(seventh / (seventh + 25.0**7))))
    chroma = np.hypot(a, b)
    hue = np.degrees(np.arctan2(b, a)) % 360
    turn = hue[1] - hue[0]
    if abs(turn) > 180:
        turn -= np.copysign(360, turn)
    mean_hue = hue[0] + turn / 2
    if not chroma.all():
        turn, mean_hue = 0.0, hue.sum()
    d_hue = 2 * np.sqrt(chroma.prod()) * np.sin(np.radians(turn) / 2)
    cosine = [
        np.cos(np.radians(k * mean_hue - shift)) for k, shift in ((1, 30), (2, 0), (3, -6), (4, 63))
    ]
    by_hue = 1 - 0.17 * cosine[0] + 0.24 * cosine[1] + 0.32 * cosine[2] - 0.20 * cosine[3]
    middle = (lightness.mean() - 50) ** 2
    parts = (
        (lightness[1] - lightness[0]) / (1 + 0.015 * middle / np.sqrt(20 + middle)),
        (chroma[1] - chroma[0]) / (1 + 0.045 * chroma.mean()),
        d_hue / (1 + 0.015 * chroma.mean() * by_hue),
    )
    seventh = chroma.mean() ** 7
    around_blue = 60 * np.exp(-((((mean_hue % 360) - 275) / 25) ** 2))
    turned = -2 * np.sqrt(seventh / (seventh + 25.0**7)) * np.sin(np.radians(around_blue))
    return float(np.sqrt(sum(part**2 for part in parts) + turned * parts[1] * parts[2]))
