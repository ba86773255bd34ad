"""A mutant: the reference client with one promise broken, as someone could really get it wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from runfake.contract.reference import Reference


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken client.

    Attributes:
        breaks: the id of the clause that owns the promise, and has to find it out.
        slip: what went wrong, in words.
        client: the class of it.
    """

    breaks: str
    slip: str
    client: type[Reference]

    @property
    def id(self) -> str:
        """The name of its class."""
        return self.client.__name__


def mutant(breaks: str, slip: str) -> Callable[[type[Reference]], Mutant]:
    """Makes a :class:`Mutant` of the class below."""
    return lambda client: Mutant(breaks, slip, client)
