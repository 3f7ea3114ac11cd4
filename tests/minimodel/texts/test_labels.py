"""The catalogue of labels, and numbers as each language writes them."""

import re

import pytest
from minimodel.texts.labels import (
    LANGUAGES,
    LabelError,
    _catalogue,
    label,
    localized_number,
    number,
    percent,
)


def test_every_label_has_both_languages_with_the_same_placeholders():
    entries = [
        (f"{table}.{name}", texts)
        for table, names in _catalogue().items()
        for name, texts in names.items()
    ]
    assert len(entries) > 20
    for key, texts in entries:
        assert set(texts) == set(LANGUAGES), key
        fields = {lang: sorted(re.findall(r"{(\w+)}", text)) for lang, text in texts.items()}
        assert fields["en"] == fields["es"], key


def test_label_in_each_language():
    assert label("forward.untrained", "en") == "untrained"
    assert label("forward.untrained", "es") == "sin entrenar"
    assert label("walkthrough.seed", "es", seed=42) == "semilla 42, sin entrenar"


@pytest.mark.parametrize(
    ("key", "lang", "message"),
    [
        ("forward.nothing", "en", "'forward.nothing'"),
        ("nothing", "en", "'nothing'"),
        ("forward.untrained", "fr", "'fr'"),
        ("walkthrough.seed", "en", "'seed'"),
    ],
)
def test_what_is_missing_is_named(key, lang, message):
    with pytest.raises(LabelError, match=message):
        label(key, lang)


def test_numbers():
    assert number(-0.5, "en") == "−0.50"
    assert number(-0.5, "es") == "−0,50"
    assert percent(0.105, "en", digits=1) == "10.5%"
    assert percent(0.105, "es", digits=1) == "10,5\N{NO-BREAK SPACE}%"
    assert localized_number("1,234.5", "es") == "1.234,5"
    assert localized_number("1,234.5", "en") == "1,234.5"
