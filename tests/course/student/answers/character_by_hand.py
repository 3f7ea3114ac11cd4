"""Right: a vanilla RNN by hand, a dictionary of arrays, Adam in a few lines."""

import numpy as np


def clip(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    return {name: g * min(1, max_norm / max(norm, 1e-12)) for name, g in gradients.items()}


def make_model(vocabulary, seed, hidden=64):
    rng = np.random.default_rng(seed)
    V, scale = len(vocabulary), hidden**-0.5
    return {
        "vocabulary": vocabulary,
        "E": rng.uniform(-scale, scale, (V, hidden)),
        "W": rng.uniform(-scale, scale, (hidden, hidden)),
        "b": np.zeros(hidden),
        "out": rng.uniform(-scale, scale, (hidden, V)),
        "c": np.zeros(V),
    }


def run(p, ids, h=None):
    h = np.zeros((len(ids), len(p["b"]))) if h is None else h
    states = [h]
    for t in range(ids.shape[1]):
        h = np.tanh(p["E"][ids[:, t]] + h @ p["W"] + p["b"])
        states.append(h)
    states = np.stack(states, axis=1)
    return states, states[:, 1:] @ p["out"] + p["c"]


def log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def loss_and_gradients(p, ids, targets):
    states, logits = run(p, ids)
    log_p = log_softmax(logits)
    rows, columns = np.indices(ids.shape)
    count = ids.size
    loss = -log_p[rows, columns, targets].mean()
    d = np.exp(log_p)
    d[rows, columns, targets] -= 1
    d /= count
    grads = {name: np.zeros_like(p[name]) for name in ("E", "W", "b", "out", "c")}
    grads["c"] = d.sum(axis=(0, 1))
    grads["out"] = np.einsum("bth,btv->hv", states[:, 1:], d)
    dh_next = 0
    for t in reversed(range(ids.shape[1])):
        da = (d[:, t] @ p["out"].T + dh_next) * (1 - states[:, t + 1] ** 2)
        grads["W"] += states[:, t].T @ da
        grads["b"] += da.sum(axis=0)
        np.add.at(grads["E"], ids[:, t], da)
        dh_next = da @ p["W"].T
    return loss, grads


def encode(p, text):
    return np.array([p["vocabulary"].index(c) for c in text])


def costs(model, text):
    ids = encode(model, text)
    log_p = log_softmax(run(model, ids[None, :-1])[1][0])
    return -log_p[np.arange(len(log_p)), ids[1:]]


def write(model, start, length, temperature, seed):
    rng = np.random.default_rng(seed)
    states, logits = run(model, encode(model, start)[None])
    text = ""
    while len(text) < length:
        p = np.exp(log_softmax(logits[0, -1] / temperature))
        drawn = rng.choice(len(p), p=p / p.sum())
        text += model["vocabulary"][drawn]
        states, logits = run(model, np.array([[drawn]]), states[:, -1])
    return text


def train(text, vocabulary, seed):
    rng = np.random.default_rng(seed)
    model = make_model(vocabulary, seed)
    ids, names = encode(model, text), [name for name in model if name != "vocabulary"]
    m, v = ({name: np.zeros_like(model[name]) for name in names} for _ in range(2))
    for step in range(1, 501):
        windows = ids[rng.integers(len(ids) - 60, size=(16, 1)) + np.arange(61)]
        _, grads = loss_and_gradients(model, windows[:, :-1], windows[:, 1:])
        for name, g in clip(grads, 1.0).items():
            m[name] = 0.9 * m[name] + 0.1 * g
            v[name] = 0.999 * v[name] + 0.001 * g**2
            rate = 0.01 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            model[name] = model[name] - rate * m[name] / (np.sqrt(v[name]) + 1e-8)
    return model
