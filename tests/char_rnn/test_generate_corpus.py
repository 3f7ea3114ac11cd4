"""The generated corpus: its words, its sentences, and the bytes that a seed gives."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from char_rnn import generate_corpus as program
from char_rnn.generate_corpus import (
    TEMPLATES,
    WORD_CATEGORIES,
    generate_corpus,
    generate_sentence,
    join,
    main,
)

SCRIPT = Path(__file__).parents[2] / "code/char_rnn/generate_corpus.py"
CATEGORY = {word: name for name, words in WORD_CATEGORIES.items() for word in words}
HUMAN_WEIGHT, OTHER_WEIGHT = 2 / 23, 1 / 23  # 7 templates of 16 have a human subject


def content_words(sentence: str) -> list[str]:
    return [word for word in sentence.split() if word not in ("the", "a")]


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    return generate_corpus(20_000, seed=1)[0]


def test_there_are_35_words_in_7_categories_and_16_templates() -> None:
    assert len(WORD_CATEGORIES) == 7
    assert len(CATEGORY) == sum(len(words) for words in WORD_CATEGORIES.values()) == 35
    assert len(TEMPLATES) == 16


def test_the_alphabet_is_23_letters_and_the_space(sentences: list[str]) -> None:
    alphabet = set(join(sentences[:600]))
    assert len(alphabet) == 24
    assert " " in alphabet


def test_every_word_occurs_and_no_other(sentences: list[str]) -> None:
    assert set(" ".join(sentences).split()) == {*CATEGORY, "the", "a"}


def test_each_template_makes_sentences_of_its_categories() -> None:
    rng = np.random.default_rng(0)
    for template in TEMPLATES:
        for _ in range(20):
            words = content_words(generate_sentence(template, rng))
            assert [CATEGORY[word] for word in words] == [category for _, category in template]


def test_a_determiner_stands_before_nouns_only() -> None:
    rng = np.random.default_rng(0)
    for template in TEMPLATES:
        words = generate_sentence(template, rng).split()
        for before, word in zip(["", *words], words, strict=False):
            is_noun = CATEGORY.get(word, "").startswith("NOUN")
            assert (before in ("the", "a")) == is_noun


def test_sentences_make_sense(sentences: list[str]) -> None:
    allowed_objects = {
        "eat": set(WORD_CATEGORIES["NOUN_FOOD"]),
        "read": {"book"},
        "break": {"glass", "plate", "cookie"},
        "chase": {*WORD_CATEGORIES["NOUN_HUMAN"], *WORD_CATEGORIES["NOUN_ANIMAL"]},
    }
    animate = ("NOUN_HUMAN", "NOUN_ANIMAL")
    for subject, verb, *objects in map(content_words, set(sentences)):
        assert not objects or objects[0] in allowed_objects.get(verb, objects)
        if CATEGORY[verb] == "VERB_PERCEPT":
            assert CATEGORY[objects[0]] in animate
        if verb in ("think", "read"):
            assert CATEGORY[subject] == "NOUN_HUMAN"
        if CATEGORY[subject] not in animate:
            assert verb in ("move", "break")
        assert (subject, verb) not in {("fish", "walk"), ("milk", "break"), ("book", "break")}


def test_templates_with_a_human_subject_come_twice_as_often() -> None:
    sentences, counts = generate_corpus(20_000, seed=3)
    assert sum(counts) == len(sentences) == 20_000
    for template, count in zip(TEMPLATES, counts, strict=True):
        expected = HUMAN_WEIGHT if template[0][1] == "NOUN_HUMAN" else OTHER_WEIGHT
        assert count / 20_000 == pytest.approx(expected, abs=0.008)


def test_a_seed_gives_the_same_bytes_everywhere() -> None:
    text = join(generate_corpus(600, seed=42)[0])
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "8b7eb9e05ffd913808c8f61dece8f55ba0f9027c0ef6afe4a9dab7f295ee3dc9"
    )
    assert join(generate_corpus(600, seed=43)[0]) != text


@pytest.mark.parametrize(
    ("count", "seed", "named"), [(0, 1, "num_sentences: 0"), (5, -1, "seed: -1")]
)
def test_numbers_that_cannot_be_are_refused(count: int, seed: int, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        generate_corpus(count, seed)


def test_the_program_writes_one_stream_and_counts_it(tmp_path: Path) -> None:
    output = tmp_path / "new" / "corpus.txt"
    arguments = ["--num-sentences", "50", "--seed", "7", "--output", str(output)]
    run = subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=True
    )
    text = output.read_text(encoding="utf-8")
    assert text == join(generate_corpus(50, 7)[0])
    assert "\n" not in text
    assert "  " not in text
    assert f"50 sentences, {len(text)} characters" in run.stdout
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--num-sentences", "0"], "--num-sentences: 0 is too few"),
        (["--num-sentences", "10000001"], "it must be at most 10,000,000"),
        (["--num-sentences", "x"], "--num-sentences: 'x' is no value of type int"),
        (["--seed", "-3", "--lang", "es"], "--seed: -3 es negativo; debe ser al menos 0"),
        (["--lang", "fr"], "--lang: 'fr' is not one of 'en', 'es'"),
        (["--seed", "-3"], "--seed: -3 is negative"),
        (["--output", "/dev/null/corpus.txt"], "--output /dev/null/corpus.txt: cannot be written"),
        (["--output", ""], "--output '': is not the name of a file; give one"),
        (["--output", "."], "--output .: is not the name of a file"),
        (["--output", "/"], "--output /: is not the name of a file"),
        (["--output", "x" * 300], "cannot be written: File name too long"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1
    assert said in errors[0]
    assert not list(tmp_path.iterdir())


def test_it_speaks_spanish(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--num-sentences", "5", "--lang", "es"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("corpus.txt: 5 frases, ")
    assert said[1].endswith(" palabras distintas")


def test_a_link_stays_a_link_and_its_target_gets_the_text(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    link.symlink_to(target.name)
    for count in (3, 4):  # at first the target is not there
        assert main(["--num-sentences", str(count), "--output", str(link)]) == 0
        assert link.is_symlink()
        assert target.read_text(encoding="utf-8") == join(generate_corpus(count, 42)[0])


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        assert main(["--num-sentences", "3", "--output", str(pipe)]) == 0
        assert reader.communicate()[0] == join(generate_corpus(3, 42)[0])
    assert pipe.is_fifo()


def test_control_c_ends_it_without_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "generate_sentence", interrupt)
    assert main(["--output", str(tmp_path / "corpus.txt")]) == 130
    assert capsys.readouterr() == ("", "")
    assert not list(tmp_path.iterdir())


def test_another_text_in_its_place_is_not_replaced_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "corpus.txt"
    said = {}
    for place, seed in enumerate((1, 1, 2)):
        assert main(["--num-sentences", "3", "--seed", str(seed), "--output", str(path)]) == 0
        said[place] = "which is replaced" in capsys.readouterr().out
    assert said == {0: False, 1: False, 2: True}
