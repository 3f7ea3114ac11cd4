"""What the commands of explore.py answer."""

from __future__ import annotations

import numpy as np
import pytest
from char_rnn.asking.answers import Explorer
from char_rnn.train import capture_jacobian, eigen, encode, forward


@pytest.fixture(scope="module")
def explorer(results, corpus):
    return Explorer(results, corpus.read_text(encoding="utf-8"))


def test_the_most_similar_word_is_the_nearest(explorer, analysis):
    lines = explorer.answer("similar boy").splitlines()
    expected = [word for word, _ in analysis.clusters.nearest("boy", 30)]
    found = [line.split()[1] for line in lines if line.split()[1] in expected]
    assert found[:3] == expected[:3]


def test_words_are_listed_in_their_cluster(explorer, analysis):
    found = analysis.clusters
    lines = explorer.answer("words").splitlines()[1::2]
    for line in lines:
        ids = {int(found.clusters[found.words.index(word)]) for word in line.split()}
        assert len(ids) == 1
    assert sorted(" ".join(lines).split()) == sorted(found.words)


def test_eigenvalues_jacobians_states_and_probes_show_the_right_numbers(explorer, analysis):
    model = analysis.results.model
    value = eigen(model.W_hh)[0][0]
    shown = explorer.answer("eig").splitlines()[2].replace("°", "").split()
    assert float(shown[0]) == pytest.approx(abs(value), abs=1e-3)
    assert abs(float(shown[1].replace("−", "-"))) == pytest.approx(
        abs(np.degrees(np.angle(value))), abs=1
    )
    fwd = forward(model, encode(explorer.text[:26], analysis.results.char2idx), np.zeros(64))
    last = explorer.answer("jacobian").splitlines()[-1].split()
    seen = capture_jacobian(model, fwd, 0, 25)
    assert float(last[2]) == pytest.approx(seen["product_norms"][-1], rel=0.01)
    row = explorer.answer("probe").splitlines()[3].split()
    assert row[-1] == f"{100 * analysis.probe.from_input[2]:.0f}%"
    line = explorer.answer("states t").splitlines()[1].split()
    h = forward(model, encode(" tt", analysis.results.char2idx), np.zeros(64)).hs[-1]
    assert line[1] == f"{np.linalg.norm(h):.2f}"
