"""English verb forms: the pairs, the split, and their letters as numbers."""

import pytest
from minimodel.corpus.verb_sentences import VERBS
from minimodel.tasks.verb_forms import (
    MORE_VERBS,
    encode_sources,
    encode_targets,
    encoded_forms,
    letters_of,
    split_forms,
    verb_forms,
)


def test_pairs():
    forms = verb_forms()
    assert len(forms) == 5 * 2 * (len(VERBS) + len(MORE_VERBS))
    for pair in (
        ("he worked", "trabajó"),
        ("we decide", "decidimos"),
        ("I cleaned", "limpié"),
        ("you kissed", "besaste"),
        ("he pushes", "empuja"),
        ("they visited", "visitaron"),
        ("he waited", "esperó"),
        ("they were", "fueron"),
    ):
        assert pair in forms
    assert len({verb for verb, _ in VERBS + MORE_VERBS}) == len(VERBS + MORE_VERBS)


def test_no_form_is_on_both_sides_and_each_has_one_translation():
    taught, out = split_forms(60, seed=3)
    sources = [source for source, _ in taught + out]
    assert len(out) == 60
    assert len(set(sources)) == len(sources)
    assert ("I read", "leo") not in taught + out  # "leí" as well
    assert split_forms(60, seed=4)[1] != out


def test_encoding():
    ids = letters_of(["ab", "c"])
    assert encode_sources(["ab", "c"], ids).tolist() == [[3, 4], [0, 5]]
    assert encode_targets(["ab", "c"], ids).tolist() == [[1, 3, 4, 2], [1, 5, 2, 0]]


def test_all_forms_as_numbers():
    forms = encoded_forms(60)
    assert (forms.taught, forms.held_out) == split_forms(60, 0)
    letters = list(forms.target_ids)
    begin, end, most = forms.signs
    assert [letters[begin], letters[end]] == ["<", ">"]
    assert forms.targets.shape == (len(forms.taught) + 60, most)
    low, high = forms.letters
    assert letters[low:high] == sorted(set("".join(s for _, s in verb_forms())))
    target = "".join(letters[index] for index in forms.targets[-1])
    assert target.strip("<>_") == forms.held_out[-1][1]


def test_a_split_that_leaves_a_side_empty_is_refused():
    with pytest.raises(ValueError, match=r"^held_out: 5000 of \d+ forms leaves one side empty"):
        split_forms(5000, 0)
