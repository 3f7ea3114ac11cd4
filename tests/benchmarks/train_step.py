"""Times a training step of train.py against the same step written plainly, and in a framework.

    python tests/benchmarks/train_step.py --rounds 5

The candidates take turns, each with one BLAS thread; a round's time is divided by its steps, and
the median of the rounds stands in the table. "Recording" is train.py as its defaults have it:
records, Jacobians, validation, and the files on disk. The roofline is the matrix products of one
step alone, called from NumPy in the same shapes. The framework, PyTorch on the CPU, is timed
where it is installed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from char_rnn import generate_corpus, train  # first: it sets the number of BLAS threads

# isort: split
import numpy as np
from numpy.typing import NDArray
from plain_char_rnn import train_plainly

try:
    import torch
except ImportError:
    torch = None

HIDDEN_SIZE, SEQ_LEN, LR, CLIP = 64, 25, 0.01, 5.0
FAST = "train.py"
RECORDING = "train.py, recording"
PLAIN = "plain NumPy, step by step"
FRAMEWORK = "PyTorch on the CPU"
BARE = "matrix products alone, @"
BARE_DOT = "matrix products alone, dot"


def fast(corpus: Path, steps: int) -> None:
    """Train without any record."""
    config = train.TrainConfig(
        corpus=str(corpus),
        output_dir=None,
        steps=steps,
        record_interval=0,
        jacobian_interval=0,
        val_interval=0,
    )
    train.train(config)


def recording(corpus: Path, steps: int) -> None:
    """Train with all records, and write them."""
    with tempfile.TemporaryDirectory() as folder:
        train.train(train.TrainConfig(corpus=str(corpus), output_dir=folder, steps=steps))


def fresh_run(corpus: Path) -> train.Run:
    """The data and the model that every candidate begins with."""
    return train.start_run(train.TrainConfig(corpus=str(corpus), output_dir=None))


def plain(corpus: Path, steps: int) -> None:
    """Train with dicts of columns."""
    run = fresh_run(corpus)
    train_plainly(run.model.parameters(), run.train_ids, steps, SEQ_LEN, LR, CLIP)


def framework(corpus: Path, steps: int) -> None:
    """Train with PyTorch's RNN and its automatic differentiation, in its own precision."""
    ids = torch.from_numpy(fresh_run(corpus).train_ids)
    vocab_size = int(ids.max()) + 1
    rnn = torch.nn.RNN(vocab_size, HIDDEN_SIZE)
    readout = torch.nn.Linear(HIDDEN_SIZE, vocab_size)
    parameters = [*rnn.parameters(), *readout.parameters()]
    optimizer = torch.optim.SGD(parameters, lr=LR)
    one_hot = torch.eye(vocab_size)
    position, h = 0, torch.zeros(1, HIDDEN_SIZE)
    for _ in range(steps):
        if position + SEQ_LEN + 1 > len(ids):
            position, h = 0, torch.zeros(1, HIDDEN_SIZE)
        chunk = ids[position : position + SEQ_LEN + 1]
        hs, h = rnn(one_hot[chunk[:-1]], h.detach())
        loss = torch.nn.functional.cross_entropy(readout(hs), chunk[1:], reduction="sum")
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, CLIP)
        optimizer.step()
        position += SEQ_LEN


def products(corpus: Path) -> tuple[train.CharRNN, Callable[[], None], NDArray[np.float64]]:
    """The model, the products of a step that take the whole chunk, and a state."""
    model = fresh_run(corpus).model
    rng = np.random.default_rng(0)
    hs = rng.normal(size=(SEQ_LEN, HIDDEN_SIZE))
    xs, dys = rng.normal(size=(2, SEQ_LEN, len(model.b_y)))

    def of_the_chunk() -> None:
        xs @ model.W_xh.T
        hs @ model.W_hy.T
        dys @ model.W_hy
        hs.T @ xs
        hs.T @ hs
        dys.T @ hs

    return model, of_the_chunk, hs[0]


def bare(corpus: Path, steps: int) -> None:
    """Call the matrix products of a step, and nothing else, that often."""
    model, of_the_chunk, h = products(corpus)
    W_hh, W_hh_T = model.W_hh, model.W_hh.T
    for _ in range(steps):
        of_the_chunk()
        for _ in range(SEQ_LEN):
            W_hh @ h
            W_hh_T @ h


def bare_dot(corpus: Path, steps: int) -> None:
    """Do the same with `dot` for matrix times vector, which costs less to call than `@`."""
    model, of_the_chunk, h = products(corpus)
    W_hh, W_hh_T = model.W_hh, model.W_hh.T
    for _ in range(steps):
        of_the_chunk()
        for _ in range(SEQ_LEN):
            W_hh.dot(h)
            W_hh_T.dot(h)


def main() -> int:
    """Run the benchmark; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="turns of each (default: 5)")
    parser.add_argument(
        "--steps", type=int, default=30_000, help="training steps of a run (default: 30000)"
    )
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1.")
    if options.steps < 10:
        parser.error("--steps must be at least 10.")
    # A step of the slow ones takes the same time from first to last, so that fewer will do.
    fewer = options.steps // 10
    candidates: dict[str, tuple[Callable[[Path, int], None], int]] = {
        FAST: (fast, options.steps),
        RECORDING: (recording, options.steps),
        PLAIN: (plain, fewer),
        BARE: (bare, fewer),
        BARE_DOT: (bare_dot, fewer),
    }
    if torch is not None:
        torch.set_num_threads(1)
        candidates[FRAMEWORK] = (framework, fewer)
    times: dict[str, list[float]] = {name: [] for name in candidates}
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus.txt"
        corpus.write_text(generate_corpus.join(generate_corpus.generate_corpus(600, 42)[0]))
        for turn in range(options.rounds):
            for name, (run, steps) in candidates.items():
                start = time.perf_counter()
                run(corpus, steps)
                times[name].append((time.perf_counter() - start) / steps)
                milliseconds = 1000 * times[name][-1]
                print(f"{turn + 1}/{options.rounds} {name}: {milliseconds:.3f} ms", flush=True)
    median = {name: statistics.median(taken) for name, taken in times.items()}
    print(f"\n{'training step, median':28}{'time':>10}{'steps/s':>10}{'it / train.py':>16}")
    for name, seconds in median.items():
        ratio = seconds / median[FAST]
        print(f"{name:28}{1000 * seconds:7.3f} ms{1 / seconds:10,.0f}{ratio:14.2f} ×")
    if torch is None:
        print(f"{FRAMEWORK}: not installed")
    print()
    for name in (BARE, BARE_DOT):
        print(f"train.py / {name}: {median[FAST] / median[name]:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
