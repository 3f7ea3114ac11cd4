"""The n-gram baseline of lab 01. A line here is a list of tokens that starts with <bos>."""


def count_ngrams(lines, n):
    """Count which token follows which context.

    Parameters
    ----------
    lines : list of lists of tokens
        Each starts with <bos>, which is never predicted itself.
    n : int
        The context is the n - 1 tokens before. Near the beginning of a line, <bos> stands for
        the places before it.

    Returns
    -------
    counts : dict
        From context, a tuple of n - 1 tokens, to a dict from token to count.
    """
    raise NotImplementedError("TODO")


def probability(counts, context, token, k, V):
    """Return (count + k) / (total + k V), a float; 1 / V for a context never seen."""
    raise NotImplementedError("TODO")


def perplexity(counts, lines, n, k, V):
    """Return e to the mean of -log p over all tokens of the lines but <bos>, a float."""
    raise NotImplementedError("TODO")
