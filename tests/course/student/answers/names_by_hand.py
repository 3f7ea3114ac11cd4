"""Right: a vanilla RNN by hand whose state stands still behind a name; a dictionary of arrays."""

import unicodedata

import numpy as np

HIDDEN = 24


def plain(name):
    return unicodedata.normalize("NFC", name.lower())


def encode(names, alphabet):
    names = [plain(name) for name in names]
    lengths = np.array([len(name) for name in names])
    ids = np.zeros((len(names), max(lengths)), int)
    for row, name in zip(ids, names, strict=True):
        for t, letter in enumerate(name):
            row[t] = alphabet.index(letter) + 1 if letter in alphabet else len(alphabet) + 1
    return ids, lengths


def confusion(truth, answers, n_classes):
    counts = np.zeros((n_classes, n_classes), int)
    for true, said in zip(truth, answers, strict=True):
        counts[true, said] += 1
    return counts


def make_network(n_symbols, n_classes, seed):
    rng = np.random.default_rng(seed)
    return {
        "E": rng.normal(0, 0.3, (n_symbols, HIDDEN)),
        "W": rng.normal(0, HIDDEN**-0.5, (HIDDEN, HIDDEN)),
        "b": np.zeros(HIDDEN),
        "V": rng.normal(0, HIDDEN**-0.5, (HIDDEN, n_classes)),
        "c": np.zeros(n_classes),
    }


def forward(p, ids, lengths):
    states = [np.zeros((len(ids), HIDDEN))]
    for t in range(ids.shape[1]):
        reads = (t < lengths)[:, None]
        h = np.tanh(p["E"][ids[:, t]] + states[-1] @ p["W"] + p["b"])
        states.append(np.where(reads, h, states[-1]))
    return states[-1] @ p["V"] + p["c"], states


def loss_and_gradients(p, ids, lengths, labels):
    ids, lengths, labels = np.asarray(ids), np.asarray(lengths), np.asarray(labels)
    each = np.arange(len(ids))
    logits, states = forward(p, ids, lengths)
    shifted = logits - logits.real.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[each, labels].mean()
    d = np.exp(log_p)
    d[each, labels] -= 1
    d = d / len(ids)
    grads = {name: np.zeros_like(value) for name, value in p.items()}
    grads["V"], grads["c"] = states[-1].T @ d, d.sum(axis=0)
    dh = d @ p["V"].T
    for t in reversed(range(ids.shape[1])):
        reads = (t < lengths)[:, None]
        da = np.where(reads, dh * (1 - states[t + 1] ** 2), 0)
        np.add.at(grads["E"], ids[:, t], da)
        grads["W"] += states[t].T @ da
        grads["b"] += da.sum(axis=0)
        dh = np.where(reads, da @ p["W"].T, dh)
    return loss, grads


def train(names, labels, n_classes, seed):
    rng = np.random.default_rng(seed)
    alphabet = "".join(sorted(set("".join(map(plain, names)))))
    ids, lengths = encode(names, alphabet)
    p = make_network(len(alphabet) + 2, n_classes, seed)
    m = dict.fromkeys(p, 0)
    for _ in range(20):
        order = rng.permutation(len(names))
        for start in range(0, len(names), 32):
            chosen = order[start : start + 32]
            _, grads = loss_and_gradients(p, ids[chosen], lengths[chosen], labels[chosen])
            norm = np.sqrt(sum((g**2).sum() for g in grads.values()))
            for name, g in grads.items():
                m[name] = 0.9 * m[name] + g / max(1, norm)
                p[name] -= 0.1 * m[name]
    return p, alphabet


def classify(classifier, names):
    p, alphabet = classifier
    return forward(p, *encode(names, alphabet))[0].argmax(axis=1)
