"""All the flags of train.py, with their defaults and limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from char_rnn.training import flags
from char_rnn.training.flags import flag

EMBEDDING_SIZE: Final = 16
INITS: Final = ("orthogonal", "xavier", "random")  # the keys of train.py's tables of these names
ACTIVATIONS: Final = ("tanh", "relu", "sigmoid")


@dataclass(frozen=True)
class TrainConfig:
    """All that a run depends on; each field is a flag of the command line."""

    corpus: str = flag("corpus.txt", "text file to learn from")
    output_dir: str | None = flag("output", "folder for results and checkpoint")
    steps: int = flag(30_000, "training steps", at_least=1, at_most=10**9)
    hidden_size: int = flag(64, "units in the state, H", at_least=1, at_most=100_000)
    seq_len: int = flag(25, "characters in a chunk, T", at_least=1, at_most=10**6)
    lr: float = flag(0.01, "learning rate", above=0)
    lr_decay_rate: float = flag(0.5, "factor of each decay", above=0, at_most=1)
    lr_decay_every: int = flag(0, "steps between decays; 0: none", at_least=0)
    momentum: float = flag(0.0, "share of the last step", at_least=0, below=1)
    clip: float = flag(5.0, "longest gradient allowed; 0: any", at_least=0)
    seed: int = flag(42, "seed of all random draws", at_least=0)
    init: str = flag("orthogonal", "how W_hh starts", one_of=INITS)
    activation: str = flag("tanh", "of the hidden units", one_of=ACTIVATIONS)
    use_embedding: bool = flag(False, f"train an embedding of width {EMBEDDING_SIZE}")
    freeze_whh: bool = flag(False, "leave W_hh as it starts (reservoir computing)")
    val_fraction: float = flag(0.1, "share held out", at_least=0, below=1)
    val_interval: int = flag(1_000, "steps between validations; 0: none", at_least=0)
    record_interval: int = flag(200, "steps between records; 0: no record", at_least=0)
    dense_steps: int = flag(50, "first steps, recorded one by one", at_least=0)
    jacobian_interval: int = flag(1_000, "steps between Jacobians; 0: none", at_least=0)
    temperature: float = flag(1.0, "of the sampled text", above=0)
    generate_length: int = flag(100, "of a sample of text", at_least=1, at_most=10**6)
    resume: bool = flag(False, "continue from the checkpoint in --output-dir")
    quiet: bool = flag(False, "print nothing")

    def __post_init__(self) -> None:
        flags.check_flags(self)
