"""Right: one gated unit by hand, a dictionary of arrays, Adam in a few lines."""

import numpy as np


def adding_batch(batch, length, rng):
    x = np.zeros((batch, length, 2))
    x[..., 0] = rng.random((batch, length))
    for row in x:
        row[rng.choice(length, 2, replace=False), 1] = 1
    return x, np.prod(x, axis=-1).sum(axis=1, keepdims=True)


def make_network(seed, hidden=16):
    rng = np.random.default_rng(seed)
    scale = hidden**-0.5
    return {
        "W_z": rng.uniform(-scale, scale, (2 + hidden, hidden)),
        "b_z": np.full(hidden, -1.0),
        "W_n": rng.uniform(-scale, scale, (2 + hidden, hidden)),
        "b_n": np.zeros(hidden),
        "w": rng.uniform(-scale, scale, (hidden, 1)),
        "b": np.zeros(1),
    }


def forward(p, x):
    h = np.zeros((len(x), len(p["b_z"])))
    kept = []
    for t in range(x.shape[1]):
        both = np.concatenate([x[:, t], h], axis=1)
        z = 1 / (1 + np.exp(-(both @ p["W_z"] + p["b_z"])))
        n = np.tanh(both @ p["W_n"] + p["b_n"])
        kept.append((both, z, n, h))
        h = h + z * (n - h)
    return h @ p["w"] + p["b"], h, kept


def predict(network, x):
    return forward(network, x)[0]


def loss_and_gradients(p, x, targets):
    y, h, kept = forward(p, x)
    off = y - targets
    dy = 2 * off / len(x)
    grads = {name: np.zeros_like(value) for name, value in p.items()}
    grads["w"], grads["b"] = h.T @ dy, dy.sum(axis=0)
    dh = dy @ p["w"].T
    for both, z, n, h_prev in reversed(kept):
        da_z = dh * (n - h_prev) * z * (1 - z)
        da_n = dh * z * (1 - n**2)
        grads["W_z"] += both.T @ da_z
        grads["W_n"] += both.T @ da_n
        grads["b_z"] += da_z.sum(axis=0)
        grads["b_n"] += da_n.sum(axis=0)
        dh = dh * (1 - z) + (da_z @ p["W_z"].T + da_n @ p["W_n"].T)[:, 2:]
    return np.mean(off**2), grads


def train(length, seed):
    rng = np.random.default_rng(seed)
    network = make_network(seed)
    m = {name: np.zeros_like(value) for name, value in network.items()}
    v = {name: np.zeros_like(value) for name, value in network.items()}
    for step in range(1, 501):
        _, grads = loss_and_gradients(network, *adding_batch(20, length, rng))
        norm = np.sqrt(sum((g**2).sum() for g in grads.values()))
        for name, g in grads.items():
            g = g / max(1, norm)
            m[name] = 0.9 * m[name] + 0.1 * g
            v[name] = 0.999 * v[name] + 0.001 * g**2
            rate = 0.02 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            network[name] -= rate * m[name] / (np.sqrt(v[name]) + 1e-8)
    return network
