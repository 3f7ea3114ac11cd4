"""Right: loops over words, the axes by a singular value decomposition, t-SNE a row at a time."""

import numpy as np


def collect(network, ids):
    h, *_ = network.recurrent.forward(network.embedding.forward(ids))
    states, sentence, left = [], [], []
    for row, word_ids in enumerate(ids):
        for place, word in enumerate(word_ids):
            if word != 0:
                states.append(h[row, place])
                sentence.append(row)
                left.append(len(word_ids) - 1 - place)
    return np.array(states), np.array(sentence), np.array(left)


def pca(points, k):
    mean = points.mean(axis=0)
    centered = points - mean
    _, s, Vt = np.linalg.svd(centered, full_matrices=False)
    shares = s**2 / np.sum(s**2)
    return mean, Vt[:k], shares[:k]


def project(points, mean, axes):
    return (points - mean) @ axes.T


def separation(points, labels):
    mean = points.mean(axis=0)
    within, right = 0.0, 0
    centers = {c: points[labels == c].mean(axis=0) for c in set(labels.tolist())}
    for point, c in zip(points, labels.tolist(), strict=True):
        within += np.sum((point - centers[c]) ** 2)
        distances = {other: np.sum((point - center) ** 2) for other, center in centers.items()}
        right += min(distances, key=distances.get) == c
    total = np.sum((points - mean) ** 2)
    between = (total - within) / total
    return between, right / len(points)


def affinities(points, perplexity):
    n = len(points)
    rows = np.zeros((n, n))
    for i in range(n):
        squares = np.sum((points - points[i]) ** 2, axis=1)
        low, high = 0.0, 1e4
        for _ in range(200):
            beta = (low + high) / 2
            w = np.exp(-beta * (squares - np.delete(squares, i).min()))
            w[i] = 0
            p = w / w.sum()
            entropy = -np.sum(p[p > 0] * np.log(p[p > 0]))
            low, high = (beta, high) if entropy > np.log(perplexity) else (low, beta)
        rows[i] = p
    return (rows + rows.T) / (2 * n)


def divergence(P, Y):
    n = len(Y)
    w = np.array([[1 / (1 + np.sum((a - b) ** 2)) for b in Y] for a in Y]) * (1 - np.eye(n))
    Q = w / w.sum()
    loss = np.sum(P[P > 0] * np.log(P[P > 0] / Q[P > 0]))
    gradient = np.zeros_like(Y)
    for i in range(n):
        gradient[i] = 4 * np.sum(((P[i] - Q[i]) * w[i])[:, None] * (Y[i] - Y), axis=0)
    return loss, gradient
