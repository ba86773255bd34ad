"""Times as filters name them."""

from __future__ import annotations

from datetime import UTC, datetime


def read_time(text: str) -> datetime | None:
    """The time that an ISO 8601 text means, in UTC where it names no zone; None if it means none."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def shown_time(time: datetime) -> datetime:
    """The time as clients are shown it, which is to the second: what they pass back has to match."""
    return time.replace(microsecond=0)


def shown_text(time: datetime) -> str:
    """The text that clients are shown for a time: UTC, to the second, without a zone."""
    return time.isoformat(timespec="seconds")[:19]


def sorting_text(time: datetime) -> str:
    """A text that sorts as times do, exactly, for times in UTC."""
    return time.isoformat(timespec="microseconds")
