"""{{tokenizer_vocabulary_lab}}"""


def tokenize(line):
    """{{return_list_line}}"""
    raise NotImplementedError("TODO")


def build_vocabulary(lines):
    """{{return_dictionary_from}}

    {{first_ids}}
    """
    raise NotImplementedError("TODO")


def encode(tokens, vocabulary):
    """{{return_list_tokens}}

    {{unknown_token}}
    """
    raise NotImplementedError("TODO")


def decode(ids, vocabulary):
    """{{return_list_tokens_ids}}"""
    raise NotImplementedError("TODO")
