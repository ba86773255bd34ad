"""The choices that tell one path through a piece of code from another."""

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

# Only what shapes a document is chosen, so a real function stays far below this.
_MOST_PATHS = 20_000


class TooManyPathsError(Exception):
    """There are more paths through a piece of code than can be walked."""


class Choices:
    """The choices of one path: those prescribed, then the first option of each.

    The same question gets the same answer all along the path.
    """

    def __init__(self, prescribed: list[int]) -> None:
        self._prescribed = prescribed
        self._answers: dict[object, int] = {}
        self.taken: list[tuple[int, int]] = []

    def pick(self, question: object, options: int) -> int:
        """Answer a question with an option, counted from 0."""
        if options < 2:
            return 0
        if question not in self._answers:
            position = len(self.taken)
            known = position < len(self._prescribed)
            answer = self._prescribed[position] if known else 0
            self._answers[question] = answer
            self.taken.append((answer, options))
        return self._answers[question]


def every_path(walk: Callable[[Choices], T]) -> Iterator[T]:
    """Walk again and again until each combination of choices has been taken once."""
    prescribed: list[int] = []
    for _ in range(_MOST_PATHS):
        choices = Choices(prescribed)
        yield walk(choices)
        following = _next(choices.taken)
        if following is None:
            return
        prescribed = following
    raise TooManyPathsError(f"more than {_MOST_PATHS} paths")


def _next(taken: list[tuple[int, int]]) -> list[int] | None:
    """Make the choices that come after those taken, as an odometer counts."""
    for position in reversed(range(len(taken))):
        answer, options = taken[position]
        if answer + 1 < options:
            return [a for a, _ in taken[:position]] + [answer + 1]
    return None
