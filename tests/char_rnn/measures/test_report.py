"""The summary that analyze.py prints."""

from __future__ import annotations

import re

from char_rnn.measures.report import summary
from char_rnn.measures.training_curves import gradient_by_position, phases


def test_the_summary_prints_what_was_measured(analysis):
    text = summary(analysis)
    records = analysis.results.records
    norms = gradient_by_position(records, *phases(records)["end"])
    assert f"{norms[0]:.2f} / {norms[-1]:.2f}" in text
    assert f"{analysis.reading.loss:.3f}" in text
    assert f"{analysis.exact_boundary.onset:.3f}" in text
    assert f"{100 * analysis.hit_rate:.1f}%" in text
    assert f"→ {analysis.results.jacobians['product_norms'][-1, -1]:.3f}" in text
    late = analysis.late
    assert f"{late.kind_purity.mean:.2f} ({late.kind_purity.least:.2f} to " in text
    assert f"{late.gradient_share.mean:.2f} ({late.gradient_share.least:.2f} to " in text
    assert re.search(rf"5 back.* {100 * analysis.probe.accuracy[5]:.0f}% ", text)
