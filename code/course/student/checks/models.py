"""A student's model against the reference: its parameters first, then every state and logit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from minimodel.labs.forward.constants import SEED, SIGMA
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN
from numpy.typing import NDArray

from course.student.checklist import Item
from course.student.compare import compare, first_wrong_row, position
from course.student.outcomes import Outcome
from course.student.parameters import wrong_parameter
from course.student.texts import Say
from course.student.variants.recurrent import (
    GRU_MISTAKES,
    RNN_MISTAKES,
    gru_states,
    rnn_states,
)

Wrong = tuple[str, str, str]  # expected, found, pitfall


@dataclass(frozen=True)
class Checked:
    """The items of a model, and the states that its printout should show."""

    items: list[Item]
    states: NDArray[Any]


@dataclass(frozen=True)
class ModelCheck:
    """What to compare a student's model with.

    Attributes
    ----------
    name, file
        The class, and where it is.
    reference
        The course's model.
    weights
        Names of the weights in the order in which they are drawn.
    biases
        Names of the biases, the readout's last.
    seed
        What they are drawn from.
    """

    name: str
    file: str
    reference: VanillaRNN | GRU
    weights: tuple[str, ...]
    biases: tuple[str, ...]
    seed: int = SEED
    theirs: dict[str, NDArray[Any]] = field(init=False)

    def __post_init__(self) -> None:
        names = (*self.weights, *self.biases)
        values = {name: getattr(self.reference, name) for name in names}
        object.__setattr__(self, "theirs", values)

    def check(self, outcome: Outcome, ids: Sequence[int], say: Say, lang: str) -> Checked:
        """Judge what the student's model gave on the token ids."""
        _, states = self.reference.forward(ids)
        titles = [say(f"forward.{key}", name=self.name) for key in ("parameters", "states")]
        failure = outcome.failure(self.file, "model")
        if failure:
            blocked = say("forward.blocked")
            items = [
                Item(titles[0], False, found=failure.told(lang)),
                Item(titles[1], False, found=blocked),
            ]
            return Checked(items, states)
        mine = {
            name: outcome.arrays[f"parameter {name}/{name}"]
            for name in self.theirs
            if f"parameter {name}/{name}" in outcome.arrays
        }
        items = [self._parameters(titles[0], mine, outcome, say, lang)]
        failure = outcome.failure("forward")
        if failure:
            items.append(Item(titles[1], False, found=failure.told(lang)))
            return Checked(items, states)
        usable = all(
            name in mine
            and mine[name].shape == self.theirs[name].shape
            and np.isfinite(mine[name]).all()
            for name in self.theirs
        )
        parameters = mine if usable else self.theirs
        items.append(_Forward(self, outcome, parameters, ids, say).item(titles[1], usable, lang))
        found = outcome.arrays["forward/states"]
        return Checked(items, found if found.shape == states.shape else states)

    def states(
        self,
        p: Mapping[str, NDArray[Any]],
        ids: Sequence[int],
        mistake: str = "",
        h_0: NDArray[Any] | None = None,
    ) -> Any:
        """Return the states of this kind of model with the parameters `p`."""
        compute: Callable[..., Any] = rnn_states if self.name == "VanillaRNN" else gru_states
        return compute(p, ids, mistake, h_0)

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The mistakes that `states` can make."""
        return RNN_MISTAKES if self.name == "VanillaRNN" else GRU_MISTAKES

    def _parameters(
        self, title: str, mine: dict[str, NDArray[Any]], outcome: Outcome, say: Say, lang: str
    ) -> Item:
        failure = next(
            (failure for step, failure in outcome.failures.items() if step.startswith("param")),
            None,
        )
        if failure:
            return Item(title, False, found=failure.told(lang))
        wrong = wrong_parameter(mine, self.theirs, self.weights, self.seed, SIGMA)
        if wrong is None:
            return Item(title, True)
        name = wrong.name
        if wrong.mistake == "missing":
            expected = say("forward.attribute", name=name, shape=self.theirs[name].shape)
            return Item(title, False, expected, say("forward.no_attribute", name=name))
        pitfall = say(f"forward.drawn_{wrong.mistake}", name=name, **wrong.values)
        if wrong.mistake == "bias" and name == "b_z":
            z = 1 / (1 + np.exp(-float(mine[name].mean())))
            pitfall += " " + say("forward.gate_level", z=float(z))
        if wrong.mistake in ("shape", "transposed_shape", "dtype"):
            shown = f"{name}: {mine[name].shape}, {mine[name].dtype}"
            return Item(title, False, f"{name}: {self.theirs[name].shape}, float64", shown, pitfall)
        found = compare(mine[name], self.theirs[name])
        entry = {"name": name, "at": position(found.at)}
        return Item(
            title,
            False,
            say("forward.entry", value=found.theirs, **entry),
            say("forward.entry", value=found.mine, **entry),
            pitfall,
        )


class _Forward:
    """The forward pass, judged with the student's own parameters where they can be used."""

    def __init__(
        self,
        model: ModelCheck,
        outcome: Outcome,
        parameters: Mapping[str, NDArray[Any]],
        ids: Sequence[int],
        say: Say,
    ) -> None:
        self.model = model
        self.outcome = outcome
        self.parameters = parameters
        self.ids = ids
        self.say = say
        self.wanted = model.states(parameters, ids)
        self.logits = self._readout(self.wanted[-1])
        self.mine = outcome.arrays["forward/states"]
        self.mine_logits = outcome.arrays["forward/logits"]

    def item(self, title: str, usable: bool, lang: str) -> Item:
        """Return the checklist's item."""
        wrong = self._shapes() or self._states() or self._logits() or self._later(usable, lang)
        if wrong is None:
            return Item(title, True)
        return Item(title, False, *wrong)

    def _readout(self, h: NDArray[Any]) -> NDArray[Any]:
        return self.parameters["W_ho"] @ h + self.parameters["b_o"]

    def _shapes(self) -> Wrong | None:
        T, d_hidden = self.wanted.shape
        V = len(self.logits)
        expected = self.say("forward.shapes", logits=(V,), states=(T, d_hidden))
        found = self.say("forward.shapes", logits=self.mine_logits.shape, states=self.mine.shape)
        pair = (self.mine_logits.shape, self.mine.shape)
        if pair == ((V,), (T, d_hidden)):
            return None
        mistake = {
            ((T, d_hidden), (V,)): "returned_swapped",
            ((T, V), (T, d_hidden)): "logits_each_step",
            ((V,), (T + 1, d_hidden)): "initial_included",
            ((V,), (d_hidden,)): "last_state_only",
            ((V,), (d_hidden, T)): "states_transposed",
        }.get(pair)
        return expected, found, self.say(f"forward.{mistake}") if mistake else ""

    def _states(self) -> Wrong | None:
        first = first_wrong_row(self.mine, self.wanted)
        if first is None:
            return None
        row, found = first
        place = {"t": row + 1, "i": found.at[1], "token": self.ids[row]}
        mistake = self._mistake()
        return (
            self.say("forward.state", value=found.theirs, **place),
            self.say("forward.state_wrong", value=found.mine, difference=found.difference, **place),
            self.say(f"forward.{mistake}") if mistake else "",
        )

    def _mistake(self) -> str:
        """Name the mistake whose states are the student's."""
        for mistake in self.model.mistakes:
            with np.errstate(all="ignore"):
                if compare(
                    self.mine, self.model.states(self.parameters, self.ids, mistake), 1e-8
                ).agrees:
                    return mistake
        if not np.isfinite(self.mine).all():
            return ""
        # What comes after a wrong first state may follow from it as it should.
        after = self.model.states(self.parameters, self.ids[1:], h_0=self.mine[0])
        return "first_state" if compare(self.mine[1:], after, 1e-8).agrees else ""

    def _logits(self) -> Wrong | None:
        found = compare(self.mine_logits, self.logits)
        if found.agrees:
            return None
        e = np.exp(self.logits - self.logits.max())
        likely = {
            "logits_probabilities": e / e.sum(),
            "logits_previous": self._readout(self.wanted[-2]),
            "logits_first": self._readout(self.wanted[0]),
            "logits_log": np.log(e / e.sum()),
        }
        mistake = next(
            (key for key, values in likely.items() if compare(self.mine_logits, values).agrees), ""
        )
        entry = {"name": "final_logits", "at": position(found.at)}
        return (
            self.say("forward.entry", value=found.theirs, **entry),
            self.say("forward.entry", value=found.mine, **entry),
            self.say(f"forward.{mistake}") if mistake else "",
        )

    def _later(self, usable: bool, lang: str) -> Wrong | None:
        """Judge a second call, and one with other biases."""
        failure = self.outcome.failure("again") or self.outcome.failure("biases", "biased")
        if failure:
            return "", failure.told(lang), ""
        again = self.outcome.arrays["again/states"]
        if not compare(again, self.wanted).agrees:
            expected, seen = self.say("forward.again_expected"), self.say("forward.again_found")
            return expected, seen, self.say("forward.again_carried")
        if not usable or "biased/states" not in self.outcome.arrays:
            return None
        given = {
            name: self.outcome.arrays.get(f"biases/{name}", self.parameters[name])
            for name in self.parameters
        }
        wanted = self.model.states(given, self.ids)
        agrees = compare(self.outcome.arrays["biased/states"], wanted).agrees
        logits = given["W_ho"] @ wanted[-1] + given["b_o"]
        if agrees and compare(self.outcome.arrays["biased/logits"], logits).agrees:
            return None
        biases = [*self.model.biases[:-1]] if not agrees else [self.model.biases[-1]]
        names = ", ".join(biases)
        return (
            self.say("forward.biased_expected", names=names),
            self.say("forward.biased_found", names=names),
            self.say("forward.biased_pitfall"),
        )
