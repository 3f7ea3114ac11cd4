"""{{n_gram_baseline}}"""


def count_ngrams(lines, n):
    """{{counting}}

    Parameters
    ----------
    lines : {{list_lists_tokens}}
        {{each_starts_with}}
    n : int
        {{the_context}}
        {{places_before_it}}

    Returns
    -------
    counts : dict
        {{from_context_tuple}}
    """
    raise NotImplementedError("TODO")


def probability(counts, context, token, k, V):
    """{{smoothed_share}}"""
    raise NotImplementedError("TODO")


def perplexity(counts, lines, n, k, V):
    """{{perplexity}}"""
    raise NotImplementedError("TODO")
