"""Conjugation tables: English and Spanish verbs in the simple present and the simple past."""

from __future__ import annotations

from typing import Final

TENSES: Final = ("present", "past")

# Grammatical person of each pronoun: an index into a table of six forms.
ENGLISH_PERSONS: Final = {"I": 0, "you": 1, "he": 2, "she": 2, "we": 3, "they": 5}
SPANISH_PERSONS: Final = {
    "yo": 0,
    "tú": 1,
    "él": 2,
    "ella": 2,
    "nosotros": 3,
    "nosotras": 3,
    "vosotros": 4,
    "ustedes": 5,  # "you" in the plural, conjugated as "they"
    "ellos": 5,
    "ellas": 5,
}

ENGLISH_THIRD_PERSON: Final = {"have": "has"}
ENGLISH_PAST: Final = {
    "buy": "bought",
    "come": "came",
    "do": "did",
    "drink": "drank",
    "eat": "ate",
    "give": "gave",
    "go": "went",
    "have": "had",
    "know": "knew",
    "read": "read",
    "run": "ran",
    "say": "said",
    "see": "saw",
    "sell": "sold",
    "sing": "sang",
    "sleep": "slept",
    "speak": "spoke",
    "think": "thought",
    "write": "wrote",
}
# "be" is the only English verb whose forms differ by more than the third person.
BE: Final = {
    "present": ("am", "are", "is", "are", "are", "are"),
    "past": ("was", "were", "was", "were", "were", "were"),
}

# region spanish-endings
# yo, tú, él, nosotros, vosotros, ellos
SPANISH_ENDINGS: Final = {
    ("ar", "present"): ("o", "as", "a", "amos", "áis", "an"),
    ("er", "present"): ("o", "es", "e", "emos", "éis", "en"),
    ("ir", "present"): ("o", "es", "e", "imos", "ís", "en"),
    ("ar", "past"): ("é", "aste", "ó", "amos", "asteis", "aron"),
    ("er", "past"): ("í", "iste", "ió", "imos", "isteis", "ieron"),
    ("ir", "past"): ("í", "iste", "ió", "imos", "isteis", "ieron"),
}
# Before the "é" of the past, these stems change their spelling to keep their sound.
SPANISH_STEM_BEFORE_E: Final = {"c": "qu", "g": "gu", "z": "c"}
# endregion spanish-endings

# region spanish-irregular
_SPANISH_IRREGULAR: Final = """
dar     present  doy     das        da      damos      dais         dan
dar     past     di      diste      dio     dimos      disteis      dieron
decir   present  digo    dices      dice    decimos    decís        dicen
decir   past     dije    dijiste    dijo    dijimos    dijisteis    dijeron
dormir  present  duermo  duermes    duerme  dormimos   dormís       duermen
dormir  past     dormí   dormiste   durmió  dormimos   dormisteis   durmieron
hacer   present  hago    haces      hace    hacemos    hacéis       hacen
hacer   past     hice    hiciste    hizo    hicimos    hicisteis    hicieron
ir      present  voy     vas        va      vamos      vais         van
ir      past     fui     fuiste     fue     fuimos     fuisteis     fueron
leer    past     leí     leíste     leyó    leímos     leísteis     leyeron
pensar  present  pienso  piensas    piensa  pensamos   pensáis      piensan
querer  present  quiero  quieres    quiere  queremos   queréis      quieren
querer  past     quise   quisiste   quiso   quisimos   quisisteis   quisieron
saber   present  sé      sabes      sabe    sabemos    sabéis       saben
saber   past     supe    supiste    supo    supimos    supisteis    supieron
ser     present  soy     eres       es      somos      sois         son
ser     past     fui     fuiste     fue     fuimos     fuisteis     fueron
tener   present  tengo   tienes     tiene   tenemos    tenéis       tienen
tener   past     tuve    tuviste    tuvo    tuvimos    tuvisteis    tuvieron
venir   present  vengo   vienes     viene   venimos    venís        vienen
venir   past     vine    viniste    vino    vinimos    vinisteis    vinieron
ver     present  veo     ves        ve      vemos      veis         ven
ver     past     vi      viste      vio     vimos      visteis      vieron
"""
# endregion spanish-irregular
SPANISH_IRREGULAR: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    (infinitive, tense): tuple(forms)
    for infinitive, tense, *forms in map(str.split, _SPANISH_IRREGULAR.strip().splitlines())
}


def conjugate_english(verb: str, pronoun: str, tense: str) -> str:
    """Conjugate an English verb.

    Parameters
    ----------
    verb
        The base form, such as ``"work"``.
    pronoun
        A key of `ENGLISH_PERSONS`.
    tense
        ``"present"`` or ``"past"``, both simple.

    Raises
    ------
    ValueError
        If the pronoun or the tense is not in the tables.
    """
    _check(pronoun, ENGLISH_PERSONS, tense)
    person = ENGLISH_PERSONS[pronoun]
    if verb == "be":
        return BE[tense][person]
    if tense == "past":
        return ENGLISH_PAST.get(verb) or english_regular_past(verb)
    if person == 2:
        return ENGLISH_THIRD_PERSON.get(verb) or english_third_person(verb)
    return verb


def english_third_person(verb: str) -> str:
    """Spell the -s form: ``works``, ``washes``, ``studies``."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if _ends_in_consonant_y(verb):
        return verb[:-1] + "ies"
    return verb + "s"


def english_regular_past(verb: str) -> str:
    """Spell the -ed form: ``worked``, ``lived``, ``studied``, ``stopped``."""
    if verb.endswith("e"):
        return verb + "d"
    if _ends_in_consonant_y(verb):
        return verb[:-1] + "ied"
    if _doubles_last_consonant(verb):
        return verb + verb[-1] + "ed"
    return verb + "ed"


def conjugate_spanish(infinitive: str, pronoun: str, tense: str) -> str:
    """Conjugate a Spanish verb; the past is the pretérito (*pretérito perfecto simple*).

    Parameters
    ----------
    infinitive
        A verb in -ar, -er or -ir, such as ``"trabajar"``.
    pronoun
        A key of `SPANISH_PERSONS`.
    tense
        ``"present"`` or ``"past"``.

    Raises
    ------
    ValueError
        If the pronoun or the tense is not in the tables, or the infinitive has another ending.
    """
    _check(pronoun, SPANISH_PERSONS, tense)
    person = SPANISH_PERSONS[pronoun]
    irregular = SPANISH_IRREGULAR.get((infinitive, tense))
    if irregular:
        return irregular[person]
    stem, ending = infinitive[:-2], infinitive[-2:]
    if (ending, tense) not in SPANISH_ENDINGS:
        raise ValueError(f"infinitive: {infinitive!r} does not end in -ar, -er or -ir")
    suffix = SPANISH_ENDINGS[ending, tense][person]
    if suffix == "é" and stem[-1] in SPANISH_STEM_BEFORE_E:
        stem = stem[:-1] + SPANISH_STEM_BEFORE_E[stem[-1]]
    return stem + suffix


def _check(pronoun: str, persons: dict[str, int], tense: str) -> None:
    if pronoun not in persons:
        raise ValueError(f"pronoun: {pronoun!r} is not one of {', '.join(persons)}")
    if tense not in TENSES:
        raise ValueError(f"tense: {tense!r} is not one of {', '.join(TENSES)}")


def _ends_in_consonant_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in "aeiou"


def _doubles_last_consonant(verb: str) -> bool:
    # "stop" doubles; "cook" (two vowels), "fix" (x) and "open" (unstressed end) do not.
    vowels = [letter in "aeiou" for letter in verb]
    return sum(vowels) == 1 and vowels[-2] and verb[-1] not in "aeiouwxy"
