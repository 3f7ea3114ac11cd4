"""Two short examples each of text, a time series, audio and video: arrays (T, D), T as it comes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.tasks.word_by_word import one_hot, vocabulary_of
from minimodel.texts.languages import said

Array = NDArray[Any]

SIDE: Final = 8  # pixels of a video's frame, each way
RATE: Final = 800  # samples of sound a second
SENTENCES: Final = {
    "en": ("the cat sat on the mat", "the cat that we saw here sat on the mat"),
    "es": ("el gato come en el sofá", "el gato que vimos ayer come ya en el sofá"),
}


def temperature(days: int, rng: np.random.Generator) -> Array:
    """Return a temperature in °C every three hours (8 · days, 1): day, night and weather."""
    hours = np.arange(0, 24 * days, 3)
    weather = np.cumsum(rng.normal(0, 0.6, len(hours)))
    return (15 - 5 * np.cos(2 * np.pi * (hours - 3) / 24) + weather)[:, None]


def tone(seconds: float, rng: np.random.Generator) -> Array:
    """Return a plucked string (RATE · seconds, 1), pressure between −1 and 1."""
    t = np.arange(int(RATE * seconds)) / RATE
    pitch = rng.uniform(40, 60)  # oscillations a second
    overtones = sum(np.sin(2 * np.pi * k * pitch * t) / k for k in (1, 2, 3))
    return (0.5 * np.exp(-4 * t / seconds) * overtones)[:, None]


def video(frames: int) -> Array:
    """Return a dot that crosses the picture and comes back, (frames, SIDE · SIDE), 0 or 1."""
    steps = np.arange(frames)
    there_and_back = SIDE - 1 - np.abs(SIDE - 1 - steps % (2 * SIDE - 2))
    row, column = np.indices((SIDE, SIDE))
    dots = [np.hypot(row - SIDE / 2, column - x) < 1.2 for x in there_and_back]
    return np.array(dots, float).reshape(frames, -1)


def examples(seed: int, lang: str = "en") -> dict[str, tuple[Array, Array]]:
    """Return a short and a long example of each kind.

    Returns
    -------
    dict
        ``text``, ``series``, ``audio`` and ``video``: two arrays (T, D) each, with T that
        differ and the same D.
    """
    rng = np.random.default_rng(seed)
    words = vocabulary_of(said(SENTENCES, lang))
    short, long = (one_hot([sentence], words)[0] for sentence in said(SENTENCES, lang))
    return {
        "text": (short, long),
        "series": (temperature(3, rng), temperature(5, rng)),
        "audio": (tone(0.15, rng), tone(0.25, rng)),
        "video": (video(4), video(7)),
    }
