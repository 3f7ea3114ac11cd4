"""Flags and the files they name: what is taken, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from char_rnn.train import TrainConfig, load_corpus
from char_rnn.training.flags import BadInput, Diverged, read_text


class TestText:
    def test_a_byte_order_mark_is_no_letter(self, tmp_path: Path) -> None:
        path = tmp_path / "corpus.txt"
        path.write_bytes("\ufeffañ\ufeffb".encode())
        assert read_text(path, "--corpus") == "añ\ufeffb"

    def test_a_byte_order_mark_alone_is_no_text(self, tmp_path: Path) -> None:
        path = tmp_path / "corpus.txt"
        path.write_bytes(b"\xef\xbb\xbf")
        assert read_text(path, "--corpus") == ""
        with pytest.raises(BadInput, match=r"--corpus .*corpus.txt: the file has no text"):
            load_corpus(path)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"corpus": 5}, "--corpus 5: must be text"),
        ({"corpus": None}, "--corpus None: must be text"),
        ({"output_dir": 5}, "--output-dir 5: must be text"),
        ({"resume": 1}, "--resume 1: must be true or false"),
        ({"use_embedding": "no"}, "--use-embedding no: must be true or false"),
        ({"init": 5}, "--init 5: must be one of orthogonal, xavier, random"),
        ({"steps": 2.5}, "--steps 2.5: must be a whole number"),
        ({"steps": True}, "--steps True: must be a number"),
        ({"lr": None}, "--lr None: must be a number"),
    ],
)
def test_a_value_of_the_wrong_type_is_named(flags: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as stopped:
        TrainConfig(**flags)
    assert str(stopped.value) == said


def test_values_of_the_right_type_are_taken() -> None:
    config = TrainConfig(output_dir=None, lr=1, seed=10**400)
    assert (config.output_dir, config.lr) == (None, 1)


class TestDivergence:
    @pytest.mark.parametrize(
        ("clip", "hint"), [(5.0, "a smaller --lr"), (0.0, "--clip 5 or a smaller --lr")]
    )
    def test_what_to_try_can_be_done(self, clip: float, hint: str) -> None:
        # --resume would refuse another --lr or --clip.
        said = str(Diverged.at(7, 0.1, clip))
        assert said.startswith("--lr 0.1: training diverged, ")
        assert f"not finite at step 7; try {hint} in a new run; what was saved" in said
        assert "\n" not in said
