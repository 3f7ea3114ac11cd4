"""The data that the page's scripts draw: complete, in the page's language, and small."""

from __future__ import annotations

import gzip
import json
import re

import numpy as np
import pytest
from char_rnn.inside import figures, heatmaps
from char_rnn.inside.page_data import LABELS, PLACEHOLDERS, Explorer, Sample, as_json
from char_rnn.inside.recording import InsideRun, look_inside
from char_rnn.runs.default_run import as_results, default_corpus, train_on
from minimodel.texts.compact import Compact, expand

RECORDS = 4


@pytest.fixture(scope="module")
def run() -> InsideRun:
    return look_inside(as_results(train_on(default_corpus(), steps=200, val_interval=0)), RECORDS)


def test_the_page_gets_one_script_element_that_holds_valid_json(run: InsideRun) -> None:
    markup = Explorer(run, "en")._repr_html_()
    match = re.fullmatch(
        r'<script type="application/json" id="inside-data">([^<]*)</script>', markup
    )
    assert match
    data = json.loads(match[1])
    assert data == json.loads(json.dumps(as_json(run, "en")))
    assert data["steps"] == run.steps.tolist()


def test_arrays_come_back_as_they_were_up_to_what_an_eye_can_tell(run: InsideRun) -> None:
    arrays = as_json(run, "en")["arrays"]
    for name in ("states", "W_hh", "predictions", "points", "product_radii"):
        packed = arrays[name]
        back = expand(Compact(**packed | {"shape": tuple(packed["shape"])}))
        reach = np.ptp(getattr(run, name))
        np.testing.assert_allclose(back, getattr(run, name), atol=reach / 22)


def test_texts_speak_the_language_and_keep_places_only_for_known_numbers(run: InsideRun) -> None:
    english, spanish = as_json(run, "en"), as_json(run, "es")
    assert english["texts"].keys() == spanish["texts"].keys() >= set(LABELS)
    for key, text in english["texts"].items():
        names = re.findall(r"\{(\w+)\}", text)
        assert set(names) <= set(PLACEHOLDERS)
        assert sorted(names) == sorted(re.findall(r"\{(\w+)\}", spanish["texts"][key])), key
    assert (spanish["decimal"], spanish["group"]) == (",", ".")
    assert spanish["texts"]["floor"] != english["texts"]["floor"]


def test_the_data_takes_few_bytes_on_the_way_to_the_reader(run: InsideRun) -> None:
    sent = gzip.compress(Explorer(run, "en")._repr_html_().encode(), 6)
    assert len(sent) < RECORDS * 11_000


def test_what_was_written_is_shown_as_text(run: InsideRun) -> None:
    assert run.samples[-1] in Sample(run)._repr_html_()
    assert str(Sample(run)) == run.samples[-1]


@pytest.mark.parametrize(
    "draw",
    [
        figures.losses, figures.eigenvalues, figures.gradients, figures.jacobian,
        heatmaps.landscape, heatmaps.states, heatmaps.weights,
    ],
)  # fmt: skip
def test_the_last_record_is_drawn_in_both_languages(draw, run: InsideRun) -> None:  # type: ignore[no-untyped-def]
    english, spanish = (
        {text.get_text() for axes in draw(run, lang).axes for text in axes.findobj(_is_text)}
        for lang in ("en", "es")
    )
    assert english - spanish
    assert spanish - english


def _is_text(artist: object) -> bool:
    return hasattr(artist, "get_text")
