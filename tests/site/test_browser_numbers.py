"""What the widgets' scripts compute in a browser, beside what Python computes."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from char_rnn.inside.influence import influence
from char_rnn.train import CharRNN
from minimodel.labs.vanishing.gate_bench import GateBench, bench, rest_radius
from minimodel.labs.vanishing.measurement import gradient_norms
from minimodel.tasks.one_unit import operations
from minimodel.texts.compact import compact, expand
from playwright.sync_api import Browser
from site_project import ROOT

pytestmark = pytest.mark.browser

SCRIPTS = ROOT / "docs" / "assets" / "javascripts"


def computed(browser: Browser, scripts: list[str], function: str, argument: object) -> Any:
    """What the site's scripts compute, without a page of the site."""
    page = browser.new_page()
    for script in scripts:
        page.add_script_tag(path=SCRIPTS / script)
    result = page.evaluate(function, json.loads(json.dumps(argument)))
    page.close()
    return result


def test_the_network_in_the_browser_computes_what_python_computes(browser: Browser) -> None:
    rng = np.random.default_rng(0)
    characters = " abcdefghijk"
    char2idx = {character: index for index, character in enumerate(characters)}
    # As wild as the trained one: its recurrent weights have a radius well above 1.
    shapes = {"W_xh": (64, 12), "W_hh": (64, 64), "W_hy": (12, 64), "b_h": (64,), "b_y": (12,)}
    packed = {
        name: compact(rng.normal(0, 0.25, (3, *shape)), levels=1023 if name[0] == "W" else 4095)
        for name, shape in shapes.items()
    }
    texts = ["a", " bad cab", "".join(rng.choice(list(characters), 60))]
    found = computed(
        browser,
        ["inside/data.js", "play/network.js"],
        """({arrays, texts, characters}) => {
          for (const name in arrays) arrays[name] = inside.expand(arrays[name], Float64Array)
          return [0, 1, 2].map(r => texts.map(text => {
            const weights = Object.fromEntries(Object.keys(arrays).map(n => [n, arrays[n].row(r)]))
            const network = play.network(weights), t = text.length
            const h = network.read([...text].map(c => characters.indexOf(c)))
            const y = network.logits(h, t), p = play.softmax(y)
            const sizes = network.influence(h, t, y.indexOf(Math.max(...y)))
            return {
              state: [...h.subarray(t * network.H)], p: [...p], cold: [...play.softmax(y, 0.5)],
              sizes: [...sizes], half: play.half(sizes),
            }
          }))
        }""",
        {
            "arrays": {name: each.as_json() for name, each in packed.items()},
            "texts": texts,
            "characters": characters,
        },
    )
    exact = {name: expand(each) for name, each in packed.items()}
    for record, of_record in enumerate(found):
        model = CharRNN(12, 64)
        for name in shapes:
            getattr(model, name)[...] = exact[name][record]
        for text, there in zip(texts, of_record, strict=True):
            here = influence(model, text, char2idx)
            assert there["state"] == pytest.approx(here.states[-1], abs=1e-6)
            assert there["p"] == pytest.approx(here.distribution, abs=1e-6)
            cold = here.distribution**2 / (here.distribution**2).sum()
            assert there["cold"] == pytest.approx(cold, abs=1e-6)
            assert there["sizes"] == pytest.approx(here.sizes, rel=1e-6, abs=1e-6)
            assert there["half"] == here.half


def test_a_number_draws_from_a_distribution(browser: Browser) -> None:
    drawn = computed(
        browser,
        ["play/network.js"],
        "shares => shares.map(share => play.draw([0.2, 0, 0.5, 0.3], share))",
        [0, 0.19, 0.2, 0.69, 0.71, 0.999999, 1],
    )
    assert drawn == [0, 0, 2, 2, 3, 3, 3]


def test_the_bench_in_the_browser_computes_what_python_computes(browser: Browser) -> None:
    packed = bench()
    settings = [(0.0, 0.1, 50), (-3.0, 0.1, 50), (2.5, 0.35, 200), (-6.0, 0.02, 2), (6.0, 0.05, 20)]
    found = computed(
        browser,
        ["inside/data.js", "play/gates.js"],
        """({data, settings}) => {
          const weights = {}
          for (const name of ["rnn", "gru"]) {
            weights[name] = Object.fromEntries(Object.entries(data[name]).map(([key, each]) =>
              [key, inside.expand(each, Float64Array).row(0)]))
          }
          return settings.map(([bias, sigma, length]) => {
            const ids = Array.from({length}, (_, t) => data.clauses[t % data.clauses.length])
            const asked = {ids, target: data.target, sigma, bias, H: 32}
            return [
              [...gates.rnn(weights.rnn, asked)], [...gates.gru(weights.gru, asked)],
              sigma * data.radius, gates.restRadius(data.eigenvalues, asked),
            ]
          })
        }""",
        {"data": GateBench(packed, "en").as_json(), "settings": settings},
    )
    for (bias, sigma, length), (rnn, gru, rnn_rest, gru_rest) in zip(settings, found, strict=True):
        vanilla, gated = packed.vanilla_rnn(sigma), packed.gated(sigma, bias)
        assert rnn == pytest.approx(gradient_norms(vanilla, length=length), rel=1e-6, abs=0)
        assert gru == pytest.approx(gradient_norms(gated, length=length), rel=1e-6, abs=0)
        assert rnn_rest == pytest.approx(rest_radius(vanilla), rel=1e-6)
        assert gru_rest == pytest.approx(rest_radius(gated), rel=1e-6)


def test_the_stepper_in_the_browser_computes_what_python_computes(browser: Browser) -> None:
    rng = np.random.default_rng(0)
    given = [
        {
            **dict(zip("wuv", rng.normal(0, 1.5, 3).tolist(), strict=True)),
            "x": rng.normal(0, 1, length).tolist(),
            "target": float(rng.normal()),
        }
        for length in (1, 3, 3, 5)
    ]
    found = computed(
        browser,
        ["play/stepper.js"],
        """given => given.map(each => [
          stepper.operations(each).map(({key, value, takes}) => [key, value, takes]),
          stepper.nudged(each, "w"), stepper.nudged(each, "u"),
        ])""",
        given,
    )
    for numbers, (done, nudged_w, nudged_u) in zip(given, found, strict=True):
        expected = operations(**numbers)  # type: ignore[arg-type]
        assert [key for key, _, _ in done] == [each.key for each in expected]
        assert [value for _, value, _ in done] == pytest.approx([each.value for each in expected])
        assert nudged_w == pytest.approx(done[-2][1], rel=1e-5, abs=1e-8)
        assert nudged_u == pytest.approx(done[-1][1], rel=1e-5, abs=1e-8)
        there = {"w", "u", "v", "target", "h_0", *(f"x_{t + 1}" for t in range(len(numbers["x"])))}
        for key, _, takes in done:  # what an operation takes was computed before it
            assert set(takes) <= there
            there.add(key)
