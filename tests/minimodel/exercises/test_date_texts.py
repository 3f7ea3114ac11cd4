"""Dates as people write them: both formats, every month, and ids that can be read back."""

from __future__ import annotations

import calendar
from datetime import date

import numpy as np
import pytest
from minimodel.exercises.date_texts import (
    FORMATS,
    LETTERS,
    MONTHS,
    SIGNS,
    draw_pairs,
    read_ids,
    write_ids,
    written,
)
from minimodel.texts import languages


def test_a_date_is_written_as_the_language_does() -> None:
    assert written(date(2023, 1, 15), "en") == "January 15, 2023"
    assert written(date(2023, 1, 15), "es") == "15 de enero de 2023"
    assert list(MONTHS["en"]) == list(calendar.month_name)[1:]
    assert len(set(MONTHS["es"])) == 12 and all(month.islower() for month in MONTHS["es"])


def test_a_third_language_is_a_line_in_each_table(monkeypatch: pytest.MonkeyPatch) -> None:
    french = languages.Language("French", "Français", ",", " ", " ", complete=False)
    monkeypatch.setitem(languages.LANGUAGES, "fr", french)
    assert written(date(2023, 1, 15), "fr") == "January 15, 2023"  # until it has its own
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    monkeypatch.setitem(MONTHS, "fr", tuple(months.split()))
    monkeypatch.setitem(FORMATS, "fr", "{day} {month} {year}")
    texts, dates = draw_pairs(366, (2024, 2024), "fr", np.random.default_rng(1))
    assert "29 février 2024" in texts and "2024-02-29" in dates


def test_a_network_reads_the_letters_of_all_languages() -> None:
    assert set(MONTHS) == set(FORMATS)
    assert len(LETTERS) == len(set(LETTERS)) == 43
    for lang in MONTHS:
        texts, _ = draw_pairs(366, (2024, 2024), lang, np.random.default_rng(1))
        assert read_ids(texts).shape == (366, 24)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_both_ways_of_writing_mean_the_same_day(lang: str) -> None:
    texts, dates = draw_pairs(300, (1950, 2049), lang, np.random.default_rng(0))
    assert len(set(dates)) == 300
    for text, day in zip(texts, dates, strict=True):
        assert text == written(date.fromisoformat(day), lang)
        assert 1950 <= int(day[:4]) <= 2049


def test_every_day_may_be_drawn() -> None:
    texts, dates = draw_pairs(366, (2024, 2024), "es", np.random.default_rng(1))
    assert "29 de febrero de 2024" in texts
    assert min(dates) == "2024-01-01" and max(dates) == "2024-12-31"


def test_ids_hold_what_is_read_and_written() -> None:
    ids = read_ids(["May 7, 1999", "17 de septiembre de 2023"])
    assert ids.shape == (2, 24)
    assert "".join(LETTERS[i] for i in ids[0]) == "_" * 13 + "May 7, 1999"
    assert (ids[1] > 0).all()
    (row,) = write_ids(["1999-05-07"])
    assert "".join(SIGNS[i] for i in row) == "<1999-05-07>"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda rng: draw_pairs(400, (2023, 2023), "en", rng), "count: .* 365 days, not 400"),
        (lambda rng: draw_pairs(1, (2024, 2023), "en", rng), "years: .* got 2024 and 2023"),
        (lambda rng: draw_pairs(1, (999, 2023), "en", rng), "years: .* four digits"),
        (lambda rng: read_ids(["24/12/2023"]), "texts: '24/12/2023' holds '/'"),
        (lambda rng: read_ids(["May_7"]), "holds '_'"),
        (lambda rng: read_ids(["1" * 25]), "25 letters; 24 is the most"),
        (lambda rng: write_ids(["2023-1-5"]), "dates: '2023-1-5' has not the form"),
    ],
)
def test_what_is_no_date_is_refused(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(np.random.default_rng(0))  # type: ignore[operator]
