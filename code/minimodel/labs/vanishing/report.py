"""The experiment's README and manifest: the lab's four questions, answered with its numbers."""

from __future__ import annotations

import platform
from typing import Any, Final

import numpy as np

from minimodel.labs.folders import experiment_date
from minimodel.labs.vanishing.attention import compare_attention
from minimodel.labs.vanishing.constants import (
    D_HIDDEN,
    EXPERIMENT,
    GATE_BIAS,
    SEED,
    SIGMA,
    T,
)
from minimodel.labs.vanishing.measurement import (
    gradients,
    gru,
    measure,
    orders_lost,
    orders_per_10_steps,
    vanilla_rnn,
)
from minimodel.labs.vanishing.pitfalls import read_gate
from minimodel.labs.vanishing.precision import adam_progress, tiny_gradient
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.labs.vanishing.theory import theory
from minimodel.mathematics.matrices import spectral_radius
from minimodel.sequence_baselines.bptt import path_shares
from minimodel.texts.labels import number, percent
from minimodel.texts.languages import said
from minimodel.texts.powers import scientific

TINY: Final = 1e-15  # the gradient of the third question
NOISE: Final = 1000 * TINY

README: Final = {
    "en": """# The vanishing gradient, measured

Two untrained networks read {T} tokens (option {option}: `{tokens} …`). The loss is the \
cross-entropy at the last step, g_t = ‖∂L/∂h_t‖, and every derivative is written by hand. **How \
fast does the vanilla RNN's gradient decay?** It falls from g_{T} = {rnn_last} to g_0 = \
{rnn_first}: N = {N} orders of magnitude over {T} steps, {rnn_10} per 10 steps. The spectral \
radius of W_hh, {radius}, predicts {radius_10} per 10 steps. It speaks of the linear recurrence \
in the long run only; the largest singular value of W_hh, {singular_value}, speaks of a single \
step, and alone it would allow the gradient to grow by {singular_10} orders per 10 steps. \
Multiplied out, the {T} Jacobians have {product} as their largest singular value, which is \
{product_10} orders per 10 steps at the least. **And the GRU's, and what does the gate bias do?** \
It loses M = {M} orders, {gru_10} per 10 steps. At b_z = 0 the gate z is {z} on average, so the \
highway multiplies the gradient by {highway} at every step. It carries {highway_share} of each \
step's gradient, the candidate {candidate_share}, the paths through both gates next to nothing. \
At b_z = {bias} the gate is {closed_z}, the highway keeps {closed_highway} of the gradient at \
every step, and only {closed} orders are lost. The factor 1 − z is what makes one curve \
steeper than the other.

**What does a gradient of 1e-15 at t = 0 mean?** float32 can hold it: its smallest normal number \
is {smallest_normal}. But next to a weight of 1 its numbers are {spacing} apart, so the update \
rounds to nothing: after a million of them the weight is still {weight}. An optimizer such as \
Adam divides by the gradient's size and would take full steps, until something else is in the \
gradient: with noise a thousand times larger, a thousand \
steps add up to {progress} of the way, which is nowhere. What is \
lost are long-range dependencies. That is a property of the product of Jacobians, so no learning \
rate brings them back.

**Why does this motivate attention?** From the loss at step {T} back to the first input, \
recurrence multiplies {T} matrices; attention over the states puts one softmax weight there, \
{weight_1} for the first state. The same measurement with such a readout gives ‖∂L/∂x_1‖ = \
{attended_input} in place of {input}, which is {gained} orders more, and ‖∂L/∂h_1‖ is \
{attended_ratio} times ‖∂L/∂h_{T}‖: nothing decays.
""",
    "es": """# El gradiente que se desvanece, medido

Dos redes sin entrenar leen {T} tokens (opción {option}: `{tokens} …`). La pérdida es la entropía \
cruzada en el último paso, g_t = ‖∂L/∂h_t‖, y todas las derivadas están escritas a mano. **¿Con \
qué rapidez decae el gradiente de la RNN simple?** Baja de g_{T} = {rnn_last} a g_0 = \
{rnn_first}: N = {N} órdenes de magnitud en {T} pasos, {rnn_10} cada 10 pasos. El radio espectral \
de W_hh, {radius}, predice {radius_10} cada 10 pasos. Solo habla de la recurrencia lineal a la \
larga; el mayor valor singular de W_hh, {singular_value}, habla de un solo paso y por sí solo \
permitiría que el gradiente creciera {singular_10} órdenes cada 10 pasos. Una vez multiplicados, \
los {T} jacobianos tienen {product} como mayor valor singular, es decir, {product_10} órdenes \
cada 10 pasos como mínimo. **¿Y el de la GRU, y qué hace con él el sesgo de la compuerta?** \
Pierde M = {M} órdenes, {gru_10} cada 10 pasos. Con b_z = 0 la compuerta z vale {z} de media, así \
que la vía directa multiplica el gradiente por {highway} en cada paso. Lleva el {highway_share} \
del gradiente de cada paso; el candidato, el {candidate_share}; los caminos por las dos \
compuertas, casi nada. Con b_z = {bias} la compuerta vale {closed_z}, la vía directa conserva \
el {closed_highway} del gradiente en cada paso y solo se pierden {closed} órdenes. El \
factor 1 − z es lo que hace una curva más empinada que la otra.

**¿Qué significa un gradiente de 1e-15 en t = 0?** float32 puede guardarlo: su menor número \
normal es {smallest_normal}. Pero junto a un peso de 1 sus números distan {spacing} entre sí, y \
la actualización se redondea a nada: después de un millón de ellas el peso sigue siendo {weight}. \
Un optimizador como Adam divide por el tamaño del gradiente y daría pasos completos, hasta que \
hay algo más en el gradiente: con un ruido mil veces mayor, mil pasos suman {progress} del \
camino, es decir, ninguna parte. Lo que se pierde son las dependencias de largo \
alcance. Es una propiedad del producto de jacobianos, así que ninguna tasa de aprendizaje las \
recupera.

**¿Por qué motiva esto la atención?** Desde la pérdida en el paso {T} hasta la primera entrada, \
la recurrencia multiplica {T} matrices; la atención sobre los estados pone ahí un solo peso de \
softmax, {weight_1} para el primer estado. La misma medida con esa lectura da ‖∂L/∂x_1‖ = \
{attended_input} en lugar de {input}, que son {gained} órdenes más, y ‖∂L/∂h_1‖ es \
{attended_ratio} veces ‖∂L/∂h_{T}‖: nada decae.
""",
}


def readme(lang: str, option: str = "A") -> str:
    """Return the experiment's README, in a language."""
    curves = measure(option)
    predicted = theory(vanilla_rnn(), option)
    rates = predicted.orders_per_10_steps()
    gate, closed_gate = (read_gate(gru(gate_bias=bias), option) for bias in (0.0, GATE_BIAS))
    shares = path_shares(gradients(gru(), option)).mean(axis=0)
    tiny = tiny_gradient(TINY)
    attention = compare_attention(vanilla_rnn(), option)
    values: dict[str, Any] = {
        "T": T,
        "option": option,
        "tokens": " ".join(synthetic_sequence(option).tokens[:6]),
        "rnn_last": number(curves["rnn"][-1], lang),
        "rnn_first": scientific(curves["rnn"][0], lang),
        "N": number(orders_lost(curves["rnn"]), lang, digits=1),
        "M": number(orders_lost(curves["gru"]), lang, digits=1),
        "closed": number(orders_lost(curves["gru_closed"]), lang, digits=1),
        "rnn_10": number(rates["measured"], lang),
        "gru_10": number(orders_per_10_steps(curves["gru"]), lang),
        "radius": number(predicted.radius, lang),
        "radius_10": number(rates["radius"], lang),
        "singular_value": number(predicted.singular_value, lang),
        "singular_10": number(-rates["singular_value"], lang),
        "product": scientific(predicted.products[-1], lang),
        "product_10": number(rates["product"], lang),
        "bias": number(GATE_BIAS, lang, digits=0),
        "z": number(gate.mean, lang),
        "highway": number(1 - gate.mean, lang),
        "closed_z": number(closed_gate.mean, lang),
        "closed_highway": percent(1 - closed_gate.mean, lang),
        "highway_share": percent(shares[0], lang),
        "candidate_share": percent(shares[1], lang),
        "smallest_normal": scientific(tiny.smallest_normal, lang),
        "spacing": scientific(tiny.spacing, lang),
        "weight": number(tiny.weight_after_many, lang, digits=0),
        "progress": percent(adam_progress(NOISE), lang),
        "weight_1": number(attention.weights[0], lang, digits=3),
        "input": scientific(attention.inputs[0], lang),
        "attended_input": number(attention.inputs_attention[0], lang, digits=4),
        "gained": number(
            np.log10(attention.inputs_attention[0] / attention.inputs[0]), lang, digits=1
        ),
        "attended_ratio": number(
            attention.states_attention[1] / attention.states_attention[-1], lang
        ),
    }
    return said(README, lang).format(**values)


def manifest(option: str = "A") -> dict[str, Any]:
    """Return what the experiment was and found, with plain values only.

    Raises
    ------
    ValueError
        If the environment's SOURCE_DATE_EPOCH is not a number of seconds.
    """
    curves = measure(option)
    rnn = vanilla_rnn()
    return {
        "experiment": EXPERIMENT,
        "date": experiment_date().isoformat(),
        "seed": SEED,
        "config": {
            "sequence_length": T,
            "d_hidden": D_HIDDEN,
            "init_scale_W_hh": SIGMA,
            "synthetic_target": f"Option {option}",
        },
        "results_summary": {
            "rnn_orders_of_decay_per_10steps": round(orders_per_10_steps(curves["rnn"]), 6),
            "gru_orders_of_decay_per_10steps": round(orders_per_10_steps(curves["gru"]), 6),
            "gru_closed_orders_of_decay_per_10steps": round(
                orders_per_10_steps(curves["gru_closed"]), 6
            ),
            "rnn_spectral_radius_W_hh": round(spectral_radius(rnn.W_hh), 6),
        },
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
    }
