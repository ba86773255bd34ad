"""Requests that were answered: looking for some, and saying what has to be among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from runfake.wire import which
from runfake.wire.entry import Entry
from runfake.wire.journal import judgement
from runfake.wire.which import Which


class Entries:
    """Some requests, in the order they were answered; they stay as they are.

    Args:
        entries: the requests.
        forgotten: how many came before them that are kept no more.
    """

    def __init__(self, entries: Iterable[Entry] = (), forgotten: int = 0) -> None:
        self._still = tuple(entries)
        self._gone = forgotten

    def _held(self) -> Sequence[Entry]:
        return self._still

    @property
    def forgotten(self) -> int:
        """How many requests came before these that are kept no more."""
        return self._gone

    def __len__(self) -> int:
        return len(self._held())

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._held())

    @overload
    def __getitem__(self, number: int) -> Entry: ...
    @overload
    def __getitem__(self, number: slice) -> Entries: ...
    def __getitem__(self, number: int | slice) -> Entry | Entries:
        held = self._held()
        return Entries(held[number]) if isinstance(number, slice) else held[number]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} requests, {len(self.refused())} refused>"

    # -- looking -------------------------------------------------------------------------------

    def find(self, meant: Which | None = None) -> list[Entry]:
        """The entries that are meant, all if not given."""
        condition = checked(which.anything() if meant is None else meant)
        return [entry for entry in self if condition.matches(entry)]

    def count(self, meant: Which | None = None) -> int:
        """How many entries are meant."""
        return len(self.find(meant))

    def operations(self) -> list[str]:
        """The name of every GraphQL operation that was sent, in order."""
        return [name for entry in self for name in entry.operations]

    def unbuilt(self) -> list[Entry]:
        """The entries that were refused because runfake lacks something."""
        return [entry for entry in self if entry.unbuilt]

    def refused(self) -> list[Entry]:
        """The entries that were answered with an error."""
        return [entry for entry in self if entry.error is not None]

    # -- judging -------------------------------------------------------------------------------

    def assert_seen(
        self, meant: Which, *, times: int | None = None, at_least: int | None = None, at_most: int | None = None
    ) -> None:
        """Fails unless requests that are meant came: exactly, at least or at most so often; once or more if not given.

        Raises:
            AssertionError: they did not; the text has the entries nearest to what is meant, with the differences.
            ValueError: the counts make no sense.
        """
        __tracebackhide__ = True
        least, most = _bounds(times, at_least, at_most)
        _fail(judgement.counted(self._judged(most), checked(meant), least, most))

    def assert_never(self, meant: Which) -> None:
        """Fails if a request that is meant came.

        Raises:
            AssertionError: one did; the text has it.
        """
        __tracebackhide__ = True
        self.assert_seen(meant, times=0)

    def assert_in_order(self, *expected: Which) -> None:
        """Fails unless such requests came one after the other, whatever else came between.

        Raises:
            AssertionError: they did not; the text has how far they came, and what is nearest to the next.
        """
        __tracebackhide__ = True
        _fail(judgement.in_order(self._held(), [checked(meant) for meant in expected]))

    def assert_in_any_order(self, *expected: Which) -> None:
        """Fails unless such requests came, each one of its own, in whatever order.

        Raises:
            AssertionError: some did not; the text has for each what is nearest.
        """
        __tracebackhide__ = True
        _fail(judgement.in_any_order(self._held(), [checked(meant) for meant in expected]))

    def _judged(self, most: int | None) -> Sequence[Entry]:
        __tracebackhide__ = True
        if most is not None and self.forgotten:
            raise AssertionError(
                f"how often it came cannot be told: {self.forgotten} older requests were forgotten. "
                "Give the server keep=None, and it keeps all."
            )
        return self._held()


def _fail(text: str) -> None:
    __tracebackhide__ = True
    if text:
        raise AssertionError(text)


def _bounds(times: int | None, at_least: int | None, at_most: int | None) -> tuple[int, int | None]:
    if times is not None and (at_least is not None or at_most is not None):
        raise ValueError("times= says it all: at_least= and at_most= do not go with it.")
    if any(bound is not None and bound < 0 for bound in (times, at_least, at_most)):
        raise ValueError("times=, at_least= and at_most= are counts: give 0 or more.")
    if times is not None:
        return times, times
    least = at_least if at_least is not None else (1 if at_most is None else 0)
    if at_most is not None and least > at_most:
        raise ValueError(f"at_least={least} is more than at_most={at_most}.")
    return least, at_most


def checked(meant: Which) -> Which:
    """``meant`` itself.

    Raises:
        TypeError: it is something else.
    """
    if isinstance(meant, Which):
        return meant
    raise TypeError(f"expected a which, such as which.operation({meant!r}), not {meant!r}.")
