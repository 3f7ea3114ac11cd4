"""What is locked in every committed result of the forward-pass lab."""

from __future__ import annotations

from typing import Final

SEED: Final = 42  # for both models
D_EMBED: Final = 16
D_HIDDEN: Final = 32
SIGMA: Final = 0.1

LINE: Final = "I work , you work , he"  # the tokenizer puts <bos> before it
ANSWER: Final = "works"
EXPERIMENT: Final = "14-conjugation-completion"
