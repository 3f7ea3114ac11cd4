"""What a training run says: a banner, a line every so often, samples, a closing summary."""

from __future__ import annotations

import io
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
from tqdm import tqdm

from char_rnn.training.recording import eigen
from char_rnn.training.run import M, TrainingRun
from char_rnn.training.saving import CHECKPOINT
from char_rnn.training.speech import numeral, said

LINE_EVERY: Final = 1_000
SAMPLE_EVERY: Final = 5_000


def behave_in_a_pipe() -> None:
    """Print line by line, in any encoding, and end quietly when the reader goes away."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True, errors="replace")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _radius(run: TrainingRun[M]) -> str:
    return numeral(eigen(run.model.W_hh)[1], ".3f")


def report(what: str, status: int) -> int:
    """Say in one line on stderr why the program ends, and return its exit status."""
    print(f"train.py: {what}", file=sys.stderr)
    return status


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


class _Progress(tqdm):
    monitor_interval = 0  # no thread that watches the bar, and stays when it is done


class Console(Silent):
    """Prints to stdout; the progress bar goes to stderr, and only to a terminal."""

    def progress(self, steps: range) -> Iterable[int]:
        """Return the steps to loop over, with a bar that fills while it goes."""
        return until_interrupted(_Progress(steps, unit=said("progress"), disable=None, leave=False))

    def banner(self, run: TrainingRun[M]) -> None:
        """Print the corpus, the network's shape and how W_hh starts."""
        config, model = run.config, run.model
        vocab_size, hidden_size = model.W_hy.shape
        read = f"embedding {model.E.shape[1]}" if config.use_embedding else "one-hot"
        train, held_out = len(run.train_ids), len(run.val_ids)
        print(
            said(
                "banner_corpus",
                path=config.corpus,
                all=numeral(train + held_out),
                train=numeral(train),
                held_out=numeral(held_out),
            )
        )
        characters = "".join(run.idx2char.values())
        print(said("banner_alphabet", count=vocab_size, characters=characters))
        units = {"size": hidden_size, "activation": config.activation}
        print(said("banner_architecture", read=read, **units))
        print(said("banner_parameters", count=numeral(model.count_parameters())))
        key = "banner_frozen" if config.freeze_whh else "banner_W_hh"
        print(said(key, init=config.init, radius=_radius(run)))
        steps = numeral(config.steps)
        print(said("banner_training", steps=steps, seq_len=config.seq_len, seed=config.seed))
        if run.step:
            print(said("banner_resumed", step=numeral(run.step)))
        elif config.output_dir and (Path(config.output_dir) / CHECKPOINT).exists():
            print(said("banner_replaces", folder=config.output_dir))

    def line(self, run: TrainingRun[M], clipped: bool, lr: float) -> None:
        """Print the step, the mean loss since the last line, and the state of training."""
        loss = float(np.mean(run.losses[-LINE_EVERY:]))
        tqdm.write(
            said(
                "line",
                step=numeral(run.step),
                loss=numeral(loss, ".4f"),
                norm=numeral(run.grad_norms[-1], ".2f"),
                clipped=said("clipped" if clipped else "unclipped"),
                lr=numeral(lr, ".4g"),
                radius=_radius(run),
            )
        )

    def sample(self, text: str) -> None:
        """Print what the network writes, indented."""
        tqdm.write(f"    {text}")

    def summary(self, run: TrainingRun[M]) -> None:
        """Print losses, in nats per character, and where the results are."""
        uniform = numeral(float(np.log(len(run.idx2char))), ".3f")
        print(said("done", steps=numeral(run.step), uniform=uniform))
        loss = numeral(float(np.mean(run.losses[-LINE_EVERY:])), ".4f")
        print(said("done_loss", loss=loss, last=numeral(LINE_EVERY)))
        if run.val_losses:
            print(said("done_validation", loss=numeral(run.val_losses[-1][1], ".4f")))
        print(said("done_W_hh", radius=_radius(run)))
        if run.config.output_dir:
            print(said("done_written", folder=run.config.output_dir, count=len(run.records)))
