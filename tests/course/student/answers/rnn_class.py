"""A right answer to rnn-class, written as a student might; wrong_rnn_class.toml changes it."""

import numpy as np


class RNN:
    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        self.w_ih, self.w_hh = w_ih, w_hh
        self.b_ih, self.b_hh = b_ih, b_hh
        self.h = None

    def reset(self, h0=None):
        self.h = h0

    def step(self, x):
        if self.h is None:
            self.h = np.zeros((len(x), len(self.b_ih)))
        self.h = np.tanh(x @ self.w_ih.T + self.b_ih + self.h @ self.w_hh.T + self.b_hh)
        return self.h

    def read(self, x):
        outputs = []
        for t in range(x.shape[1]):
            outputs.append(self.step(x[:, t]))
        return np.stack(outputs, axis=1)
