"""The experiment's README and manifest: the lab's four questions, answered with its numbers."""

from __future__ import annotations

import platform
from typing import Any, Final

import numpy as np

from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.folders import experiment_date
from minimodel.labs.forward.analysis import (
    canonical_ids,
    canonical_tokens,
    gate_statistics,
    norms,
    norms_over_sigma,
    smoothness,
    top_one_over_seeds,
    top_predictions,
    untrained_gru,
    untrained_rnn,
)
from minimodel.labs.forward.constants import (
    ANSWER,
    D_EMBED,
    D_HIDDEN,
    EXPERIMENT,
    SEED,
    SIGMA,
)
from minimodel.texts.labels import number, percent
from minimodel.texts.languages import said

README: Final = {
    "en": """# Completing a conjugation, untrained

Two networks with random weights, a vanilla RNN and a GRU, read `{tokens}` and say what comes \
next. **Is the first guess reasonable?** No. The vanilla RNN puts `{rnn_top}` first and the GRU \
`{gru_top}`; the right token is `{answer}`. It is not bad luck with one seed: over {seeds} seeds \
the vanilla RNN names {distinct} different tokens, and `{answer}` in {answer_share} of the cases. \
All its guesses are worth about the same: the largest probability is {rnn_probability}, and an \
even split over {V} tokens would give {even_probability}.

**How does ‖h_t‖ evolve?** It jumps to {rnn_norm_1} at the first token and then stays between \
{rnn_low} and {rnn_high}, without a trend. tanh is not what holds it there: the largest entry of \
any state is {largest_entry}, where tanh is almost a straight line, and the share of entries with \
|h| > 0.9 is {saturated_1}. W_hh has spectral radius {radius_1}, so what was read fades within a \
few steps while every token pushes about as hard as the one before. With σ = {sigma_2} the radius \
is {radius_2} and the norm ends at {norm_2}; with σ = {sigma_3} the radius is {radius_3}, the \
norm ends at {norm_3} and {saturated_3} of the entries exceed 0.9 in size: there it grows and \
saturates. **Does the GRU's state look different?** It is smaller (mean norm {gru_mean} against \
{rnn_mean}) and smoother: mean ‖h_t − h_(t−1)‖ / mean ‖h_t‖ is {gru_smooth} against {rnn_smooth}. \
Its update gate lies between {z_low} and {z_high}, so each step goes about half of the way.

**What is in h_8?** A random mixture of the last few tokens, which a random readout cannot use. \
A useful h_8 would hold the verb, the third person singular and the simple present, and so \
expect the form in -s. Nothing has told these weights that such things matter; training does.
""",
    "es": """# Completar una conjugación, sin entrenar

Dos redes con pesos aleatorios, una RNN simple y una GRU, leen `{tokens}` y dicen qué viene \
después. **¿Es razonable la primera opción?** No. La RNN simple pone en primer lugar `{rnn_top}` \
y la GRU `{gru_top}`; el token correcto es `{answer}`. No es mala suerte con una semilla: con \
{seeds} semillas, la RNN simple nombra {distinct} tokens distintos, y `{answer}` en el \
{answer_share} de los casos. Todas sus opciones valen casi lo mismo: la probabilidad mayor es \
{rnn_probability}, y un reparto igual entre {V} tokens daría {even_probability}.

**¿Cómo evoluciona ‖h_t‖?** Salta a {rnn_norm_1} con el primer token y luego se queda entre \
{rnn_low} y {rnn_high}, sin tendencia. No es tanh lo que la frena: la mayor entrada de todos los \
estados es {largest_entry}, donde tanh es casi una recta, y la proporción de entradas con \
|h| > 0,9 es {saturated_1}. W_hh tiene radio espectral {radius_1}: lo leído se apaga en pocos \
pasos, mientras que cada token empuja más o menos tanto como el anterior. Con σ = {sigma_2} el \
radio es {radius_2} y la norma termina en {norm_2}; con σ = {sigma_3} el radio es {radius_3}, la \
norma termina en {norm_3} y el {saturated_3} de las entradas supera 0,9 en tamaño: ahí sí crece y \
se satura. **¿Se ve distinto el estado de la GRU?** Es más pequeño (norma media {gru_mean} frente \
a {rnn_mean}) y más suave: media de ‖h_t − h_(t−1)‖ / media de ‖h_t‖ es {gru_smooth} frente a \
{rnn_smooth}. Su compuerta de actualización está entre {z_low} y {z_high}, así que cada paso \
recorre más o menos la mitad del camino.

**¿Qué hay en h_8?** Una mezcla aleatoria de los últimos tokens, que una lectura aleatoria no \
puede aprovechar. Un h_8 útil contendría el verbo, la tercera persona del singular y el presente \
simple, y por eso esperaría la forma en -s. Nada les ha dicho a estos pesos que eso importa; de \
eso se encarga el entrenamiento.
""",
}


def readme(lang: str) -> str:
    """Return the experiment's README, in a language."""
    vocabulary = corpus_vocabulary()
    ids = canonical_ids(vocabulary)
    rnn_logits, rnn_states = untrained_rnn().forward(ids)
    gru = untrained_gru()
    gru_logits, gru_states = gru.forward(ids)
    z = gate_statistics(gru.gates(ids)[0])
    over_seeds = top_one_over_seeds()
    rnn_first, gru_first = (
        top_predictions(logits, vocabulary, count=1)[0] for logits in (rnn_logits, gru_logits)
    )
    rnn_norms = norms(rnn_states)
    values: dict[str, Any] = {
        "tokens": " ".join(canonical_tokens()),
        "answer": ANSWER,
        "V": len(vocabulary),
        "rnn_top": rnn_first.token,
        "gru_top": gru_first.token,
        "rnn_probability": percent(rnn_first.probability, lang, digits=2),
        "even_probability": percent(1 / len(vocabulary), lang, digits=2),
        "seeds": over_seeds.seeds,
        "distinct": over_seeds.distinct,
        "answer_share": percent(over_seeds.answer_share, lang),
        "rnn_norm_1": number(rnn_norms[0], lang),
        "rnn_low": number(rnn_norms.min(), lang),
        "rnn_high": number(rnn_norms.max(), lang),
        "rnn_mean": number(rnn_norms.mean(), lang),
        "gru_mean": number(norms(gru_states).mean(), lang),
        "rnn_smooth": number(smoothness(rnn_states), lang),
        "gru_smooth": number(smoothness(gru_states), lang),
        "z_low": number(z.low, lang),
        "z_high": number(z.high, lang),
    }
    for place, result in enumerate(norms_over_sigma(), start=1):
        values |= {
            f"sigma_{place}": number(result.sigma, lang, digits=1),
            f"radius_{place}": number(result.spectral_radius, lang),
            f"norm_{place}": number(result.norms[-1], lang),
            f"saturated_{place}": percent(result.saturated_share, lang),
        }
        if result.sigma == SIGMA:
            values["largest_entry"] = number(result.largest_entry, lang)
    return said(README, lang).format(**values)


def manifest(lang: str) -> dict[str, Any]:
    """Return what the experiment was and found, with plain values only.

    Raises
    ------
    ValueError
        If the environment's SOURCE_DATE_EPOCH is not a number of seconds.
    """
    vocabulary = corpus_vocabulary()
    ids = canonical_ids(vocabulary)
    results = {}
    for name, model in (("rnn", untrained_rnn()), ("gru", untrained_gru())):
        logits, states = model.forward(ids)
        results[name] = {
            "top_5": [p.token for p in top_predictions(logits, vocabulary)],
            "state_norms": [round(float(norm), 6) for norm in norms(states)],
            "smoothness": round(smoothness(states), 6),
        }
    return {
        "experiment": EXPERIMENT,
        "date": experiment_date().isoformat(),
        "seed": SEED,
        "config": {
            "tokens": canonical_tokens(),
            "vocab_size": len(vocabulary),
            "d_embed": D_EMBED,
            "d_hidden": D_HIDDEN,
            "sigma": SIGMA,
            "dtype": "float64",
            "lang": lang,
        },
        "results": results,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
