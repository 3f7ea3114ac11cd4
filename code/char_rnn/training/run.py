"""The state of a training run: what train.py works on, and what is saved, resumed and told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from numpy.typing import NDArray

from char_rnn.training.config import TrainConfig

Array = NDArray[Any]


class Model(Protocol):
    """What is saved and told of a network; train.py has the one that there is."""

    E: Array  # (V, D)
    W_hh: Array  # (H, H)
    W_hy: Array  # (V, H)

    def parameters(self) -> dict[str, Array]:
        """Return what training changes, by name."""
        ...

    def count_parameters(self) -> int:
        """Return how many numbers training changes, P."""
        ...


M = TypeVar("M", bound=Model)


@dataclass
class TrainingRun(Generic[M]):
    """A training run: what it works on, where it stands, what it has seen."""

    config: TrainConfig
    corpus_digest: str
    char2idx: dict[str, int]
    idx2char: dict[int, str]
    train_ids: Array
    val_ids: Array
    model: M
    velocity: Array  # (P,), what momentum keeps of the steps before
    h: Array  # (H,), carried from chunk to chunk
    position: int = 0  # where the next chunk begins
    step: int = 0  # steps done
    losses: list[float] = field(default_factory=list)
    grad_norms: list[float] = field(default_factory=list)
    val_losses: list[tuple[int, float]] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    jacobians: list[dict[str, Any]] = field(default_factory=list)
    saved: bool = False  # whether the files in the output folder are this run's
