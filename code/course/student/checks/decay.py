"""The measured decay: what decay.json, decay.png and the manifest of lab 03 must hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.texts.files import read_text
from numpy.typing import NDArray

from course.student.checklist import Item
from course.student.checks.documents import figure, manifest
from course.student.compare import compare
from course.student.texts import Say

Curves = Mapping[str, NDArray[Any]]
ORDERS_TOLERANCE: Final = 0.15  # of orders per 10 steps: between 49 and 50 steps, and rounding
INK: Final = 0.0005  # share of an image's pixels that a curve covers at least


def decay_file(path: Path, curves: Mapping[str, Curves], say: Say) -> Item:
    """Check the norms g_0, g_1, … of both models, on either of the lab's sequences."""
    title = say("vanishing.decay", file=path.name)
    if not path.is_file():
        return Item(title, False, found=say("failure.missing_file", file=path.name))
    try:
        values = json.loads(read_text(path))
        mine = {name: np.asarray(values[name], dtype=float) for name in ("rnn", "gru")}
    except (KeyError, TypeError, IndexError) as error:
        return Item(
            title, False, say("vanishing.decay_keys"), say("vanishing.no_key", key=str(error))
        )
    except (ValueError, OverflowError, RecursionError) as error:
        return Item(title, False, say("vanishing.decay_keys"), f"{path.name}: {error}")
    for name, norms in mine.items():
        if norms.ndim != 1 or len(norms) not in (
            len(curves["A"][name]) - 1,
            len(curves["A"][name]),
        ):
            found = say("vanishing.length", name=name, length=norms.shape)
            return Item(title, False, say("vanishing.decay_keys"), found)
    if any(all(_equal(mine[name], each[name]) for name in mine) for each in curves.values()):
        return Item(title, True)
    wrong = next(name for name in mine if not _equal(mine[name], curves["A"][name]))
    wanted, norms = curves["A"][wrong], mine[wrong]
    t = next(t for t in reversed(range(len(norms))) if not _equal(norms[t : t + 1], wanted[t:]))
    mistake = _mistake(mine, curves["A"], wrong)
    place = {"name": wrong, "t": t}
    return Item(
        title,
        False,
        say("vanishing.norm", value=float(wanted[t]), **place),
        say("vanishing.norm", value=float(norms[t]), **place),
        say(f"vanishing.{mistake}") if mistake else "",
    )


def _equal(mine: NDArray[Any], wanted: NDArray[Any]) -> bool:
    """Whether norms agree, each to three digits of its own, as far as they were written."""
    return bool(np.allclose(mine, wanted[: len(mine)], rtol=1e-3, atol=0))


def _mistake(mine: Curves, theirs: Curves, wrong: str) -> str:
    norms, wanted = mine[wrong], theirs[wrong][: len(mine[wrong])]
    if _equal(mine["rnn"], theirs["gru"]) and _equal(mine["gru"], theirs["rnn"]):
        return "models_exchanged"
    candidates = {
        "backward_in_time": theirs[wrong][::-1],
        "one_late": theirs[wrong][1:],
        "squared": wanted**2,
        "inverse": 1 / wanted,
        "relative": wanted / wanted[-1],
        "logarithms": np.log10(wanted),
    }
    for mistake, curve in candidates.items():
        if len(curve) >= len(norms) - 1 and _equal(norms[: len(curve)], curve):
            return mistake
    return ""


def colors(path: Path, say: Say) -> Item:
    """Check that the figure holds a red and a blue curve."""
    item = figure(path, say)
    title = say("vanishing.figure", file=path.name)
    if not item.passed:
        return Item(title, False, item.expected, item.found)
    from matplotlib.image import imread  # half a second that only this item needs

    pixels = imread(path)
    if pixels.ndim != 3:
        return Item(title, False, say("vanishing.two_colors"), say("vanishing.gray"))
    red, green, blue = (pixels[..., channel].astype(float) for channel in range(3))
    found = {
        "red": float(np.mean((red > blue + 0.2) & (red > green + 0.2))),
        "blue": float(np.mean((blue > red + 0.2) & (blue > green + 0.05))),
    }
    for color, share in found.items():
        if share < INK:
            return Item(title, False, say("vanishing.two_colors"), say(f"vanishing.no_{color}"))
    return Item(title, True, notes=(say("vanishing.annotated"),))


def measured_manifest(
    path: Path,
    experiment: str,
    locked: Mapping[str, Any],
    curves: Mapping[str, Curves],
    matrix: NDArray[Any],
    say: Say,
) -> Item:
    """Check the manifest's keys, its locked values, and the three values that are measured.

    `matrix` is W_hh, (d_hidden, d_hidden), whose spectral radius is one of them.
    """
    item = manifest(path, experiment, locked, say)
    if not item.passed:
        return item
    values = json.loads(read_text(path))
    results = values.get("results_summary")
    results = results if isinstance(results, dict) else {}
    target = str(values.get("config", {}).get("synthetic_target", ""))
    option = next((name for name in curves if target == f"Option {name}"), None)
    if option is None:
        wanted = " / ".join(f"Option {name}" for name in curves)
        return Item(
            item.title, False, f"synthetic_target = {wanted}", f"synthetic_target = {target}"
        )
    measured = {
        f"{name}_orders_of_decay_per_10steps": (
            float(10 * np.log10(curve[-1] / curve[0]) / (len(curve) - 1)),
            ORDERS_TOLERANCE,
        )
        for name, curve in curves[option].items()
    }
    radius = float(np.abs(np.linalg.eigvals(matrix)).max())
    measured["rnn_spectral_radius_W_hh"] = (radius, 1e-3)
    wanted_values = {key: wanted for key, (wanted, _) in measured.items()}
    for key, (wanted_value, tolerance) in measured.items():
        mine = results.get(key)
        if not isinstance(mine, int | float) or not abs(mine - wanted_value) <= tolerance:
            found = float(mine) if isinstance(mine, int | float) else str(mine)
            mistake = _value_mistake(key, found, wanted_values, matrix)
            return Item(
                item.title,
                False,
                say("vanishing.value", key=key, value=wanted_value),
                say("vanishing.value", key=key, value=found),
                say(f"vanishing.{mistake}") if mistake else "",
            )
    return item


def _value_mistake(key: str, mine: Any, measured: Mapping[str, float], matrix: NDArray[Any]) -> str:
    """Name the mistake whose value is the student's."""
    if not isinstance(mine, float):
        return ""
    wanted = measured[key]
    if "radius" in key:
        norms = [np.linalg.norm(matrix, 2), np.linalg.norm(matrix)]
        likely = [("radius", float(norm)) for norm in norms]
    else:
        other = next(value for name, value in measured.items() if "orders" in name and name != key)
        likely = [
            ("total_orders", 5 * wanted),
            ("negative_orders", -wanted),
            ("natural_logarithm", wanted * np.log(10)),
            ("other_model", other),
        ]
    for mistake, value in likely:
        if compare(np.asarray([mine]), [value], 0.005).agrees:
            return mistake
    return ""
