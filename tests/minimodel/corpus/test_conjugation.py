"""Conjugated forms against forms written by hand, and the spelling rules of regular verbs."""

import pytest
from minimodel.corpus.conjugation import conjugate_english, conjugate_spanish

SIX_SPANISH = ("yo", "tú", "él", "nosotros", "vosotros", "ellos")


@pytest.mark.parametrize(
    ("verb", "third_person", "past"),
    [
        ("work", "works", "worked"),
        ("wash", "washes", "washed"),
        ("touch", "touches", "touched"),
        ("fix", "fixes", "fixed"),
        ("study", "studies", "studied"),
        ("play", "plays", "played"),
        ("live", "lives", "lived"),
        ("stop", "stops", "stopped"),
        ("open", "opens", "opened"),
        ("look", "looks", "looked"),
        ("want", "wants", "wanted"),
        ("go", "goes", "went"),
        ("do", "does", "did"),
        ("have", "has", "had"),
        ("say", "says", "said"),
        ("read", "reads", "read"),
        ("buy", "buys", "bought"),
        ("write", "writes", "wrote"),
        ("sleep", "sleeps", "slept"),
    ],
)
def test_english_verbs(verb, third_person, past):
    assert conjugate_english(verb, "he", "present") == third_person
    assert conjugate_english(verb, "she", "present") == third_person
    assert {conjugate_english(verb, p, "present") for p in ("I", "you", "we", "they")} == {verb}
    assert {conjugate_english(verb, p, "past") for p in ("I", "you", "he", "we", "they")} == {past}


def test_be():
    persons = ("I", "you", "he", "she", "we", "they")
    present = [conjugate_english("be", p, "present") for p in persons]
    past = [conjugate_english("be", p, "past") for p in persons]
    assert present == ["am", "are", "is", "is", "are", "are"]
    assert past == ["was", "were", "was", "was", "were", "were"]


@pytest.mark.parametrize(
    ("infinitive", "tense", "forms"),
    [
        ("trabajar", "present", "trabajo trabajas trabaja trabajamos trabajáis trabajan"),
        ("trabajar", "past", "trabajé trabajaste trabajó trabajamos trabajasteis trabajaron"),
        ("comer", "present", "como comes come comemos coméis comen"),
        ("comer", "past", "comí comiste comió comimos comisteis comieron"),
        ("vivir", "present", "vivo vives vive vivimos vivís viven"),
        ("vivir", "past", "viví viviste vivió vivimos vivisteis vivieron"),
        ("llegar", "past", "llegué llegaste llegó llegamos llegasteis llegaron"),
        ("tocar", "past", "toqué tocaste tocó tocamos tocasteis tocaron"),
        ("cruzar", "past", "crucé cruzaste cruzó cruzamos cruzasteis cruzaron"),
        ("ser", "present", "soy eres es somos sois son"),
        ("ser", "past", "fui fuiste fue fuimos fuisteis fueron"),
        ("ir", "present", "voy vas va vamos vais van"),
        ("tener", "present", "tengo tienes tiene tenemos tenéis tienen"),
        ("tener", "past", "tuve tuviste tuvo tuvimos tuvisteis tuvieron"),
        ("hacer", "past", "hice hiciste hizo hicimos hicisteis hicieron"),
        ("decir", "past", "dije dijiste dijo dijimos dijisteis dijeron"),
        ("ver", "past", "vi viste vio vimos visteis vieron"),
        ("dormir", "past", "dormí dormiste durmió dormimos dormisteis durmieron"),
        ("leer", "past", "leí leíste leyó leímos leísteis leyeron"),
        ("leer", "present", "leo lees lee leemos leéis leen"),
        ("querer", "present", "quiero quieres quiere queremos queréis quieren"),
    ],
)
def test_spanish_verbs(infinitive, tense, forms):
    assert [conjugate_spanish(infinitive, p, tense) for p in SIX_SPANISH] == forms.split()


def test_ustedes_is_conjugated_as_ellos():
    assert conjugate_spanish("venir", "ustedes", "past") == "vinieron"


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: conjugate_english("work", "it", "present"), "pronoun: 'it'"),
        (lambda: conjugate_spanish("ver", "yo", "future"), "tense: 'future'"),
        (lambda: conjugate_spanish("work", "yo", "past"), "infinitive: 'work'"),
    ],
)
def test_unknown_arguments_are_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()
