"""The world's clock: real time by default, or a time that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the world what time it is.

    Args:
        start: where the clock stands, timezone-aware; it then moves only by :meth:`advance`.
            Without it the clock follows real time, shifted by what it was advanced.
    """

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError(f"Clock(start=...) needs a timezone-aware datetime, not {start!r}; add tzinfo=UTC.")
        self._start = start
        self._shift = timedelta()

    def now(self) -> datetime:
        """The time of the world, in UTC."""
        base = self._start or datetime.now(UTC)
        return base.astimezone(UTC) + self._shift

    def advance(self, by: timedelta | float) -> datetime:
        """Moves the clock forward by a duration, or by a number of seconds; returns the new time."""
        step = by if isinstance(by, timedelta) else timedelta(seconds=by)
        if step < timedelta():
            raise ValueError(f"advance() moves forward only, not by {by!r}.")
        self._shift += step
        return self.now()
