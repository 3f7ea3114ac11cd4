"""What long computations gave when the site was built: a browser fetches it when a block asks.

Standard library only: this file is part of what a browser gets.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from course.live.missing import Unavailable

LONG = "long"  # how what a browser lacks names a long computation
ALL = ""  # in place of a call: all calls of a computation are in one file

Index = Mapping[str, Mapping[str, str]]  # the file of each call of each computation


class Unreached(BaseException):
    """A stored result did not come; no `except Exception` of the teaching code may catch it."""


def name_of(function: Any) -> str:
    """A long computation's name, from its function."""
    return f"{function.__module__}:{function.__qualname__}"


class Stored:
    """Runs long computations from what was stored, and trains only for what was not.

    Parameters
    ----------
    index
        Of each stored computation the file of each call; a file's name is its SHA-256.
    fetch
        Gives the file of that name.
    training
        Called with whether a long computation is under way here.
    """

    def __init__(
        self,
        index: Index,
        fetch: Callable[[str], bytes],
        training: Callable[[bool], object],
    ) -> None:
        self.index = index
        self.fetch = fetch
        self.training = training
        self.did: set[str] = set()
        self._results: dict[str, Mapping[str, bytes]] = {}

    def run(self, computation: Any, calls: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Results of `computation` for each set of arguments; the runner for `minimodel`.

        Raises
        ------
        Unavailable
            If nothing of it is stored: what it needs, or gives, is too large for a browser.
        Unreached
            If its file does not come, or is not the one that was stored.
        """
        name = name_of(computation.function)
        if name not in self.index:
            raise Unavailable("a long computation", name=LONG)
        return [self._one(computation, name, call) for call in calls]

    @property
    def whence(self) -> str:
        """Where results came from: `stored`, `trained`, `both` of these, or "" if none did."""
        return "both" if len(self.did) > 1 else "".join(self.did)

    def _one(self, computation: Any, name: str, call: Mapping[str, Any]) -> Any:
        together = computation.together
        if not together:
            known = self._found(name, computation.said(call))
            return self._train(computation, call) if known is None else self._given(known)
        said = {value: computation.said({**call, together: value}) for value in call[together]}
        ones = {value: self._found(name, one) for value, one in said.items()}
        missing = tuple(value for value, one in ones.items() if one is None)
        trained: dict[Any, Any] = {}
        if missing:
            made = self._train(computation, {**call, together: missing})
            trained = dict(zip(missing, made, strict=True))
        return [trained[value] if one is None else self._given(one) for value, one in ones.items()]

    def _given(self, result: bytes) -> Any:
        self.did.add("stored")
        return pickle.loads(result)

    def _train(self, computation: Any, call: Mapping[str, Any]) -> Any:
        from minimodel.running.long_computations import run_here

        self.did.add("trained")
        self.training(True)
        try:
            return run_here(computation, [call])[0]
        finally:
            self.training(False)

    def _found(self, name: str, call: str) -> bytes | None:
        """The result of a call as it was stored; `None` if it was not."""
        files = self.index[name]
        file = files.get(call) or files.get(ALL)
        if file is None:
            return None
        if file not in self._results:
            try:
                content = self.fetch(file)
            except Exception as error:
                raise Unreached(f"{name}: {error}") from None
            if hashlib.sha256(content).hexdigest() != file:
                raise Unreached(f"{name}: not what was stored")
            self._results[file] = pickle.loads(zlib.decompress(content))
        return self._results[file].get(call)
