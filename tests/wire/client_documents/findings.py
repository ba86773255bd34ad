"""The findings: the documents of a package, and the operations left without one."""

from dataclasses import dataclass

from .document import ClientDocument


@dataclass(frozen=True)
class UnresolvedOperation:
    """An operation that is written at `source`, and why no whole document came of it."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


@dataclass(frozen=True)
class Findings:
    """What a search found; nothing is `unresolved` when all went well."""

    documents: tuple[ClientDocument, ...]
    unresolved: tuple[UnresolvedOperation, ...]

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.documents + other.documents, self.unresolved + other.unresolved)


class UnresolvedOperationsError(Exception):
    """Some operations could not be put together; the message has a line for each."""

    def __init__(self, unresolved: tuple[UnresolvedOperation, ...]) -> None:
        super().__init__("\n".join(map(str, unresolved)))
        self.unresolved = unresolved
