"""Names to nationality: the list, the reference and its gradients, and what it has to beat."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.exercises import names
from minimodel.exercises.names import (
    Crossing,
    alphabet_of,
    classify,
    confusion,
    encode,
    loss_and_gradients,
    make_network,
    reading,
    train,
)
from minimodel.exercises.names_data import NATIONALITIES, Names, all_names, counts, split
from minimodel.exercises.names_ngrams import Counting, add_k, backing_off


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class TestList:
    def test_there_are_seven_nationalities_and_spanish_is_one(self) -> None:
        assert len(NATIONALITIES) == 7
        assert "spanish" in NATIONALITIES
        assert all(kinds["given"] > 100 < kinds["family"] for kinds in counts().values())

    def test_no_name_stands_twice_with_its_accents_or_without(self) -> None:
        listed = [plain(name) for name in all_names().names]
        assert sorted(set(listed)) == sorted(listed)

    def test_a_name_is_one_name(self) -> None:
        found, _ = all_names()
        assert all(name[0].isupper() or name.startswith("d'") for name in found)
        several = {name for name in found if " " in name}
        particles = {"De", "Le"}  # of a family name
        assert several
        assert {name.split()[0] for name in several} <= particles

    def test_accents_are_kept_as_one_letter(self) -> None:
        found, _ = all_names()
        assert {"Begoña", "Zoé", "Müller", "Łukasz", "Satō"} <= set(found)
        assert all(unicodedata.is_normalized("NFC", name) for name in found)
        assert set("áéíóúñçèëüöäßąćęłńśźżōū") <= set(alphabet_of(found))

    def test_no_name_is_both_trained_on_and_held_out(self) -> None:
        training, held_out = split(3)
        assert len(training.names) == len(training.labels) == 4 * len(held_out.names)
        assert not set(training.names) & set(held_out.names)
        assert set(training.names) | set(held_out.names) == set(all_names().names)
        assert split(4)[1].names != held_out.names


class TestEncoding:
    def test_ids_begin_with_one_and_padding_is_behind(self) -> None:
        ids, lengths = encode(["Ba", "abc", "z"], "abc")
        assert ids.tolist() == [[2, 1, 0], [1, 2, 3], [4, 0, 0]]
        assert lengths.tolist() == [2, 3, 1]

    def test_an_accent_is_one_letter_however_it_was_typed(self) -> None:
        for form in ("NFC", "NFD"):
            ids, lengths = encode([unicodedata.normalize(form, "ÉL")], "elé")
            assert ids.tolist() == [[3, 2]]
            assert lengths.tolist() == [2]

    def test_confusion_counts_every_pair(self) -> None:
        counted = confusion(np.array([0, 0, 2, 0]), np.array([1, 1, 2, 0]), 4)
        assert counted.tolist() == [[1, 2, 0, 0], [0] * 4, [0, 0, 1, 0], [0] * 4]


class TestNetwork:
    def test_every_gradient_is_the_derivative_of_the_loss(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(names, "D_EMBED", 3)
        monkeypatch.setattr(names, "D_HIDDEN", 4)
        network = make_network(6, 3, 0)
        given = *encode(["abba", "c", "cde"], "abcd"), np.array([0, 2, 1])
        _, gradients = loss_and_gradients(network, *given)
        kept = {name: value.copy() for name, value in gradients.items()}
        assert not kept["embedding.E"][0].any()  # nobody reads the padding
        for name, parameter in network.params.items():
            measured = numerical_gradient(
                lambda: float(loss_and_gradients(network, *given)[0]), parameter
            )
            assert relative_error(kept[name], measured) < 1e-6, name

    def test_padding_and_company_change_nothing(self) -> None:
        network = make_network(6, 3, 1)
        ids, lengths = encode(["ab", "dcba"], "abcd")
        alone = network.forward(*encode(["ab"], "abcd"))
        np.testing.assert_allclose(network.forward(ids, lengths)[:1], alone, rtol=1e-12)
        wide = np.pad(ids, ((0, 0), (0, 2)))
        np.testing.assert_allclose(network.forward(wide, lengths)[:1], alone, rtol=1e-12)

    def test_it_learns_what_it_is_taught_and_reads_letter_by_letter(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(names, "EPOCHS", 6)
        training, held_out = split(0)
        few = Names(training.names[:500], training.labels[:500])
        classifier = train(*few, 7, 0)
        right = np.mean(classify(classifier, held_out.names) == held_out.labels)
        assert right > 0.45  # the longest list is a sixth of the names
        read = reading(classifier, "José")
        assert read.shape == (4, 7)
        np.testing.assert_allclose(read.sum(axis=1), 1, rtol=1e-5)
        assert read[-1].argmax() == classify(classifier, ["José"])[0]

    def test_a_crossed_name_has_a_beginning_and_an_end_of_its_class(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(names, "CROSSED", 1.0)
        words = ["lucia", "marcos", "xyz"]
        ids, lengths = encode(words, "acilmorsuxyz")
        crossing = Crossing(ids, lengths, np.array([0, 0, 1]))
        rng = np.random.default_rng(0)
        made = set()
        for _ in range(60):
            rows, ends = crossing.drawn(np.array([0, 2]), rng)
            made |= {
                "".join("acilmorsuxyz"[i - 1] for i in row[:end])
                for row, end in zip(rows, ends, strict=True)
            }
        assert {"lucia", "lucos", "xyz"} <= made
        assert {name for name in made if name[0] == "x"} == {"xyz"}  # never with another class


class TestCounting:
    LISTS = Names(["anna", "ana", "nan", "otto", "oto"], np.array([0, 0, 0, 1, 1]))

    @pytest.mark.parametrize("count", [add_k(2, 0.2), add_k(3, 0.2), backing_off(3, 5.0)])
    def test_a_name_goes_where_it_is_most_probable(self, count: object) -> None:
        counting = Counting(*self.LISTS, 2, count)  # type: ignore[arg-type]
        assert counting.classify(["annan", "otot", "Oto"]).tolist() == [0, 1, 1]

    def test_it_is_the_probability_of_the_letters_and_of_the_end(self) -> None:
        counting = Counting(["a", "b", "b"], [0, 1, 1], 2, add_k(1, 1.0))
        # Class 1 counted b twice, the end twice; five tokens: a, b, end, <bos>, unknown.
        assert counting.costs[1]("b") == pytest.approx(-2 * np.log(3 / 9))
        assert counting.prior.tolist() == pytest.approx(np.log([1 / 3, 2 / 3]).tolist())

    def test_an_unknown_letter_costs_something_everywhere(self) -> None:
        counting = Counting(*self.LISTS, 2, add_k(2, 0.2))
        assert all(np.isfinite(cost("ñandú")) for cost in counting.costs)
