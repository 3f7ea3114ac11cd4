"""What one can ask a trained network: each command of explore.py, as text."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any, Final

import numpy as np
from minimodel.texts.labels import label, localized_number, number, percent
from numpy.typing import NDArray

from char_rnn.measures import memory_probe, word_clusters
from char_rnn.measures.analysis import text_to_read
from char_rnn.measures.grammar import ALPHABET, grammar
from char_rnn.measures.letters import SPACE, Reading, accepted_by_grammar, read
from char_rnn.runs.default_run import untrained
from char_rnn.runs.results import Results
from char_rnn.train import capture_jacobian, encode, forward, generate
from char_rnn.training.recording import SATURATED, eigen

WRITTEN: Final = 300
BAR: Final = 30
SHOWN: Final = 8
UNITS: Final = 64
LEVELS: Final = "▁▂▃▄▅▆▇█"
OPEN_BOX: Final = "␣"


class Mistake(ValueError):
    """Something that a command cannot do; one line says what to type instead."""


def _meant(typed: str, names: Collection[str]) -> str:
    """Return the name that somebody may have meant: one that begins so, or is like it; or none."""
    beginnings = [name for name in names if name.startswith(typed)]
    return next(iter(beginnings or difflib.get_close_matches(typed, names, 1)), "")


class Explorer:
    """Answers commands about one run.

    Parameters
    ----------
    results
        The run.
    corpus
        The text that it learned.
    lang
        Language of the answers.
    """

    def __init__(self, results: Results, corpus: str, lang: str = "en") -> None:
        self.results = results
        self.model = results.model
        self.activation = results.config.activation
        self.lang = lang
        self.is_grammar = accepted_by_grammar(corpus)
        self.text_kind, self.text = text_to_read(results, corpus, self.is_grammar)
        self.asked = 0
        self.commands: dict[str, Callable[[str], str]] = {
            "generate": self.generate,
            "predict": self.predict,
            "states": self.states,
            "words": self.words,
            "similar": self.similar,
            "eig": self.eig,
            "jacobian": self.jacobian,
            "probe": self.probe,
            "help": self.help,
        }

    @cached_property
    def reading(self) -> Reading:
        """The network's reading of a text that it has not learned, if there is one."""
        return read(self.model, self.text, self.results.char2idx, self.activation)

    @cached_property
    def means(self) -> dict[str, tuple[int, NDArray[np.float64]]]:
        """How often each word of that text was read, and its mean state."""
        return word_clusters.mean_states(self.reading)

    def answer(self, line: str) -> str:
        """Return what a line of input asks for.

        Raises
        ------
        Mistake
            If it is no command or has no fitting argument.
        """
        # White space is what it is in a corpus: a single space.
        name, _, rest = re.sub(r"\s+", SPACE, line.rstrip("\r\n")).lstrip().partition(SPACE)
        if not name:
            return ""
        command = self.commands.get(name.lower())
        if command is None:
            hint = _meant(name.lower(), [*self.commands, "quit"])
            key = "unknown_hint" if hint else "unknown"
            raise Mistake(self._text(key, name=name, hint=hint))
        with np.errstate(divide="ignore"):  # a loss may be infinite
            return command(rest)

    def _text(self, key: str, **values: object) -> str:
        return label(f"char_rnn_explore.{key}", self.lang, **values)

    def _number(self, value: float, digits: int = 3) -> str:
        return number(value, self.lang, digits)

    def _plain(self, rest: str, name: str) -> str:
        """Say so if a command that takes no argument got one."""
        given = rest.strip()
        return self._text("takes_nothing", name=name, given=given) + "\n" if given else ""

    def _known(self, rest: str, name: str) -> str:
        """Return the text of a command as the network can read it; _ stands for a space too."""
        text = rest.lower().replace("_", SPACE).replace(OPEN_BOX, SPACE)
        if not text.strip(SPACE) and SPACE not in text:
            raise Mistake(self._text("needs_text", name=name))
        for char in text:
            if char not in self.results.char2idx:
                known = "".join(self.results.char2idx)
                raise Mistake(self._text("unknown_char", char=repr(char), known=repr(known)))
        return text

    def _read(self, text: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the states after each character, and the distributions that follow them."""
        prefix = SPACE if SPACE in self.results.char2idx else ""
        ids = encode(prefix + text + text[-1], self.results.char2idx)  # the last is no input
        fwd = forward(self.model, ids, np.zeros(len(self.model.b_h)), self.activation)
        return fwd.hs[1 + len(prefix) :], fwd.ps[len(prefix) :]

    def generate(self, rest: str) -> str:
        """Let the network write."""
        given = rest.strip().replace(",", ".")
        try:
            temperature = float(given) if given else self.results.config.temperature
        except ValueError:
            temperature = math.nan
        if not 0 < temperature < math.inf:
            raise Mistake(self._text("bad_temperature", value=rest.strip()))
        self.asked += 1
        return generate(
            self.model,
            SPACE if SPACE in self.results.char2idx else self.results.idx2char[0],
            WRITTEN,
            self.results.char2idx,
            self.results.idx2char,
            temperature,
            self.activation,
            np.random.default_rng([self.results.config.seed, self.asked]),
        )

    def predict(self, rest: str) -> str:
        """Show the likeliest next characters as bars, beside the exact probabilities."""
        text = self._known(rest, "predict")
        p = self._read(text)[1][-1]  # (V,)
        exact, note = self._exact(text)
        head = f"      {self._text('network'):>7}"
        lines = [head + (f"  {self._text('exact'):>7}" if exact else "")]
        for i in np.argsort(-p, kind="stable")[:SHOWN]:
            char = self.results.idx2char[int(i)]
            row = f"  {char.replace(SPACE, OPEN_BOX)}   {percent(p[i], self.lang, 1):>7}"
            if exact:
                row += f"  {percent(exact.get(char, 0.0), self.lang, 1):>7}"
            lines.append(f"{row}  {'█' * round(BAR * float(p[i]))}".rstrip())
        return "\n".join(lines + note)

    def _exact(self, text: str) -> tuple[dict[str, float], list[str]]:
        if not self.is_grammar:
            return {}, []
        try:
            p = grammar().predict(text)[-1]
        except ValueError:
            return {}, [self._text("impossible")]
        return dict(zip(ALPHABET, p.tolist(), strict=True)), []

    def states(self, rest: str) -> str:
        """Show the state after each character: its length, its saturation, its units."""
        text = self._known(rest, "states")
        states, _ = self._read(text)
        lines = ["  " + self._text("states_head", units=min(UNITS, states.shape[1]))]
        for char, h in zip(text, states, strict=True):
            cells = np.clip((h[:UNITS] + 1) / 2 * len(LEVELS), 0, len(LEVELS) - 1).astype(int)
            share = percent(float(np.mean(np.abs(h) > SATURATED)), self.lang)
            length = self._number(float(np.linalg.norm(h)), 2)
            strip = "".join(LEVELS[i] for i in cells)
            lines.append(f"{char.replace(SPACE, OPEN_BOX)} {length:>6}  {share:>8}  {strip}")
        return "\n".join(lines)

    def words(self, rest: str) -> str:
        """List the words by cluster where their categories are known, else by frequency."""
        note = self._plain(rest, "words")
        if not self.means:
            key = "no_whole_words" if SPACE in self.results.char2idx else "no_words"
            raise Mistake(self._text(key))
        if not self.is_grammar:
            commonest = sorted(self.means.items(), key=lambda item: (-item[1][0], item[0]))[:40]
            return note + "\n".join(f"{count:6}  {word}" for word, (count, _) in commonest)
        try:
            found = word_clusters.cluster_words(self.reading)
        except word_clusters.TooFewWordsError:
            known = " ".join(word for word in self.means if word in word_clusters.CATEGORY_OF)
            raise Mistake(self._text("too_few_words", words=known)) from None
        lines = []
        in_order = found.clusters[found.order]
        for place, cluster in enumerate(dict.fromkeys(in_order.tolist()), 1):
            members = found.order[in_order == cluster]
            kinds = dict.fromkeys(found.categories[i] for i in members)
            names = "; ".join(label(f"char_rnn.{kind}", self.lang) for kind in kinds)
            lines.append(f"{self._text('group', number=place)}: {names}")
            lines.append("  " + " ".join(found.words[i] for i in members))
        return note + "\n".join(lines)

    def similar(self, rest: str) -> str:
        """List the words nearest to one, by the distance of their mean states."""
        word = rest.strip().lower()
        if not word:
            raise Mistake(self._text("needs_word"))
        if word not in self.means:
            hint = _meant(word, self.means)
            key = "unknown_word_hint" if hint else "unknown_word"
            raise Mistake(self._text(key, word=word, hint=hint))
        own = self.means[word][1]
        distances = {
            other: float(np.linalg.norm(state - own))
            for other, (_, state) in self.means.items()
            if other != word
        }
        nearest = sorted(distances.items(), key=lambda item: item[1])[:SHOWN]
        lines = []
        for other, distance in nearest:
            category = word_clusters.CATEGORY_OF.get(other) if self.is_grammar else None
            kind = label(f"char_rnn.{category}", self.lang) if category else ""
            lines.append(f"  {self._number(distance, 2):>6}  {other:10} {kind}".rstrip())
        return "\n".join(lines)

    def eig(self, rest: str) -> str:
        """Show the largest eigenvalues of W_hh, by length and angle."""
        note = self._plain(rest, "eig")
        values, radius = eigen(self.model.W_hh)
        _, before = eigen(untrained(self.results).W_hh)
        lines = [
            self._text(
                "radius",
                first=self._number(before),
                last=self._number(radius),
                outside=int((np.abs(values) > 1).sum()),
                all=len(values),
            ),
            self._text("eig_head"),
        ]
        for value in values[:SHOWN]:
            angle = self._number(math.degrees(math.atan2(value.imag, value.real)), 0)
            lines.append(f"  {self._number(abs(value))}  {angle:>5}°")
        return note + "\n".join(lines)

    def jacobian(self, rest: str) -> str:
        """Show the norms of the Jacobians along a stretch of text, and of their product."""
        note = self._plain(rest, "jacobian")
        text = self.text[: self.results.config.seq_len + 1]
        ids = encode(text, self.results.char2idx)
        fwd = forward(self.model, ids, np.zeros(len(self.model.b_h)), self.activation)
        K = len(text) - 1
        shown = sorted({1, 2, *range(5, K, 5), K} & set(range(1, K + 1)))
        lines = [self._text("jacobian_head", text=repr(text[:-1])), self._text("jacobian_row")]
        for k in shown:
            seen = capture_jacobian(self.model, fwd, 0, k, self.activation)
            norm = self._number(seen["norms"][-1])
            product, radius = (
                localized_number(f"{value:.3g}", self.lang)
                for value in (seen["product_norms"][-1], seen["spectral_radius"])
            )
            lines.append(f"{k:3}  {norm:>7}  {product:>12}  {radius:>7}")
        return note + "\n".join(lines)

    def probe(self, rest: str) -> str:
        """Show the share of characters that a linear readout recovers, by how far back."""
        note = self._plain(rest, "probe")
        try:
            found = memory_probe.memory_probe(self.reading)
        except ValueError:
            raise Mistake(self._text("nothing_to_probe")) from None
        lines = [self._text("probe_head")]
        for k, share, alone in zip(found.k, found.accuracy, found.from_input, strict=True):
            bar = "█" * round(BAR * float(share))
            shares = percent(share, self.lang), percent(alone, self.lang)
            lines.append(f"{k:3}  {shares[0]:>6} {bar:{BAR}}  {shares[1]:>6}")
        return note + "\n".join(lines)

    def help(self, rest: str = "") -> str:
        """List the commands."""
        return "\n".join(f"  {self._text(f'help_{name}')}" for name in [*self.commands, "quit"])
