"""A solution of the corpus lab: tokens, ids, and the way back."""


def tokenize(line):
    """Split a line at its spaces, and put <bos> first."""
    return ["<bos>", *line.split()]


def build_vocabulary(lines):
    """Give every token an id: special ones first, then in order."""
    special = ["<bos>", "/"]
    tokens = {token for line in lines for token in tokenize(line)}
    ordered = special + sorted(tokens - set(special))
    return {token: index for index, token in enumerate(ordered)}


def encode(tokens, vocabulary):
    """Replace tokens by ids; a KeyError names one that has none."""
    return [vocabulary[token] for token in tokens]


def decode(ids, vocabulary):
    """Replace ids by tokens."""
    tokens = {index: token for token, index in vocabulary.items()}
    return [tokens[index] for index in ids]
