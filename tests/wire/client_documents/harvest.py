"""The harvest of one path: the operations that came out of its text operations."""

from .marks import origins
from .text_call import texts_in


class _Made(str):
    """A text that is an object of its own even if nothing was changed to make it."""

    __slots__ = ()


class Harvest:
    """The operations of a path that may be documents.

    These are the texts that were handed on to something which is no text operation, and
    those of which no longer text was made.
    """

    def __init__(self) -> None:
        self._sent: set[str] = set()
        # By identity: an equal text may be a document here and part of another one there.
        self._loose: dict[int, str] = {}

    @property
    def texts(self) -> set[str]:
        """Return the texts, with their marks."""
        return self._sent.union(self._loose.values())

    def made(self, text: str, operands: list[object]) -> str:
        """Note that a text was made of the operands, which now are but parts of it."""
        for operand in texts_in(operands):
            self._loose.pop(id(operand), None)
        made = _Made(text)
        if origins(made):
            self._loose[id(made)] = made
        return made

    def send(self, values: list[object]) -> None:
        """Note that values were handed on; whatever happens next, they are no mere parts."""
        self._sent.update(text for text in texts_in(values) if origins(text))
