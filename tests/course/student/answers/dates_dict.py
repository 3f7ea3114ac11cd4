"""A right answer to the exercise dates: NumPy alone, a dictionary of arrays, closures, loops."""

import numpy as np
from minimodel.exercises.date_texts import BEGIN, END, LETTERS, SIGNS, read_ids, write_ids

H, STEPS = 20, 500


def softmax(scores):
    e = np.exp(scores - scores.real.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attend(s, h, mask):
    scores = np.einsum("bth,bsh->bts", s, h)
    weights = softmax(scores + np.where(mask, 0, -1e30)[:, None])
    return np.einsum("bts,bsh->bth", weights, h), weights


def attend_backward(d_context, s, h, weights):
    dw = np.einsum("bth,bsh->bts", d_context, h)
    d_scores = weights * dw - weights * np.einsum("bts,bts->bt", weights, dw)[..., None]
    dh = np.einsum("bts,bth->bsh", weights, d_context) + np.einsum("bts,bth->bsh", d_scores, s)
    return np.einsum("bts,bsh->bth", d_scores, h), dh


def make_network(seed):
    rng = np.random.default_rng(seed)

    def drawn(*shape):
        return rng.normal(0, shape[-1] ** -0.5, shape)

    return {
        "read": {"E": drawn(len(LETTERS), H), "W": drawn(H, H)},
        "write": {"E": drawn(len(SIGNS), H), "W": drawn(H, H)},
        "out": [drawn(2 * H, len(SIGNS)), np.zeros(len(SIGNS))],
    }


def run(p, ids, h):
    states = []
    for t in range(ids.shape[1]):
        h = np.tanh(p["E"][ids[:, t]] + h @ p["W"])
        states.append(h)
    return np.stack(states, axis=1)


def run_back(p, ids, h0, states, d_states):
    g = {name: np.zeros_like(value) for name, value in p.items()}
    dh = np.zeros_like(h0)
    for t in reversed(range(ids.shape[1])):
        da = (d_states[:, t] + dh) * (1 - states[:, t] ** 2)
        g["W"] += (states[:, t - 1] if t else h0).T @ da
        np.add.at(g["E"], ids[:, t], da)
        dh = da @ p["W"].T
    return g, dh


def loss_and_gradients(network, sources, targets):
    given, asked = targets[:, :-1], targets[:, 1:]
    W, b = network["out"]
    zero = np.zeros((len(sources), H))
    h = run(network["read"], sources, zero)
    s = run(network["write"], given, h[:, -1])
    context, weights = attend(s, h, sources != 0)
    both = np.concatenate([context, s], axis=2)
    p = softmax(both @ W + b)
    hit = np.eye(len(SIGNS))[asked]
    loss = -(np.log(p) * hit).sum() / asked.size
    d = (p - hit) / asked.size
    d_both = d @ W.T
    ds, dh = attend_backward(d_both[..., :H], s, h, weights)
    write, d_first = run_back(network["write"], given, h[:, -1], s, ds + d_both[..., H:])
    dh[:, -1] += d_first
    read, _ = run_back(network["read"], sources, zero, h, dh)
    out = [np.einsum("bti,btj->ij", both, d), d.sum(axis=(0, 1))]
    return loss, {"read": read, "write": write, "out": out}


def train(texts, dates, seed):
    sources, targets = read_ids(texts), write_ids(dates)
    network, rng = make_network(seed), np.random.default_rng(seed)
    for _ in range(STEPS):
        rows = rng.integers(len(texts), size=16)
        _, g = loss_and_gradients(network, sources[rows], targets[rows])
        for part in ("read", "write"):
            for name in g[part]:
                network[part][name] -= 0.3 * g[part][name]
        network["out"] = [w - 0.3 * dw for w, dw in zip(network["out"], g["out"], strict=True)]
    return network


def convert(network, texts):
    sources = read_ids(texts)
    h = run(network["read"], sources, np.zeros((len(texts), H)))
    state, ids, columns = h[:, -1], np.full(len(texts), SIGNS.index(BEGIN)), []
    for _ in range(11):
        state = run(network["write"], ids[:, None], state)[:, -1]
        context, _ = attend(state[:, None], h, sources != 0)
        W, b = network["out"]
        ids = (np.concatenate([context[:, 0], state], axis=1) @ W + b).argmax(axis=1)
        columns.append(ids)
    texts = ["".join(SIGNS[i] for i in row) for row in np.stack(columns, axis=1)]
    return tuple(text.split(END)[0] for text in texts)
