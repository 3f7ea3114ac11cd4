"""The two drawings of a training step: the house rules, and every intermediate by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import matplotlib as mpl
import pytest
from figure_rules import check_figure
from matplotlib.figure import Figure
from minimodel.exercises.train_step_figures import backward_graph, forward_graph

Draw = Callable[[Sequence[int], str], Figure]


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]


@pytest.mark.parametrize("draw", [forward_graph, backward_graph])
@pytest.mark.parametrize("tokens", [[1, 1, 2], [0, 3]])
def test_the_figure_keeps_the_rules(draw: Draw, tokens: list[int]) -> None:
    check_figure(lambda lang: draw(tokens, lang))


def test_forward_names_what_is_computed_before_the_gradients() -> None:
    written = texts(forward_graph([1, 1, 2], "en"))
    for name in ("x", "h", "logits", "probs"):
        assert {f"{name}[0]", f"{name}[1]"} <= set(written)
    assert {"loss", "tokens[0] = 1", "tokens[1] = 1", "target 1", "target 2"} <= set(written)


def test_backward_names_every_gradient() -> None:
    written = texts(backward_graph([1, 1, 2], "en"))
    for name in ("dlogits", "dh", "dpre", "dx"):
        assert {f"{name}[0]", f"{name}[1]"} <= set(written)
    assert written.count("dw_out +=") == written.count("dw_h +=") == 2
    assert written.count("dw_emb[1]") == 2  # token 1 is read twice


def test_the_next_state_hands_something_back_to_all_but_the_last() -> None:
    assert texts(backward_graph([0, 1, 2], "en")).count("dh_next") == 1
    assert "dh_next" not in texts(backward_graph([0, 1], "en"))


def test_gradients_stand_where_their_values_stand() -> None:
    def places(figure: Figure) -> dict[str, tuple[float, float]]:
        return {text.get_text(): text.get_position() for text in figure.findobj(mpl.text.Text)}

    forward, backward = (places(draw([0, 1, 2], "en")) for draw in (forward_graph, backward_graph))
    names = [name for name in backward if name.startswith("d") and name[1:] in forward]
    assert len(names) == 8  # x, pre, h and logits of two steps
    assert all(backward[name] == forward[name[1:]] for name in names)


def test_more_steps_than_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="tokens: expected two or three ids"):
        forward_graph([1], "en")
    with pytest.raises(ValueError, match="tokens: expected two or three ids"):
        backward_graph([0, 1, 2, 3], "en")
