"""What a training run says: a banner, a line every so often, samples, a closing summary."""

from __future__ import annotations

import io
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from tqdm import tqdm

from char_rnn.training.recording import eigen
from char_rnn.training.run import M, TrainingRun

LINE_EVERY: Final = 1_000
SAMPLE_EVERY: Final = 5_000


def behave_in_a_pipe() -> None:
    """Print line by line, in any encoding, and end quietly when the reader goes away."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True, errors="replace")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def spectral_radius(run: TrainingRun[M]) -> float:
    """Return the largest |λ| of W_hh as it is now."""
    return eigen(run.model.W_hh)[1]


class Silent:
    """Says nothing; what other programs train with."""

    def progress(self, steps: range) -> Iterable[int]:
        """Return the steps to loop over."""
        return steps

    def banner(self, run: TrainingRun[M]) -> None:
        """Tell what will be trained on what."""

    def line(self, run: TrainingRun[M], clipped: bool, lr: float) -> None:
        """Tell how training goes."""

    def sample(self, text: str) -> None:
        """Show what the network writes."""

    def summary(self, run: TrainingRun[M]) -> None:
        """Tell how training ended."""


def until_interrupted(steps: Iterable[int]) -> Iterator[int]:
    """Yield the steps until Ctrl-C; the step that is being done is done to its end.

    So a run stops in a state that it can go on from, and nothing of it is lost.
    """
    if threading.current_thread() is not threading.main_thread():
        yield from steps  # only the main thread may listen to signals
        return
    pressed = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: pressed.set())
    try:
        for step in steps:
            yield step
            if pressed.is_set():
                break
    finally:
        signal.signal(signal.SIGINT, before)


class Quiet(Silent):
    """Says nothing, and stops between two steps at Ctrl-C; for ``--quiet``."""

    def progress(self, steps: range) -> Iterable[int]:
        """Return the steps to loop over."""
        return until_interrupted(steps)


class Console(Silent):
    """Prints to stdout; the progress bar goes to stderr, and only to a terminal."""

    def progress(self, steps: range) -> Iterable[int]:
        """Return the steps to loop over, with a bar that fills while it goes."""
        return until_interrupted(tqdm(steps, unit=" steps", disable=None, leave=False))

    def banner(self, run: TrainingRun[M]) -> None:
        """Print the corpus, the network's shape and how W_hh starts."""
        config, model = run.config, run.model
        vocab_size, hidden_size = model.W_hy.shape
        read = f"embedding {model.E.shape[1]}" if config.use_embedding else "one-hot"
        train, held_out = len(run.train_ids), len(run.val_ids)
        print(
            f"corpus        {config.corpus}: {train + held_out:,} characters, "
            f"{train:,} to train on and {held_out:,} held out"
        )
        print(f"alphabet      {vocab_size} characters: {''.join(run.idx2char.values())!r}")
        print(f"architecture  {read} → {hidden_size} {config.activation} units → softmax")
        print(f"parameters    {model.count_parameters():,}")
        frozen = ", frozen" if config.freeze_whh else ""
        print(f"W_hh          {config.init}, spectral radius {spectral_radius(run):.3f}{frozen}")
        print(
            f"training      {config.steps:,} steps of {config.seq_len} characters, "
            f"seed {config.seed}"
        )
        if run.step:
            print(f"resumed       after step {run.step:,}")

    def line(self, run: TrainingRun[M], clipped: bool, lr: float) -> None:
        """Print the step, the mean loss since the last line, and the state of training."""
        loss = np.mean(run.losses[-LINE_EVERY:])
        tqdm.write(
            f"step {run.step:7,}  loss {loss:.4f}  grad norm {run.grad_norms[-1]:7.2f} "
            f"{'clipped' if clipped else '       '}  lr {lr:.4g}  "
            f"rho {spectral_radius(run):.3f}"
        )

    def sample(self, text: str) -> None:
        """Print what the network writes, indented."""
        tqdm.write(f"    {text}")

    def summary(self, run: TrainingRun[M]) -> None:
        """Print losses, in nats per character, and where the results are."""
        uniform = np.log(len(run.idx2char))
        loss = np.mean(run.losses[-LINE_EVERY:])
        print(f"done          {run.step:,} steps; a uniform guess costs {uniform:.3f} nats")
        print(f"loss          {loss:.4f} nats per character in the last {LINE_EVERY:,} steps")
        if run.val_losses:
            print(f"validation    {run.val_losses[-1][1]:.4f} nats per character")
        print(f"W_hh          spectral radius {spectral_radius(run):.3f}")
        if run.config.output_dir:
            print(f"written to    {run.config.output_dir}: {len(run.records)} records")
