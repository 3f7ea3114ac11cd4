"""El tokenizador y el vocabulario del laboratorio 00, sin importar minimodel."""


def tokenize(line):
    """Devuelve la lista de los tokens de una línea: <bos> y lo que hay entre los espacios."""
    raise NotImplementedError("TODO")


def build_vocabulary(lines):
    """Devuelve un diccionario de token a id, con todos los tokens de las líneas.

    <bos> es 0, / es 1, los demás siguen en el orden de sorted.
    """
    raise NotImplementedError("TODO")


def encode(tokens, vocabulary):
    """Devuelve la lista de los ids de los tokens.

    Un token que no está en el vocabulario lanza una excepción cuyo mensaje lo nombra.
    """
    raise NotImplementedError("TODO")


def decode(ids, vocabulary):
    """Devuelve la lista de los tokens que corresponden a los ids."""
    raise NotImplementedError("TODO")
