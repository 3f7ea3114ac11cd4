"""One unit, one operation at a time: every gradient against a difference of losses."""

from __future__ import annotations

import pytest
from minimodel.chapter_figures.bptt_stepper import LABELS, Stepper
from minimodel.tasks.one_unit import operations

GIVEN = {"w": 0.9, "u": 1.2, "v": -1.5, "target": 0.3}
X = (1.0, -0.5, 0.8)


def values(x: tuple[float, ...] = X, **changed: float) -> dict[str, float]:
    return {each.key: each.value for each in operations(x=x, **(GIVEN | changed))}


@pytest.mark.parametrize("name", ["w", "u", "v"])
def test_the_last_numbers_are_the_derivatives_of_the_loss(name: str) -> None:
    nudge = 1e-5
    up, down = (values(**{name: GIVEN[name] + by})["L"] for by in (nudge, -nudge))
    assert values()[f"d{name}"] == pytest.approx((up - down) / (2 * nudge), rel=1e-8)


def test_a_term_is_the_derivative_by_the_weight_of_that_step_alone() -> None:
    nudge, found = 1e-5, values()
    for t in (1, 2, 3):
        # w at step t alone multiplies h_{t−1}: as a nudge of the input there, by h_{t−1} / u.
        h = found.get(f"h_{t - 1}", 0.0)
        losses = []
        for by in (nudge, -nudge):
            x = [each + (by * h / GIVEN["u"] if k == t else 0) for k, each in enumerate(X, 1)]
            losses.append(values(tuple(x))["L"])
        slope = (losses[0] - losses[1]) / (2 * nudge)
        assert found[f"dw_{t}"] == pytest.approx(slope, rel=1e-7, abs=1e-10)
    assert found["dw"] == pytest.approx(sum(found[f"dw_{t}"] for t in (1, 2, 3)))


def test_nothing_read_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^x: it is empty"):
        operations(x=(), **GIVEN)


def test_the_page_gets_a_table_of_all_numbers_in_its_language() -> None:
    english, spanish = (Stepper(x=X, lang=lang, **GIVEN) for lang in ("en", "es"))
    assert set(english.as_json()["texts"]) == set(LABELS)
    assert english._repr_html_().count("<td>") == 7 * 4
    assert "step 3" in english._repr_html_() and "paso 3" in spanish._repr_html_()
    shown = f"{values()['dw_2']:.3f}".replace(".", ",").replace("-", "\N{MINUS SIGN}")
    assert f"<td>{shown}</td>" in spanish._repr_html_()
