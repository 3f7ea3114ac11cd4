"""La referencia de n-gramas del laboratorio 01. Una línea es una lista de tokens con <bos>."""


def count_ngrams(lines, n):
    """Cuenta qué token sigue a qué contexto.

    Parameters
    ----------
    lines : lista de listas de tokens
        Cada una empieza por <bos>, que nunca se predice.
    n : int
        El contexto son los n - 1 tokens de antes. Cerca del principio de una línea, <bos>
        ocupa los lugares anteriores.

    Returns
    -------
    counts : dict
        De contexto, una tupla de n - 1 tokens, a un dict de token a recuento.
    """
    raise NotImplementedError("TODO")


def probability(counts, context, token, k, V):
    """Devuelve (recuento + k) / (total + k V), un float; 1 / V si el contexto no se vio."""
    raise NotImplementedError("TODO")


def perplexity(counts, lines, n, k, V):
    """Devuelve e elevado a la media de -log p sobre los tokens de las líneas salvo <bos>."""
    raise NotImplementedError("TODO")
