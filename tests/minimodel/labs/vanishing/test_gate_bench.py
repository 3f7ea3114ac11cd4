"""The gate bench's networks: the lab's own, rounded, and small enough for a page."""

from __future__ import annotations

import gzip
import json

import pytest
from minimodel.labs.vanishing.gate_bench import (
    LABELS,
    GateBench,
    bench,
    highway_bias,
    rest_radius,
)
from minimodel.labs.vanishing.gate_figure import gate_bench
from minimodel.labs.vanishing.measurement import gradient_norms, gru, orders_lost, vanilla_rnn


def test_rounding_changes_the_orders_lost_by_less_than_a_hundredth() -> None:
    packed = bench()
    pairs = (
        (packed.vanilla_rnn(0.1), vanilla_rnn()),
        (packed.gated(0.1, -3.0), gru(gate_bias=-3.0)),
        (packed.gated(0.1, 2.0), gru(gate_bias=2.0)),
    )
    for rounded, exact in pairs:
        assert abs(orders_lost(gradient_norms(rounded)) - orders_lost(gradient_norms(exact))) < 0.01


def test_a_gate_at_rest_keeps_what_its_bias_says() -> None:
    # Without recurrent weights, only the highway is left: 1 − z.
    assert rest_radius(gru(sigma=0.0, gate_bias=highway_bias(50))) == pytest.approx(1 - 1 / 50)
    with pytest.raises(ValueError, match=r"^length: 1 is too short"):
        highway_bias(1)


def test_the_page_gets_the_draws_and_the_labels_of_its_language() -> None:
    english, spanish = (GateBench(bench(), lang).as_json() for lang in ("en", "es"))
    assert set(english["texts"]) == set(LABELS) and english["texts"] != spanish["texts"]
    assert len(gzip.compress(json.dumps(english).encode())) < 60_000
    figure = gate_bench(vanilla_rnn(), gru(), 20, "es")
    texts = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert texts[:2] == ["RNN simple", "GRU"]
