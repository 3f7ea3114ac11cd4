"""A right answer to lab 00, written as a student might; wrong_labs.toml changes it."""


def tokenize(line):
    return ["<bos>", *line.split()]


def build_vocabulary(lines):
    special = ["<bos>", "/"]
    others = {token for line in lines for token in line.split()} - set(special)
    return {token: index for index, token in enumerate(special + sorted(others))}


def encode(tokens, vocabulary):
    return [vocabulary[token] for token in tokens]


def decode(ids, vocabulary):
    tokens = list(vocabulary)
    return [tokens[index] for index in ids]
