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

    corpus: str = flag("corpus.txt")
    output_dir: str | None = flag("output")
    steps: int = flag(30_000, at_least=1, at_most=10**9)
    hidden_size: int = flag(64, at_least=1, at_most=100_000)
    seq_len: int = flag(25, at_least=1, at_most=10**6)
    lr: float = flag(0.01, above=0)
    lr_decay_rate: float = flag(0.5, above=0, at_most=1)
    lr_decay_every: int = flag(0, at_least=0)
    momentum: float = flag(0.0, at_least=0, below=1)
    clip: float = flag(5.0, at_least=0)
    seed: int = flag(42, at_least=0)
    init: str = flag("orthogonal", one_of=INITS)
    activation: str = flag("tanh", one_of=ACTIVATIONS)
    use_embedding: bool = flag(False)
    freeze_whh: bool = flag(False)
    val_fraction: float = flag(0.1, at_least=0, below=1)
    val_interval: int = flag(1_000, at_least=0)
    record_interval: int = flag(200, at_least=0)
    dense_steps: int = flag(50, at_least=0)
    jacobian_interval: int = flag(1_000, at_least=0)
    temperature: float = flag(1.0, above=0)
    generate_length: int = flag(100, at_least=1, at_most=10**6)
    resume: bool = flag(False)
    quiet: bool = flag(False)

    def __post_init__(self) -> None:
        flags.check_flags(self)
