"""A character RNN, trained by truncated BPTT: every gradient by hand, NumPy alone.

    python code/char_rnn/train.py --steps 30000 --hidden-size 64 --seq-len 25 --lr 0.01

The network reads a character a step and predicts the next one. In comments on shapes,
V is the number of characters in the vocabulary, D how many numbers stand for one (V, or
the width of the embedding), H the number of units, T the steps of a chunk.
"""

from __future__ import annotations

import os

# Sharing products of this size among threads saves nothing, and runs side by side would suffer.
# NumPy's libraries look here when they are loaded, so this comes before its import.
os.environ.update(OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", OMP_NUM_THREADS="1")

import hashlib
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.texts.command_line import preferred_language
from numpy.typing import NDArray

from char_rnn.training import console, flags, saving
from char_rnn.training.config import EMBEDDING_SIZE, TrainConfig
from char_rnn.training.flags import BadInput, Diverged
from char_rnn.training.passes import PARAMETERS, Backward, Forward
from char_rnn.training.recording import capture_step, eigen, should_record
from char_rnn.training.run import TrainingRun
from char_rnn.training.speech import said, speaking

Array = NDArray[Any]


def load_corpus(path: Path) -> str:
    """Return the text of a file in lower case, with single spaces for white space."""
    text = " ".join(flags.read_text(path, "--corpus").lower().split())
    if not text:
        raise BadInput(said("no_text", path=path))
    return text


def build_vocab(text: str) -> tuple[dict[str, int], dict[int, str]]:
    """Number the characters of a text in alphabetical order, the same in every run."""
    chars = sorted(set(text))
    char2idx = {char: i for i, char in enumerate(chars)}
    idx2char = dict(enumerate(chars))
    return char2idx, idx2char


def encode(text: str, char2idx: dict[str, int]) -> Array:
    """Return the ids of the characters of a text, (len(text),)."""
    for char in text:
        if char not in char2idx:
            raise BadInput(said("unknown_character", char=char, known="".join(char2idx)))
    return np.array([char2idx[char] for char in text], dtype=np.int64)


def split_data(ids: Array, val_fraction: float) -> tuple[Array, Array]:
    """Cut off the end for validation. Shuffled, characters would lose their context."""
    cut = len(ids) - int(len(ids) * val_fraction)
    return ids[:cut], ids[cut:]


class CharRNN:
    """An Elman network that reads characters and predicts the next one.

    h_t = f(W_xh x_t + W_hh h_{t−1} + b_h)
    p_t = softmax(W_hy h_t + b_y)

    x_t is the character's row of E: of the identity (one-hot), or of an embedding.
    """

    def __init__(
        self, vocab_size: int, hidden_size: int, embedding_size: int | None = None
    ) -> None:
        self.has_embedding = embedding_size is not None
        self.E = np.eye(vocab_size, embedding_size)  # (V, D)
        self.W_xh = np.zeros((hidden_size, self.E.shape[1]))  # (H, D)
        self.W_hh = np.zeros((hidden_size, hidden_size))  # (H, H)
        self.W_hy = np.zeros((vocab_size, hidden_size))  # (V, H)
        self.b_h = np.zeros(hidden_size)  # (H,)
        self.b_y = np.zeros(vocab_size)  # (V,)

    def parameters(self) -> dict[str, Array]:
        """Return what training changes, by name; one-hot rows are no parameters."""
        names = PARAMETERS if self.has_embedding else PARAMETERS[:-1]
        return {name: getattr(self, name) for name in names}

    def count_parameters(self) -> int:
        """Return how many numbers training changes, P."""
        return sum(parameter.size for parameter in self.parameters().values())

    def split(self, vector: Array) -> dict[str, Array]:
        """Cut a vector of P numbers into one part for each parameter, in its shape."""
        parts, start = {}, 0
        for name, parameter in self.parameters().items():
            end = start + parameter.size
            parts[name] = vector[start:end].reshape(parameter.shape)
            start = end
        return parts


def orthogonal(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Draw an orthogonal matrix, all equally likely (Mezzadri 2007); every |λ| is 1."""
    Q, R = np.linalg.qr(rng.normal(size=shape))
    return Q * np.sign(np.diag(R))


def xavier_uniform(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Draw weights that keep a signal's variance (Glorot and Bengio 2010)."""
    fan_out, fan_in = shape
    bound = math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, shape)


INITS: Final = {
    "orthogonal": orthogonal,
    "xavier": xavier_uniform,
    "random": lambda shape, rng: rng.normal(0.0, 0.01, shape),
}


def init_parameters(model: CharRNN, method: str = "orthogonal", seed: int = 42) -> None:
    """Draw a model's weights; `method` is for W_hh, the one that is applied T times."""
    if method not in INITS:
        raise BadInput(said("one_of", flag="--init", value=method, choices=", ".join(INITS)))
    rng = np.random.default_rng(seed)
    model.W_hh[:] = INITS[method](model.W_hh.shape, rng)
    model.W_xh[:] = xavier_uniform(model.W_xh.shape, rng)
    model.W_hy[:] = xavier_uniform(model.W_hy.shape, rng)
    model.b_h[:], model.b_y[:] = 0, 0
    if model.has_embedding:
        model.E[:] = rng.normal(0.0, 1.0, model.E.shape)


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + e^−z), written so that no exponential can overflow."""
    return 0.5 * np.tanh(0.5 * z) + 0.5


Function = Callable[[Array], Array]
# Each activation f with its derivative, as a function of h = f(z), known by then.
ACTIVATIONS: Final[dict[str, tuple[Function, Function]]] = {
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0), lambda h: np.where(h > 0, 1.0, 0.0)),
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
}


def activation_pair(name: str) -> tuple[Function, Function]:
    """Return the activation of that name, and its derivative."""
    if name not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        raise BadInput(said("one_of", flag="--activation", value=name, choices=known))
    return ACTIVATIONS[name]


def forward(
    model: CharRNN,
    inputs: Array,
    h_prev: Array,
    activation: str = "tanh",
) -> Forward:
    """Read a chunk of T + 1 ids, the last T of which are targets, from a state."""
    f, _ = activation_pair(activation)
    ids, targets = inputs[:-1], inputs[1:]
    xs = model.E.take(ids, axis=0)  # (T, D)
    zs = xs.dot(model.W_xh.T) + model.b_h  # (T, H); `dot` costs less to call than `@`
    hs = np.empty((len(ids) + 1, len(h_prev)), zs.dtype)  # (T + 1, H)
    hs[0] = h_prev
    for t in range(len(ids)):
        hs[t + 1] = f(zs[t] + model.W_hh.dot(hs[t]))
    ps = softmax(hs[1:].dot(model.W_hy.T) + model.b_y)  # (T, V)
    loss = cross_entropy(ps, targets)
    return Forward(loss, hs, ps, xs, ids, targets)


def softmax(logits: Array) -> Array:
    """Turn each row of scores into probabilities, (…, V)."""
    ps = np.exp(logits - logits.max(axis=-1, keepdims=True))
    ps /= ps.sum(axis=-1, keepdims=True)
    return ps


def cross_entropy(ps: Array, targets: Array) -> Any:
    """Return −Σ_t log p_t(target_t): the loss of a whole chunk, in nats."""
    return -np.log(ps[np.arange(len(targets)), targets]).sum()


def backward(
    model: CharRNN,
    fwd: Forward,
    clip: float = 5.0,
    activation: str = "tanh",
    freeze_whh: bool = False,
) -> Backward:
    """Carry the loss back through the chunk, from its last step to its first."""
    _, derivative = activation_pair(activation)
    dys = fwd.ps.copy()  # (T, V): ∂L/∂logits = p − onehot(target)
    dys[np.arange(len(dys)), fwd.targets] -= 1
    dhs = dys.dot(model.W_hy)  # (T, H): what each output asks of its own state
    slopes = derivative(fwd.hs[1:])  # (T, H)
    W_hh_T = model.W_hh.T
    dh_next = np.zeros(len(model.b_h))  # nothing comes from beyond the chunk
    for t in reversed(range(len(dhs))):
        dhs[t] += dh_next
        dh_next = W_hh_T.dot(dhs[t] * slopes[t])
    dzs = dhs * slopes  # (T, H): through f, back to where it was applied
    gradients = {
        "W_xh": dzs.T.dot(fwd.xs),
        "W_hh": dzs.T.dot(fwd.hs[:-1]),
        "W_hy": dys.T.dot(fwd.hs[1:]),
        "b_h": dzs.sum(axis=0),
        "b_y": dys.sum(axis=0),
    }
    if freeze_whh:
        gradients["W_hh"] = np.zeros_like(model.W_hh)
    if model.has_embedding:
        gradients["E"] = np.zeros_like(model.E)
        np.add.at(gradients["E"], fwd.inputs, dzs.dot(model.W_xh))
    gradient = np.concatenate([gradients[name].ravel() for name in model.parameters()])
    clipped, total, ratio = clip_gradient(gradient, clip)
    parts = {f"d{name}": part for name, part in model.split(clipped).items()}
    return Backward(clipped, total, ratio < 1, ratio, dhs, **parts)


def clip_gradient(gradient: Array, clip: float) -> tuple[Array, float, float]:
    """Return a gradient, shortened to the length `clip` if it is longer.

    Its direction stays, which clipping entry by entry would turn (Pascanu et al. 2013).
    Returns also the length that it had, and what it was multiplied by.
    """
    total = math.sqrt(gradient.dot(gradient))
    ratio = clip / total if 0 < clip < total else 1.0
    return ratio * gradient, total, ratio


def get_lr(lr: float, step: int, decay_rate: float, decay_every: int) -> float:
    """Return a step's learning rate: multiplied by a rate every so many steps."""
    return lr * decay_rate ** ((step - 1) // decay_every) if decay_every else lr


def update_parameters(
    model: CharRNN, bwd: Backward, velocity: Array, lr: float, momentum: float
) -> None:
    """Step downhill, in place; with momentum, also a share of the step before."""
    change = lr * bwd.gradient  # (P,)
    if momentum:
        velocity *= momentum
        velocity += change
        change = velocity
    changes = model.split(change)
    for name, parameter in model.parameters().items():
        parameter -= changes[name]


def generate(
    model: CharRNN,
    seed_char: str,
    length: int,
    char2idx: dict[str, int],
    idx2char: dict[int, str],
    temperature: float = 1.0,
    activation: str = "tanh",
    rng: np.random.Generator | None = None,
) -> str:
    """Let the network write: each character is drawn, then read as the next input."""
    if len(seed_char) != 1:
        raise BadInput(said("seed_char", char=seed_char))
    if not temperature > 0:
        raise BadInput(said("above", flag="--temperature", value=temperature, limit=0))
    rng = rng or np.random.default_rng()
    f, _ = activation_pair(activation)
    h = np.zeros(len(model.b_h))  # (H,)
    (i,) = encode(seed_char, char2idx)
    written = []
    for draw in rng.random(length):
        h = f(model.W_xh.dot(model.E[i]) + model.W_hh.dot(h) + model.b_h)
        p = softmax((model.W_hy.dot(h) + model.b_y) / temperature)  # (V,)
        i = min(int(np.searchsorted(p.cumsum(), draw, side="right")), len(p) - 1)
        written.append(idx2char[i])
    return "".join(written)


def compute_val_loss(model: CharRNN, ids: Array, activation: str = "tanh") -> float:
    """Return the loss on a text that training never sees, in nats per character."""
    h = np.zeros(len(model.b_h))
    total = 0.0
    for start in range(0, len(ids) - 1, 1000):
        fwd = forward(model, ids[start : start + 1001], h, activation)
        total += fwd.loss
        h = fwd.hs[-1]
    return float(total / (len(ids) - 1))


def capture_jacobian(
    model: CharRNN, fwd: Forward, t_start: int, t_end: int, activation: str = "tanh"
) -> dict[str, Any]:
    """Follow ∂h_t/∂h_{t_start} up to t_end; the states are numbered as in `fwd.hs`.

    J_t = ∂h_t/∂h_{t−1} = diag(f′(z_t)) W_hh, with f′ = 1 − h_t² for tanh. The chain
    rule multiplies them, the latest on the left.
    """
    _, derivative = activation_pair(activation)
    slopes = derivative(fwd.hs[t_start + 1 : t_end + 1])  # (K, H)
    jacobians = slopes[:, :, None] * model.W_hh  # (K, H, H)
    products = jacobians.copy()
    for k in range(1, len(products)):
        products[k] = jacobians[k] @ products[k - 1]
    singular_values = np.linalg.svd(products, compute_uv=False)  # (K, H)
    return {
        "jacobians": jacobians,
        "products": products,
        "norms": np.linalg.norm(jacobians, ord=2, axis=(1, 2)),  # (K,)
        "product_norms": singular_values[:, 0],  # (K,)
        "singular_values": singular_values,
        "spectral_radius": eigen(products[-1])[1],
    }


Run = TrainingRun[CharRNN]


def start_run(config: TrainConfig) -> Run:
    """Read the corpus, build the model; to resume, take the checkpoint's state."""
    text = load_corpus(Path(config.corpus))
    char2idx, idx2char = build_vocab(text)
    train_ids, val_ids = split_data(encode(text, char2idx), config.val_fraction)
    if len(train_ids) <= config.seq_len:
        raise BadInput(said("too_short", seq_len=config.seq_len, count=len(train_ids)))
    width = EMBEDDING_SIZE if config.use_embedding else None
    model = CharRNN(len(char2idx), config.hidden_size, width)
    init_parameters(model, config.init, config.seed)
    run = Run(
        config=config,
        corpus_digest=hashlib.sha256(text.encode()).hexdigest(),
        char2idx=char2idx,
        idx2char=idx2char,
        train_ids=train_ids,
        val_ids=val_ids,
        model=model,
        velocity=np.zeros(model.count_parameters()),
        h=np.zeros(config.hidden_size),
    )
    if config.output_dir is not None:
        saving.check_writable(Path(config.output_dir))
        if config.resume:
            saving.restore(run)
    return run


def next_chunk(run: Run) -> Array:
    """Return the next T + 1 ids; at the corpus's end, begin again with a zero state."""
    T = run.config.seq_len
    if run.position + T + 1 > len(run.train_ids):
        run.position = 0
        run.h = np.zeros_like(run.h)
    chunk = run.train_ids[run.position : run.position + T + 1]
    run.position += T  # the last target is the next chunk's first input
    return chunk


def sample(run: Run, step: int) -> str:
    """Write some text; its draws depend on seed and step, not on samples before."""
    config = run.config
    return generate(
        run.model,
        " " if " " in run.char2idx else run.idx2char[0],
        config.generate_length,
        run.char2idx,
        run.idx2char,
        config.temperature,
        config.activation,
        np.random.default_rng([config.seed, step]),
    )


def observe(run: Run, step: int, fwd: Forward, bwd: Backward) -> None:
    """Keep what a step shows, before its update changes the weights behind it."""
    config = run.config
    run.losses.append(fwd.nats_per_character)
    run.grad_norms.append(bwd.total_grad_norm)
    if should_record(step, config.dense_steps, config.record_interval):
        run.records.append(capture_step(run.model, fwd, bwd, step, sample(run, step)))
    if should_record(step, 0, config.jacobian_interval):
        seen = capture_jacobian(run.model, fwd, 0, config.seq_len, config.activation)
        kept = ("norms", "product_norms", "singular_values", "spectral_radius")
        run.jacobians.append({"step": step} | {name: seen[name] for name in kept})


def train_step(run: Run, step: int) -> tuple[Backward, float]:
    """Learn from one chunk; returns its gradients and the learning rate."""
    config, model = run.config, run.model
    chunk = next_chunk(run)
    fwd = forward(model, chunk, run.h, config.activation)
    bwd = backward(model, fwd, config.clip, config.activation, config.freeze_whh)
    lr = get_lr(config.lr, step, config.lr_decay_rate, config.lr_decay_every)
    if not math.isfinite(fwd.loss + lr * bwd.total_grad_norm):
        raise Diverged.at(step, config.lr, config.clip)
    observe(run, step, fwd, bwd)
    update_parameters(model, bwd, run.velocity, lr, config.momentum)
    run.h = fwd.hs[-1]  # the state goes on; the gradient stops at the chunk's edge
    run.step = step
    return bwd, lr


def train(config: TrainConfig, speaker: console.Silent | None = None) -> Run:
    """Train a network by truncated BPTT; without a speaker, in silence."""
    speaker = speaker or console.Silent()
    run = start_run(config)
    speaker.banner(run)
    val_interval = config.val_interval if len(run.val_ids) > 1 else 0
    with np.errstate(all="ignore"):  # Diverged says it better
        for step in speaker.progress(range(run.step + 1, config.steps + 1)):
            bwd, lr = train_step(run, step)
            if val_interval and step % val_interval == 0:
                loss = compute_val_loss(run.model, run.val_ids, config.activation)
                if not math.isfinite(loss):
                    raise Diverged.at(step, config.lr, config.clip)
                run.val_losses.append((step, loss))
            if step % console.LINE_EVERY == 0:
                speaker.line(run, bwd.clipped, lr)
            if step % console.SAMPLE_EVERY == 0:
                speaker.sample(sample(run, step))
                saving.save(run)
    saving.save(run)
    speaker.summary(run)
    return run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line in the reader's language."""
    lang = preferred_language(arguments)
    with speaking(lang):
        return run_flags(flags.parse_flags(TrainConfig, arguments, lang))


def run_flags(given: dict[str, Any]) -> int:
    """Train with the flags that are given; exit status 1 is for divergence, 2 for bad input."""
    try:
        config = TrainConfig(**given)
        if config.resume:  # flags left out stay as they were
            config = TrainConfig(**saving.saved_flags(config) | given)
        run = train(config, console.Quiet() if config.quiet else console.Console())
    except (BadInput, Diverged) as problem:
        return console.report(f"error: {problem}", 1 if isinstance(problem, Diverged) else 2)
    except MemoryError:
        return console.report(f"error: {said('too_large', size=config.hidden_size)}", 2)
    except KeyboardInterrupt:
        return console.report(said("nothing_saved"), 130)
    if run.step < config.steps:
        return console.report(said("interrupted", step=run.step), 130)
    return 0


if __name__ == "__main__":
    console.behave_in_a_pipe()
    raise SystemExit(main())
